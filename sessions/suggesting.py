"""Keeps the suggested words in line with the names of the record, in the change that touches them.

Beside every word stands how it sounds, where that is spelt otherwise: a reader who types in one script
finds names that are written in another.

A record is weighed by how often the public record knows it, by orders of two, so that publishing
a session moves few weights.  It is counted when something public about it changes, and not again
when an embargo ends by itself: that only ever leaves it too light for a while.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import and_

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Count, Model, Q
from django.utils import timezone

from commission.made_rows import put_rows
from commission.models import (
    AreaTerm,
    Commission,
    CooperationArea,
    change_ending,
    is_public,
    move_content_version,
    move_names,
)
from commission.prepared import Prepared, plain_rows
from participants.models import NameVariant, Organisation, Participant

from .models import DelegationMember, ResponsibleBody, Session, Suggestion
from .models.suggestion import SHORTEST_TYPED, sounds_of
from .search.tokens import words_of

BATCH = 500
# Of a word with hyphens so many parts are listened to.
MOST_IN_A_WORD = 4
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What each kind of record is called by: columns of its own, some with one for each language …
NAMES: dict[type[Model], tuple[str, ...]] = {
    Participant: ("name",),
    Organisation: ("name", "short_name"),
    CooperationArea: ("name",),
    Commission: ("short_name", "slug"),
}
# … and rows beside it: their model, the key to it, the column.
MORE_NAMES: dict[type[Model], tuple[type[Model], str, str]] = {
    Participant: (NameVariant, "participant", "name"),
    Organisation: (NameVariant, "organisation", "name"),
    CooperationArea: (AreaTerm, "area", "term"),
}
# Rows by which the record knows a person, a body or a commission: their key to it, and their way
# to the session that they are as public as.
KNOWN_BY: dict[type[Model], tuple[type[Model], str, str]] = {
    Participant: (DelegationMember, "participant", "session__"),
    Organisation: (ResponsibleBody, "organisation", "decision__session__"),
    Commission: (Session, "commission", ""),
}


def _in_languages(names):
    return [f"{name}_{code}" for name in names for code in LANGUAGES]


def typed(text: str) -> list[str]:
    """The words of a name or of what is typed, folded, each once."""
    return list(dict.fromkeys(word.written for word in words_of(text)))


def _named(model):
    """The question what rows of `model` are called: their keys with all of their names."""
    names = {*NAMES[model], *_in_languages(NAMES[model])}
    columns = [
        field.name for field in model._meta.concrete_fields if field.name in names
    ]
    return Prepared(
        lambda pks: plain_rows(model).filter(pk__in=pks).values_list("pk", *columns)
    )


def _named_beside(beside, key, column):
    return Prepared(
        lambda pks: (
            plain_rows(beside)
            .filter(**{f"{key}__pk__in": pks})
            .values_list(key, column)
        )
    )


def _known_by(knowing, key, session):
    """The question by how many public rows each row is known."""

    def question(pks, now):
        public = is_public(session, at=now)
        public &= is_public(f"{session}commission__", at=now)
        rows = plain_rows(knowing).filter(public, **{f"{key}__pk__in": pks})
        return rows.order_by().values_list(key).annotate(Count("pk"))

    return Prepared(question)


def _known_from(knowing, key, session):
    """The question which rows are known from some sessions."""
    return Prepared(
        lambda sessions: (
            plain_rows(knowing)
            .filter(**{f"{session}pk__in": sessions})
            .order_by()
            .values_list(f"{key}_id")
            .distinct()
        )
    )


def words_by_row(model: type[Model], pks: Iterable[int], using: str) -> dict[int, set]:
    """{primary key: the words of its names, and their sounds} of the rows that exist.  Two queries at most."""
    words: dict[int, set] = {}
    for pk, *names in _NAMED[model](using, pks=list(pks)):
        words[pk] = {word for name in names if name for word in _kept_of(name)}
    if model in _NAMED_BESIDE:
        for pk, name in _NAMED_BESIDE[model](using, pks=list(words)):
            words[pk].update(_kept_of(name))
    return words


def _kept_of(name):
    words = typed(name)
    return [*words, *(sound for word in words for sound in sounds_of(word))]


def weights_by_row(model: type[Model], pks: Iterable[int], using: str) -> dict:
    """{primary key: its weight}, rows without one left out.  One query at most."""
    if model not in KNOWN_BY:
        return {}
    counts = _KNOWN_BY[model](using, pks=list(pks), now=timezone.now())
    return {pk: count.bit_length() for pk, count in counts}


_NAMED = {model: _named(model) for model in NAMES}
_NAMED_BESIDE = {model: _named_beside(*rows) for model, rows in MORE_NAMES.items()}
_KNOWN_BY = {model: _known_by(*rows) for model, rows in KNOWN_BY.items()}
_KNOWN_FROM = {model: _known_from(*rows) for model, rows in KNOWN_BY.items()}
_KEPT = Prepared(
    lambda kind, pks: Suggestion.objects.filter(kind=kind, row__in=pks).values_list(
        "pk", "row", "word", "weight"
    )
)
_WEIGHED = Prepared(
    lambda kind, pks: (
        Suggestion.objects.filter(kind=kind, row__in=pks)
        .order_by()
        .values_list("row", "weight")
        .distinct()
    )
)


def write_suggestions(model: type[Model], pks: Iterable[int], using: str) -> None:
    """Bring the words of some rows in line with their names.  At most seven queries and a few more
    for weights that moved.
    """
    pks = set(pks)
    words = words_by_row(model, pks, using)
    weights = weights_by_row(model, pks, using)
    kept = _kept(model, pks, using)
    wanted = {(pk, word) for pk, own in words.items() for word in own}
    if left_over := [kept[each][0] for each in kept.keys() - wanted]:
        Suggestion.objects.using(using).filter(pk__in=left_over).delete()
    missing = [
        _suggestion(model, pk, word, weights) for pk, word in wanted - kept.keys()
    ]
    put_rows(missing, using)
    moved = {
        pk
        for (pk, _word), (_pk, weight) in kept.items()
        if weight != weights.get(pk, 0)
    }
    _write_weights(model, moved, weights, using)


def weigh(model: type[Model], pks: Iterable[int], using: str) -> None:
    """Count anew how well the record knows some rows.  Two queries, and one for each weight moved to."""
    pks = set(pks)
    weights = weights_by_row(model, pks, using)
    there = _WEIGHED(using, kind=model._meta.model_name, pks=list(pks))
    moved = {row for row, weight in there if weight != weights.get(row, 0)}
    _write_weights(model, moved, weights, using)


def _write_weights(model, rows, weights, using):
    by_weight: dict[int, list] = {}
    for row in rows:
        by_weight.setdefault(weights.get(row, 0), []).append(row)
    for weight, those in by_weight.items():
        _of_kind(model, using).filter(row__in=those).update(weight=weight)


def _of_kind(model, using):
    return Suggestion.objects.using(using).filter(kind=model._meta.model_name)


def _kept(model, pks, using):
    """{(row, word): (primary key, weight)} of what is kept of some rows."""
    rows = _KEPT(using, kind=model._meta.model_name, pks=list(pks))
    return {(row, word): (pk, weight) for pk, row, word, weight in rows}


def _suggestion(model, row, word, weights):
    return Suggestion(
        kind=model._meta.model_name,
        row=row,
        word=word,
        start=word[:SHORTEST_TYPED],
        weight=weights.get(row, 0),
    )


def sounding_like(model: type[Model], word: str) -> Q:
    """The `Q` of the rows of `model` with words in their names that sound as those of `word` begin."""
    kept = Suggestion.objects.filter(kind=model._meta.model_name)
    words = typed(word)[:MOST_IN_A_WORD]
    each = (
        Q(pk__in=kept.sounding_like(part, begins=True).values("row")) for part in words
    )
    return reduce(and_, each) if words else Q(pk__in=[])


# ── What is told when the record changes ─────────────────────────────────────────────────────


def _bring_in_line(sender, change, **kwargs):
    for model in NAMES:
        renamed = _renamed(model, change)
        for pks in _batches(renamed):
            write_suggestions(model, pks, change.using)
        for pks in _batches(_known_otherwise(model, change) - renamed):
            weigh(model, pks, change.using)


def _batches(pks):
    """Keys in lists of BATCH: a database takes only so many at once."""
    pks = sorted(pks)
    return (pks[at : at + BATCH] for at in range(0, len(pks), BATCH))


def _renamed(model, change):
    """Keys of the rows of `model` that came, went, or are called otherwise."""
    pks = {row.pk for row in change.rows_of(model, NAMES[model])}
    pks |= change.gone.get(model, {}).keys()
    if model in MORE_NAMES:
        beside, key, column = MORE_NAMES[model]
        rows = change.rows_of(beside, (key, column))
        pks |= _owners([*rows, *change.gone.get(beside, {}).values()], key)
    return pks


def _known_otherwise(model, change):
    """Keys of the rows of `model` that the public record may know more or less often."""
    if model not in KNOWN_BY:
        return set()
    knowing, key, _session = KNOWN_BY[model]
    rows = change.rows_of(knowing, (key,))
    pks = _owners([*rows, *change.gone.get(knowing, {}).values()], key)
    sessions = [row.pk for row in change.rows_of(Session, ("state", "publish_at"))]
    for batch in _batches(sessions):
        pks |= {pk for (pk,) in _KNOWN_FROM[model](change.using, sessions=batch)}
    return pks - {None}


def _owners(rows, key):
    return {getattr(row, f"{key}_id") for row in rows} - {None}


def keep_suggestions() -> None:
    """Listen to changes; called once, when Django is ready."""
    change_ending.connect(_bring_in_line, dispatch_uid="suggestions")


# ── All of them ──────────────────────────────────────────────────────────────────────────────


def named_in_all() -> int:
    """How many records have names to suggest.  One query for each kind."""
    return sum(model._default_manager.count() for model in NAMES)


def rebuild_suggestions(
    done: Callable[[int], object] = lambda number: None, using: str = "default"
) -> None:
    """Make all suggested words anew, 500 records a transaction, while others read and write.

    `done` is called with the number of records of each batch.
    """
    for model in NAMES:
        for pks in _batches_of_all(model, using):
            with transaction.atomic(using=using):
                # Its lock keeps others from writing between the reading and the words.
                move_content_version(using)
                move_names(using)
                write_suggestions(model, pks, using)
            done(len(pks))
        _of_nobody(model, using).delete()


def suggestions_astray(
    done: Callable[[int], object] = lambda number: None,
) -> Iterator[str]:
    """A sentence for every record whose words are not those of its names."""
    for model in NAMES:
        kind = model._meta.model_name
        for pks in _batches_of_all(model, "default"):
            words = words_by_row(model, pks, "default")
            kept: dict[int, set] = {pk: set() for pk in pks}
            for row, word in _kept(model, pks, "default"):
                kept[row].add(word)
            for pk in pks:
                if kept[pk] != words[pk]:
                    yield f"What is suggested for {kind} {pk} is not what it is called."
            done(len(pks))
        for row in (
            _of_nobody(model, "default").values_list("row", flat=True).distinct()
        ):
            yield f"{kind} {row} is gone, but is still suggested."


def _of_nobody(model, using):
    return _of_kind(model, using).exclude(
        row__in=model._base_manager.using(using).values("pk")
    )


def _batches_of_all(model, using):
    """The primary keys of all rows, in their order, in lists of BATCH."""
    after = 0
    while True:
        rows = model._base_manager.using(using).filter(pk__gt=after).order_by("pk")
        pks = list(rows.values_list("pk", flat=True)[:BATCH])
        if pks:
            yield pks
        if len(pks) < BATCH:
            return
        after = pks[-1]


def complete_suggestions(sender, using, **kwargs):
    """After `migrate`: the words of a record that has none yet."""
    tables = connections[using].introspection.table_names()
    if Suggestion._meta.db_table not in tables:
        return
    if not Suggestion.objects.using(using).exists():
        rebuild_suggestions(using=using)
