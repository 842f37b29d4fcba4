"""What is new in a record since a reader was last told of it: which of its parts were added or say
something else, and what is no longer there.

The history knows which rows were written in which change, and what they said before.  Told is what
a reader of the active language reads otherwise than then, as it stands now; a passage that only
has another number, since one was put in before it, is not told.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.dates import date_in_words
from commission.history.reading import Row, rows_at
from commission.history.tables import KEPT, parts_of
from commission.languages import columns_of, own_languages
from commission.models import (
    Agreement,
    AgreementEvent,
    ChangedRecord,
    CooperationArea,
    PublishState,
    RecordedChange,
)
from sessions.models import AgendaItem, Decision, FollowUp, Passage, Session


class Period(NamedTuple):
    """From one moment, which is not in it, until another, which is; `first` and `last` are the
    numbers of the latest changes by then, 0 where there was none.
    """

    after: datetime.datetime
    until: datetime.datetime
    first: int
    last: int


@dataclass(frozen=True)
class Kind:
    """A kind of part: the rows that belong to a record by their column `owner`.

    Readers read its translated `texts` and its `columns`, in their `order`; `loads` is what
    `address(row)` and the template need.  `label` is also asked of rows that are gone, which know
    of no other row.
    """

    model: Any
    owner: str
    label: Callable[[Any], str]
    address: Callable[[Any], str]
    texts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    order: tuple[str, ...] = ("number",)

    @property
    def template(self):
        return f"sessions/letter/{self.model._meta.model_name}.html"

    def read(self, row, languages):
        """What a reader reads of a row, to be compared; `languages` are those of its commission."""
        active = get_language() or "en"
        texts = [
            next(filter(None, (getattr(row, column) for column, _code in
                               columns_of(name, active, languages))), "")
            for name in self.texts
        ]  # fmt: skip
        return (*texts, *(getattr(row, name) for name in self.columns))


@dataclass(frozen=True)
class Part:
    """A part that is new or says something else: its row as it is now, and what was `before` of the
    first of its texts, as it is written ("" of what is new).
    """

    kind: Kind
    row: Any
    is_new: bool
    before: str = ""

    @property
    def label(self):
        return self.kind.label(self.row)

    @property
    def address(self):
        return self.kind.address(self.row)

    @property
    def decision(self):
        """The key of the decision that it is, or is a statement on; None of other parts."""
        if self.kind.model is FollowUp:
            return self.row.decision_id
        return self.row.pk if self.kind.model is Decision else None


@dataclass
class Differences:
    """What is new in a record: its parts in their order, and the labels of those that are gone.

    `others`: something else of it was changed as well, or nothing but that.  `is_told_below`: what
    is new of its decisions stands elsewhere in the letter.
    """

    parts: list[Part] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    others: bool = False
    is_told_below: bool = False

    def leave_out(self, decisions):
        """Parts of the decisions with these keys, which the letter tells by themselves."""
        left = [part for part in self.parts if part.decision not in decisions]
        self.is_told_below = len(left) < len(self.parts)
        self.parts = left


# ── The parts of a record ────────────────────────────────────────────────────────────────────


def _own(row):
    return row.get_absolute_url()


def _decisions(owner):
    return Kind(
        Decision, owner,
        lambda row: _("Decision %(number)s") % {"number": row.number}, _own,
        texts=("text",), columns=("due_on", "due_precision"), loads=("session__commission",),
    )  # fmt: skip


def _statements(owner):
    return Kind(
        FollowUp, owner,
        lambda row: _("Statement, %(day)s") % {"day": date_in_words(row.stated_on)},
        lambda row: row.decision.get_absolute_url(),
        texts=("note",), columns=("status", "stated_on", "side_id"),
        loads=("decision__session__commission", "side"), order=("stated_on", "pk"),
    )  # fmt: skip


PARTS: dict[type, tuple[Kind, ...]] = {
    Session: (
        Kind(
            Session, "id", lambda row: _("Title, date, place, summary"), _own,
            texts=("title", "place", "summary"),
            columns=("starts_on", "ends_on", "date_precision", "country", "called_off"),
        ),
        Kind(
            Passage, "session",
            lambda row: _("Passage %(number)s") % {"number": row.number}, _own,
            texts=("text",), loads=("session__commission",),
        ),
        _decisions("session"),
        _statements("decision__session"),
        Kind(
            AgendaItem, "session",
            lambda row: _("Agenda, point %(number)s") % {"number": row.number},
            lambda row: f"{row.session.get_absolute_url()}#agenda",
            texts=("text",), loads=("session__commission",),
        ),
    ),
    Decision: (_decisions("id"), _statements("decision")),
    Agreement: (
        Kind(
            Agreement, "id", lambda row: _("Title, dates, summary"), _own,
            texts=("title", "summary"),
            columns=("kind", "signed_on", "signed_precision", "valid_until", "valid_until_precision"),
        ),
        Kind(
            AgreementEvent, "agreement", lambda row: row.get_kind_display().capitalize(),
            lambda row: f"{row.agreement.get_absolute_url()}#life",
            texts=("note",),
            columns=("kind", "side_id", "happened_on", "happened_precision", "until", "until_precision"),
            loads=("agreement__commission", "side"), order=("happened_on", "pk"),
        ),
    ),
}  # fmt: skip


# ── When ─────────────────────────────────────────────────────────────────────────────────────


def period_between(after: datetime.datetime, until: datetime.datetime) -> Period:
    """Two queries."""
    return Period(after, until, _latest_change(after), _latest_change(until))


def _latest_change(moment):
    known = RecordedChange.objects.filter(moment__lte=moment)
    return known.order_by("-moment", "-number").values_list("number", flat=True).first() or 0  # fmt: skip


def touched(model: type, period: Period) -> Exists:
    """For `filter`: records that were touched within a period, whatever became of them since."""
    return Exists(
        ChangedRecord.objects.filter(
            kind=KEPT[model].kind, record=OuterRef("pk"),
            change__gt=period.first, change__lte=period.last,
        )
    )  # fmt: skip


# ── What is new ──────────────────────────────────────────────────────────────────────────────


def differences_of(model: type, rows: list[Any], period: Period, areas: list[Any]) -> dict[int, Differences | None]:  # fmt: skip
    """{key: what is new} of public records; None of one that was not there, or not public, before.

    Parts that carry any of `areas` come first.  At most five queries for each kind of part and
    four more, as many for thirty records as for one.
    """
    records = {row.pk: row for row in rows}
    found: dict[int, Differences | None] = dict.fromkeys(records)
    if not records:
        return found
    told = _public_before(model, records, period)
    for pk in told:
        found[pk] = Differences()
    kinds = PARTS[model]
    others = _touched_elsewhere(model, told, kinds, period)
    for kind in kinds if told else ():
        _compare(kind, {pk: records[pk] for pk in told}, found, period)
    _put_first(areas, [each for each in found.values() if each])
    for pk in told:
        each: Any = found[pk]
        each.others |= pk in others or not (each.parts or each.gone)
    return found


def _public_before(model, records, period):
    """Keys of those that were there and public when the reader was last told."""
    before = rows_at(KEPT[model], records, period.first)
    if model is not Decision:
        return [pk for pk in records if _was_public(before.get(Row(model, pk)), period)]
    sessions = rows_at(KEPT[Session], {row.session_id for row in records.values()}, period.first)  # fmt: skip
    return [
        pk for pk, row in records.items()
        if Row(Decision, pk) in before and _was_public(sessions.get(Row(Session, row.session_id)), period)
    ]  # fmt: skip


def _was_public(was, period):
    return (
        was is not None
        and was.values["state"] == PublishState.PUBLISHED
        and was.values["publish_at"] <= period.after
    )


def _within(versions, period):
    return versions.order_by().filter(change__gt=period.first, change__lte=period.last)


def _touched_elsewhere(model, keys, kinds, period):
    """Keys of records of which rows were written that are no part to be told.  One query."""
    told = {kind.model for kind in kinds}
    queries = [
        _within(kept.history._base_manager, period).filter(**{f"{owner.name}__in": keys})
        .values_list(owner.attname, flat=True)
        for kept, owner in parts_of(model)
        if kept.model not in told
    ]  # fmt: skip
    if not (keys and queries):
        return set()
    return set(queries[0].union(*queries[1:]))


def _compare(kind, records, found, period):
    """Put what is new of one kind of part into what was `found`."""
    kept = KEPT[kind.model]
    versions = _within(kept.history._base_manager, period)
    versions = versions.filter(**{f"{kind.owner}__in": list(records)})
    owners = dict(versions.values_list("id", kind.owner))
    if not owners:
        return
    now = _as_they_are(kind, owners, records, period)
    before = _as_they_were(kind, owners, period)
    said: dict[int, dict[Any, Any]] = defaultdict(dict)
    says: dict[int, dict[Any, Any]] = defaultdict(dict)
    for at, texts in ((before, said), (now, says)):
        for pk, row in at.items():
            owner = owners[pk]
            texts[owner][pk] = kind.read(row, own_languages(records[owner]))
    for owner in records:
        _tell(kind, found[owner], now, before, said[owner], says[owner])
        if kind.owner == "id" and owner in owners:
            found[owner].others = said[owner] == says[owner]


def _as_they_are(kind, owners, records, period):
    """What is public of the rows, in the order of their records.  One query, none for the records themselves."""
    if kind.owner == "id":
        return {pk: records[pk] for pk in owners}
    rows = kind.model._default_manager.published(at=period.until)
    rows = rows.filter(pk__in=list(owners)).select_related(*kind.loads)
    return {row.pk: row for row in rows.order_by(*kind.order)}


def _as_they_were(kind, owners, period):
    """The rows as they were when the reader was last told, in the order of their records.  Two queries."""
    rows = [kind.model(**was.values) for was in rows_at(KEPT[kind.model], owners, period.first).values()]  # fmt: skip
    if kind.owner != "id":
        rows.sort(key=lambda row: [getattr(row, name) for name in kind.order])
    return {row.pk: row for row in rows}


def _tell(kind, differences, now, before, said, says):
    """`said` and `says`: what was read then and is read now, by the rows' keys.

    A text that stood in another row is no news: an import may have moved all of them by one.
    """
    stood, stands = set(said.values()), set(says.values())
    told = [pk for pk in now if pk in says and says[pk] not in stood]
    changed = {pk for pk in told if pk in said and said[pk] not in stands}
    differences.parts += [
        Part(kind, now[pk], pk not in changed, said[pk][0] if pk in changed else "")
        for pk in told
    ]
    lost = [pk for pk in before if pk in said and pk not in changed and said[pk] not in stands]  # fmt: skip
    differences.gone += [kind.label(before[pk]) for pk in lost]


def _put_first(areas, several):
    """Parts that carry any of `areas` before the others, which keep their order.

    One query for each kind of part that carries any.
    """
    if not areas:
        return
    within = list(CooperationArea.objects.within(areas).values_list("pk", flat=True))
    keys = defaultdict(set)
    for each in several:
        for part in each.parts:
            keys[part.kind.model].add(part.row.pk)
    carrying = set()
    for model in (Passage, Decision, AgendaItem):
        if keys[model]:
            rows = model.objects.filter(pk__in=keys[model], areas__in=within)
            carrying |= {(model, pk) for pk in rows.values_list("pk", flat=True)}
    for each in several:
        each.parts.sort(key=lambda part: (part.kind.model, part.row.pk) not in carrying)
