"""Keeps the digests in line with the record, in the transaction of every change.

A digest is made of the segments of its rows: those of changed rows are made anew, the others stay
as they are.  A change that touches no words writes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override

from commission.made_rows import put_rows
from commission.models import (
    Agreement,
    AgreementEvent,
    AreaTerm,
    Change,
    CooperationArea,
    change_ending,
)
from commission.prepared import Prepared
from participants.models import NameVariant, Organisation, Participant, Position

from .markdown import plain
from .models import (
    AgendaItem,
    Decision,
    Document,
    Passage,
    RecordDigest,
    Session,
    SessionDigest,
)
from .models.digest import MOST_PARTS, Digest, Holding, place_of, record_at
from .search.digest import parts_of, segment_of, segments_of, stream_of, tokens_of
from .search.lookup import Lookup
from .search.tokens import TOKENS
from .titles import session_title
from .vocabulary import learn

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Beside a session's number, as people name it in each language.
SESSION_WORDS = ("session", "заседание", "отырыс", "mejlis")

# How many rows one query is asked about.
MOST_ASKED = 500
# A shorter stream leaves one part.
MANY_BYTES = 200_000

Texts = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Source:
    """Rows of `model` give words to the digest of the record of `owner` that `key` names.

    `letter` begins their markers.  `columns` begin the names of the columns that are read;
    `texts` gives (language, text) pairs of a row, `names` what it may be asked for exactly by.
    """

    digest: type[Digest]
    owner: type[Model]
    model: type[Any]
    key: str
    letter: str
    columns: tuple[str, ...]
    texts: Callable[[Any], Texts]
    names: Callable[[Any], Iterable[str]] = lambda row: ()

    def place(self, row: Any) -> int | None:
        """The place of the digest that the row belongs to; None when it belongs elsewhere."""
        owner = getattr(row, self.key)
        return owner and place_of(self.digest.kinds[self.owner], owner)

    def marker(self, pk: int) -> str:
        return f"{self.letter}{pk}"

    def segment(self, row: Any) -> str:
        return segment_of(self.marker(row.pk), self.texts(row), self.names(row))


# ── What each kind of row is found by ────────────────────────────────────────────────────────


def _in_languages(*names: str) -> Callable[[Any], Texts]:
    """A reader of columns that there are for each language."""

    def texts(row):
        for name in names:
            for code in LANGUAGES:
                if text := getattr(row, f"{name}_{code}"):
                    yield code, text

    return texts


def _names_in(*names: str) -> Callable[[Any], list[str]]:
    texts = _in_languages(*names)
    return lambda row: [text for _code, text in texts(row)]


def _written(column: str) -> Callable[[Any], Texts]:
    """A reader of one column that has no language."""
    return lambda row: iter([("", getattr(row, column))])


def _name_in(column: str) -> Callable[[Any], list[str]]:
    return lambda row: [getattr(row, column)]


def _titles(session):
    for code in LANGUAGES:
        with override(code):
            yield code, session.full_title


def _session_texts(session):
    yield from _titles(session)
    if session.number:
        yield "", str(session.number)
    yield from _in_languages("summary", "place")(session)


def _session_names(session):
    """Its titles, and its number as people type it: "12", "session 12", "12th session" …"""
    yield from (title for _code, title in _titles(session))
    if number := session.number:
        yield str(number)
        for word in SESSION_WORDS:
            yield f"{number} {word}"
            yield f"{word} {number}"
        for code in LANGUAGES:
            yield session_title(session.kind, number, language=code)


def _passage_texts(passage):
    for code in LANGUAGES:
        yield code, plain(getattr(passage, f"html_{code}"))


def _agreement_texts(agreement):
    yield "", agreement.number
    yield from _in_languages("title", "summary", "place")(agreement)


def _term(term):
    yield term.language, term.term


def _sources():
    text, title, name, note = map(_in_languages, ("text", "title", "name", "note"))
    of_session = (SessionDigest, Session)
    yield Source(*of_session, Session, "pk", "h", ("title", "summary", "place", "kind", "number"),
                 _session_texts, _session_names)  # fmt: skip
    yield Source(*of_session, AgendaItem, "session_id", "a", ("text",), text)
    yield Source(*of_session, Passage, "session_id", "p", ("text", "html"), _passage_texts)  # fmt: skip
    yield Source(*of_session, Decision, "session_id", "d", ("text",), text)
    yield Source(*of_session, Document, "session_id", "f", ("title",), title)

    of_person = (RecordDigest, Participant)
    yield Source(*of_person, Participant, "pk", "n", ("name",), name, _names_in("name"))
    yield Source(*of_person, NameVariant, "participant_id", "v", ("name",),
                 _written("name"), _name_in("name"))  # fmt: skip
    yield Source(*of_person, Position, "participant_id", "t", ("title",), title)

    of_body = (RecordDigest, Organisation)
    yield Source(*of_body, Organisation, "pk", "o", ("name", "short_name"),
                 _in_languages("name", "short_name"), _names_in("name", "short_name"))  # fmt: skip
    yield Source(*of_body, NameVariant, "organisation_id", "v", ("name",),
                 _written("name"), _name_in("name"))  # fmt: skip

    of_agreement = (RecordDigest, Agreement)
    yield Source(*of_agreement, Agreement, "pk", "a", ("title", "summary", "place", "number"),
                 _agreement_texts, _names_in("title"))  # fmt: skip
    yield Source(*of_agreement, Document, "agreement_id", "f", ("title",), title)
    yield Source(*of_agreement, AgreementEvent, "agreement_id", "e", ("note",), note)

    yield Source(RecordDigest, Decision, Decision, "pk", "d", ("text",), text)

    of_area = (RecordDigest, CooperationArea)
    yield Source(*of_area, CooperationArea, "pk", "c", ("name",), name, _names_in("name"))  # fmt: skip
    yield Source(*of_area, AreaTerm, "area_id", "m", ("term", "language"), _term, _name_in("term"))  # fmt: skip


SOURCES = tuple(_sources())
# The records that have digests, those that others join first.
OWNERS = tuple(dict.fromkeys((source.digest, source.owner) for source in SOURCES))


# ── Digests ──────────────────────────────────────────────────────────────────────────────────


def digest_rows(digest: type[Digest], place: int, stream: str) -> list[Digest]:
    """The parts of a digest, not saved.  No query; a few milliseconds for a dozen passages."""
    parts = parts_of(tokens_of(stream, digest.spaces))
    return [
        digest(
            place=place + number,
            rules=TOKENS,
            stream="" if number else stream,
            tokens=tokens,
        )
        for number, tokens in zip(range(MOST_PARTS), parts, strict=False)
    ]


def write_digests(
    digest: type[Digest], streams: dict[int, str], using: str, known: dict[int, str]
) -> None:
    """Keep digests by their places and learn their words; `known` are the streams they had.

    Two queries, and one more for each digest that may have had more parts.
    """
    rows = []
    for place, stream in streams.items():
        parts = digest_rows(digest, place, stream)
        rows += parts
        if len(known.get(place, "")) + len(stream) > MANY_BYTES:
            _parts(digest, using, place).filter(place__gt=parts[-1].place).delete()
    put_rows(rows, using, replacing=True)
    learn([(stream, known.get(place, "")) for place, stream in streams.items()], using)


def _parts(digest, using, place):
    """All parts of the digest at a place."""
    parts = digest._base_manager.using(using)
    return parts.filter(place__gte=place, place__lt=place + MOST_PARTS)


def streams_of(
    digest: type[Digest], owner: type[Model], keys: Collection[int], using: str
) -> dict[int, str]:
    """{place: stream} of the records with these primary keys.  One query for each kind of rows."""
    kind = digest.kinds[owner]
    segments: dict[int, dict[str, str]] = {place_of(kind, key): {} for key in keys}
    for source in SOURCES:
        if (source.digest, source.owner) == (digest, owner):
            rows = source.model._base_manager.using(using)
            for row in rows.filter(**{f"{source.key}__in": keys}):
                segments[source.place(row)][source.marker(row.pk)] = source.segment(row)
    return {place: stream_of(rows) for place, rows in segments.items()}


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _owned(source):
    """Rows that give words to the record that they belong to."""
    belongs = {f"{source.key}__isnull": False}
    return Prepared(
        lambda pks: source.model.objects.filter(pk__in=pks, **belongs).order_by()
    )


def _known(digest):
    return Prepared(
        lambda places: digest.objects.filter(place__in=places).values_list(
            "place", "stream"
        )
    )


_OWNED = {source: _owned(source) for source in SOURCES}
_KNOWN = {digest: _known(digest) for digest in (SessionDigest, RecordDigest)}


def bring_in_line(sender: Any, change: Change, **kwargs: Any) -> None:
    """Make anew the digests that a change touched: nothing without changed words.

    A query for each kind of rows with changed words, to read them as they are; one to read the
    digests, one to look for rows that came from another record, where any may have, and those of
    `write_digests`.  `change.answering` is told whose they are.
    """
    for digest, owner in OWNERS:
        places = [
            place_of(digest.kinds[owner], pk) for pk in change.gone.get(owner, ())
        ]
        for place in places:
            _parts(digest, change.using, place).delete()
        change.answering[owner] |= change.gone.get(owner, {}).keys()
    for digest in (SessionDigest, RecordDigest):
        if touched := _touched(digest, change):
            _follow(digest, touched, change)


def _touched(digest, change):
    """{place: {marker: segment, or None for a row that is not there any more}}."""
    touched: dict[int, dict[str, str | None]] = defaultdict(dict)
    for source in SOURCES:
        if source.digest is digest:
            for pk, row in _gone(source, change):
                touched[source.place(row)][source.marker(pk)] = None
            for row in _as_they_are(source, change):
                touched[source.place(row)][source.marker(row.pk)] = source.segment(row)
    return touched


def _gone(source, change):
    """(primary key, row) of those that went, but not along with their record."""
    owners = change.gone.get(source.owner, {})
    return [
        (pk, row)
        for pk, row in change.gone.get(source.model, {}).items()
        if source.key != "pk"
        and source.place(row)
        and getattr(row, source.key) not in owners
    ]


def _as_they_are(source, change):
    """Rows with changed words, read anew: whoever wrote them may know other columns as they were."""
    columns = (*source.columns, source.key.removesuffix("_id"))
    written = change.rows_of(source.model, columns)
    for pks in _in_batches([row.pk for row in written]):
        yield from _OWNED[source](change.using, pks=pks)


def _follow(digest, touched, change):
    """Bring the digests at the places that were touched in line, and those that rows came from."""
    known, using = {}, change.using
    for places in _in_batches(list(touched)):
        known.update(_KNOWN[digest](using, places=places))
    _take_from_others(digest, touched, known, change)
    streams = {}
    for place, rows in touched.items():
        segments = segments_of(known[place]) if place in known else {}
        stream = stream_of(
            {marker: row for marker, row in {**segments, **rows}.items() if row}
        )
        if stream != known.get(place, ""):
            streams[place] = stream
    write_digests(digest, streams, using, known)
    kinds = {kind: owner for owner, kind in digest.kinds.items()}
    for kind, key in map(record_at, streams):
        change.answering[kinds[kind]].add(key)


def _take_from_others(digest, touched, known, change):
    """Rows that are new to their digests may stand in another one still: there they are gone.

    Not those that are new altogether, nor a record's own.
    """
    nowhere_else = {
        source.marker(pk)
        for source in SOURCES
        if source.digest is digest
        for pk in (
            change.written[source.model]
            if source.key == "pk"
            else change.new[source.model]
        )
    }
    new = [
        marker
        for place, rows in touched.items()
        for marker in rows
        if marker not in nowhere_else and f" x{marker} " not in known.get(place, "")
    ]
    for markers in _in_batches(new):
        lookup = Lookup((tuple((f"x{marker}", False) for marker in markers),))
        others = digest._base_manager.using(change.using).filter(
            place__in=Holding(digest, lookup)
        )
        for place, stream in others.values_list("place", "stream"):
            gone = {m: None for m in markers if f" x{m} " in stream}
            known[place] = stream
            touched[place] = {**gone, **touched[place]}


def _in_batches(items):
    """Lists that one question takes."""
    return (items[n : n + MOST_ASKED] for n in range(0, len(items), MOST_ASKED))


def keep_in_line() -> None:
    """Index what every change of the record writes; called once, when Django is ready."""
    change_ending.connect(bring_in_line, sender=Change, dispatch_uid="search")
