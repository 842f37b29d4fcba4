"""A session as a paper: all that its page says, in the order of the page."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.languages import language_name
from commission.models import corrections_of
from commission.templatetags.record import (
    languages_of,
    passage_html,
    text,
    text_with_note,
)
from sessions.delegations import delegations_of
from sessions.models import Session
from sessions.models.record import kept, load_record
from sessions.templatetags.decisions import decision_rows
from sessions.templatetags.titles import session_title

from .paper import Block, Grid, Heading, Items, Paper, Passage, Text


def session_paper(session: Session) -> Paper:
    """The Paper of a public session with its commission.  Fourteen queries."""
    record = load_record(session)
    commission = session.commission
    return Paper(
        title=session_title(session),
        author=text(commission, "name"),
        address=settings.SITE_URL + session.get_absolute_url(),
        language=get_language() or "en",
        lede=text_with_note(session, "summary"),
        facts=facts_of(session, record["passages"]),
        colours=[side.colour for side in kept(commission, "sides")],
        blocks=blocks_of(session, record),
    )


def facts_of(session, passages):
    """[(name, what is known)] of a session, without what is not recorded."""
    date = [session.date_in_words, _("Called off") if session.called_off else ""]
    place = [text(session, "place"), session.country_name]
    names = [language_name(code) for code in languages_of(passages, "text")]
    facts = [
        (_("Commission"), text(session.commission, "name")),
        (_("Date"), " · ".join(filter(None, date))),
        (_("Place"), format_html_join(", ", "{}", ((each,) for each in place if each))),
        (_("Kind"), capfirst(session.get_kind_display())),
        (_("Held"), capfirst(session.get_format_display())),
        (_("Languages of the report"), ", ".join(names)),
    ]
    return [(name, fact) for name, fact in facts if fact]


def blocks_of(session, record, level=2) -> list[Block]:
    """The sections of a session that `load_record()` loaded; `level` is that of their headings.

    One query more, for what was corrected in it.
    """
    sections = [
        (_("Delegations"), [_delegations(session)]),
        (_("Agenda"), [_numbered(item, text_with_note(item, "text")) for item in record["agenda_items"]]),
        (_("Report"), [_numbered(each, passage_html(each)) for each in record["passages"]]),
        (_("Decisions"), _decisions(record["decisions"])),
        (_("Agreements signed"), _items(map(_agreement, record["agreements"]))),
        (_("Documents"), _items(map(_document, record["documents"]))),
        (_("Sources"), _sources(record["sources"])),
        (_("Corrections"), corrections_in(session)),
    ]  # fmt: skip
    return [
        block
        for heading, blocks in sections
        if blocks
        for block in (Heading(heading, level), *blocks)
    ]


def _delegations(session):
    """The sides beside each other, each with its co-chair first."""
    delegations = delegations_of(session)
    members = [
        format_html_join("", "<p>{}</p>", ((_person(each),) for each in one.people))
        or format_html("<p>{}</p>", _("not recorded"))
        for one in delegations
    ]
    sides = [text(one.side, "name") for one in delegations]
    return Grid(_("Delegations"), sides, [members], sides=True)


def _person(person):
    said = [person.position, person.role]
    more = format_html_join("", "<br>{}", ((each,) for each in said if each))
    return format_html("<strong>{}</strong>{}", person.name, more)


def _numbered(row, html):
    names = [text(area, "name") for area in kept(row, "areas")]
    areas = format_html_join(" · ", "{}", ((name,) for name in names))
    return Passage(str(row.number), html, areas)


def _decisions(decisions):
    rows = [
        [
            row.number,
            format_html(
                "{}{}",
                row.text,
                format_html_join("", "<br>{}", ((body.name,) for body in row.bodies)),
            ),
            row.due,
            ", ".join(badge.words for badge in row.badges),
        ]
        for row in decision_rows(decisions)
    ]  # fmt: skip
    headings = [_("No."), _("Decision"), _("Due"), _("Status")]
    return [Grid(_("Decisions of the session"), headings, rows)] if rows else []


def _agreement(agreement):
    said = [capfirst(agreement.get_kind_display()), agreement.signed_in_words]
    more = ", ".join(filter(None, said))
    address = settings.SITE_URL + agreement.get_absolute_url()
    return format_html('<a href="{}">{}</a>. {}', address, text(agreement, "title"), more)  # fmt: skip


def _document(document):
    name = text(document, "title") or capfirst(document.get_kind_display())
    files = [
        format_html(
            '<a href="{}">{}</a> ({})',
            settings.SITE_URL + file.get_absolute_url(),
            file.get_language_display(),
            _("authentic") if file.authentic else _("translation"),
        )
        for file in kept(document, "files")
    ]
    return format_html("{}: {}", name, format_html_join(", ", "{}", ((f,) for f in files))) if files else name  # fmt: skip


def _sources(sources):
    blocks: list[Block] = []
    for source in sources:
        name = source.title or source.publisher
        if source.address:
            name = format_html('<a href="{}">{}</a>', source.address, name)
        said = [source.publisher if source.title else "", source.date_in_words]
        more = "".join(f", {each}" for each in said if each)
        blocks.append(Text(format_html("{}{}", name, more)))
        if source.doubt:
            doubt = text_with_note(source, "doubt")
            sentence = format_html("<strong>{}</strong> {}", _("In doubt."), doubt)
            blocks.append(Text(sentence, "doubt"))
    return blocks


def corrections_in(record) -> list[Block]:
    """What readers were told was corrected in a record, each with its day.  One query."""
    return _items(
        format_html("<strong>{}</strong> {}", each.day_in_words, text_with_note(each, "note"))
        for each in corrections_of(record)
    )  # fmt: skip


def _items(items):
    listed = list(items)
    return [Items(listed)] if listed else []
