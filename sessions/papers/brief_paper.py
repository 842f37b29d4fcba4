"""The brief for the next session as a paper."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.templatetags.record import text, text_with_note
from sessions.brief import Brief
from sessions.templatetags.titles import session_title

from .paper import Block, Grid, Heading, Items, Paper, Text


def brief_paper(brief: Brief) -> Paper:
    """The Paper of a brief.  No query."""
    day = _("As of %(day)s, from what is public.") % {"day": brief.day_in_words}
    last = brief.last and format_html(
        "{}, {}", session_title(brief.last), brief.last.date_in_words
    )
    return Paper(
        title=_("Brief for the next session"),
        author=text(brief.commission, "name"),
        address=settings.SITE_URL + brief.commission.get_absolute_url(),
        language=get_language() or "en",
        lede=day,
        facts=[
            (_("Commission"), text(brief.commission, "name")),
            *([(_("Last session"), last)] if last else []),
        ],
        colours=[side.colour for side, _owing in brief.sides],
        blocks=[
            *_decisions(brief),
            *_section(_("Agreements not yet in force"), _agreements(brief)),
            *_figures(brief),
            *_section(_("Positions that have changed since"), _positions(brief)),
        ],
    )


def _section(heading, items) -> list[Block]:
    return [Heading(heading), Items(items) if items else Text(_("None."))]


def _decisions(brief) -> list[Block]:
    blocks: list[Block] = [Heading(f"{_('Open decisions')} ({brief.count})")]
    for side, owing in brief.sides:
        blocks.append(Heading(text(side, "name"), 3))
        for each in owing:
            body = each.organisation
            name = text(body, "name") if body else _("No body is named")
            blocks += [Heading(name, 4), _grid(name, each.decisions)]
        if not owing:
            blocks.append(Text(_("None.")))
    return blocks


def _grid(label, decisions):
    headings = [_("Decision"), _("Due"), _("Status"), _("Last statements")]
    return Grid(label, headings, [_row(each) for each in decisions])


def _row(stood):
    decision = stood.decision
    words = format_html(
        "{} ({}, {})",
        text(decision, "text"),
        session_title(decision.session),
        decision.number,
    )
    status = capfirst(str(stood.status.label))
    if stood.is_overdue:
        status = format_html("{}, <strong>{}</strong>", status, _("overdue"))
    statements = format_html_join("", "<p>{}</p>", ((_said(*each),) for each in stood.statements))  # fmt: skip
    return [words, decision.due_in_words or "—", status, statements]


def _said(side, statement):
    name = text(side, "name")
    if statement is None:
        return format_html("{}: {}", name, _("not reported"))
    said = f"{statement.get_status_display()}, {statement.stated_in_words}"
    note = format_html(". {}", text(statement, "note")) if statement.note else ""
    return format_html("{}: {}{}", name, said, note)


def _agreements(brief):
    return [
        format_html(
            "{}{}{}",
            text(waiting.agreement, "title"),
            f", {waiting.signed}" if waiting.signed else "",
            format_html_join("", "<br>{}", ((each,) for each in waiting.missing)),
        )
        for waiting in brief.agreements
    ]


def _figures(brief) -> list[Block]:
    blocks: list[Block] = [Heading(_("Figures and their periods"))]
    for of_indicator in brief.figures:
        indicator = of_indicator.indicator
        name = format_html(
            "{}, {}", text(indicator, "name"), indicator.get_unit_display()
        )
        kinds = [*of_indicator.drawn, *of_indicator.alone]
        rows = [_figure(series, row) for series in kinds for row in series.rows]
        blocks += [Heading(name, 3), Items(rows)]
    return blocks if brief.figures else [*blocks, Text(_("None."))]


def _figure(series, row):
    kind = f" ({series.kind.words})" if series.kind.words else ""
    target = f", {_('target')}" if row.figure.is_target else ""
    change = f" ({row.change})" if row.change else ""
    said = f"{capfirst(row.period)}{kind}{target}: {row.value}{change}"
    grounds = format_html_join("", "<br>{}", ((line,) for line in _grounds(row)))
    return format_html("{}{}", said, grounds)


def _grounds(row):
    """Where a figure is from, and what is in doubt of it."""
    lines = []
    for source in row.figure.sources.all():
        named = ", ".join(filter(None, [source.publisher, source.date_in_words]))
        lines.append(format_html("{} {}", _("Source:"), named))
        if source.doubt:
            lines.append(_in_doubt(text_with_note(source, "doubt")))
    lines = lines or [format_html("{} {}", _("Source:"), _("not recorded"))]
    return [*lines, _in_doubt(row.doubt)] if row.doubt else lines


def _in_doubt(sentence):
    return format_html("<strong>{}</strong> {}", _("In doubt."), sentence)


def _positions(brief):
    return [
        format_html(
            "{}: {}{}",
            text(changed.position.participant, "name"),
            _joined([text(changed.position, "title"), *_term(changed.position)]),
            format_html_join("", "<br>{} {}", map(_successor, changed.successors)),
        )
        for changed in brief.positions
    ]


def _successor(position):
    name = text(position.participant, "name")
    return _("Successor:"), _joined([name, *_term(position)])


def _joined(words):
    return format_html_join(", ", "{}", ((each,) for each in words))


def _term(position):
    said = []
    if position.starts_on:
        said.append(_("from %(date)s") % {"date": position.starts_in_words})
    if position.ends_on:
        said.append(_("until %(date)s") % {"date": position.ends_in_words})
    return said
