"""A commission as a book: what it is, then every session with its contents, oldest first."""

from django.conf import settings
from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.models import Agreement, Commission
from commission.templatetags.record import text, text_with_note
from sessions.models import Session
from sessions.models.record import load_record
from sessions.templatetags.titles import session_title

from .paper import Block, Heading, Items, Paper, Text
from .session_paper import blocks_of, corrections_in, facts_of


def commission_paper(commission: Commission) -> Paper:
    """The Paper of a public commission with its sides.  Fourteen queries a session, and three."""
    sessions = Session.objects.published().filter(commission=commission)
    ordered = sessions.order_by("starts_on", "pk").select_related("commission")
    agreements = Agreement.objects.published().filter(commission=commission)
    agreements = agreements.order_by(F("dated_on").asc(nulls_last=True), "pk")
    blocks: list[Block] = []
    for session in ordered:
        blocks += _part(session)
    if listed := [_agreement(each) for each in agreements]:
        blocks += [Heading(_("Agreements"), 1, "agreements"), Items(listed)]
    if corrected := corrections_in(commission):
        blocks += [Heading(_("Corrections"), 1, "corrections"), *corrected]
    sides = list(commission.sides.all())
    return Paper(
        title=text(commission, "name"),
        author=text(commission, "name"),
        address=settings.SITE_URL + commission.get_absolute_url(),
        language=get_language() or "en",
        lede=text_with_note(commission, "description"),
        facts=[(_("Sides"), ", ".join(str(text(side, "name")) for side in sides))],
        colours=[side.colour for side in sides],
        blocks=blocks,
        contents=True,
    )


def _part(session) -> list[Block]:
    record = load_record(session)
    title = format_html("{}, {}", session_title(session), session.starts_on.year)
    facts = [
        Text(format_html("<strong>{}</strong> {}", name, fact), "note")
        for name, fact in facts_of(session, record["passages"])
        if name != _("Commission")
    ]
    summary = text_with_note(session, "summary")
    return [
        Heading(title, 1, f"session-{session.pk}"),
        *([Text(summary, "lede")] if summary else []),
        *facts,
        *blocks_of(session, record),
    ]


def _agreement(agreement):
    signed = agreement.signed_in_words
    more = f", {signed}" if signed else ""
    address = settings.SITE_URL + agreement.get_absolute_url()
    return format_html('<a href="{}">{}</a>{}', address, text(agreement, "title"), more)
