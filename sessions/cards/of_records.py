"""What stands on the card of a record: what its page says at a glance."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commission.models import Agreement, Commission, CooperationArea
from sessions.models import Decision, Passage, Session
from sessions.tables.columns import title_of, words

from .drawing import LINE, Card

# Beyond it cells would be lines.
MOST_CELLS = 200


def card_of(record) -> Card:
    """Two or three queries.  A passage is shown by its session; what has no card of its own, by the site's."""
    if isinstance(record, Passage):
        record = record.session
    make = CARDS.get(type(record))
    return make(record) if make else site_card()


def site_card() -> Card:
    return _card(
        _("Commission Records"),
        below=_("Sessions, decisions, agreements and the people who made them"),
    )


def _card(title, **said):
    return Card(
        title=title, site=_("Commission Records"), host=settings.SITE_HOST, **said
    )


def _by_sides(title, commission, **said):
    sides = list(commission.sides.all())
    return _card(
        title,
        rule=tuple(side.colour for side in sides),
        sides=tuple(words("name")(side) for side in sides),
        **said,
    )


def _session(session):
    passages = session.passages.with_areas()[:MOST_CELLS]
    called_off = _("Called off") if session.called_off else ""
    above = [session.date_in_words, called_off, words("place")(session)]
    return _by_sides(
        title_of(session),
        session.commission,
        above=" · ".join(filter(None, above)),
        below=words("short_name")(session.commission),
        strip=tuple(_colour(passage.areas.all()) for passage in passages),
    )  # fmt: skip


def _colour(areas):
    first = min(areas, key=lambda area: (area.parent or area).order, default=None)
    return (first.parent or first).colour if first and first.is_shown else LINE


def _decision(decision):
    session = decision.session
    above = [_("Decision %(number)s") % {"number": decision.number}, title_of(session), session.date_in_words]  # fmt: skip
    return _by_sides(
        words("text")(decision),
        session.commission,
        above=" · ".join(above),
        below=words("short_name")(session.commission),
    )


def _commission(commission):
    return _by_sides(
        words("short_name")(commission), commission, below=words("name")(commission)
    )


def _agreement(agreement):
    above = [capfirst(str(agreement.get_kind_display())), agreement.signed_in_words]  # fmt: skip
    return _by_sides(
        words("title")(agreement),
        agreement.commission,
        above=" · ".join(filter(None, above)),
        below=words("short_name")(agreement.commission),
    )


def _area(area):
    """A sector is under the colour of its sphere, which no side has."""
    sphere = area.parent or area
    above = "" if area.is_sphere else words("name")(sphere)
    below = _("What was said, decided and signed")
    return _card(words("name")(area), rule=(sphere.colour,), above=above, below=below)


CARDS = {
    Session: _session,
    Decision: _decision,
    Commission: _commission,
    Agreement: _agreement,
    CooperationArea: _area,
}
