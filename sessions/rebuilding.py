"""Making the search index anew, and proving that it agrees with the record."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.db import connections, transaction
from django.db.models import Model

from commission.models import (
    ContentVersion,
    RegisterEntry,
    move_content_version,
    move_names,
)
from participants.models import Organisation, Participant

from .appearing import appearances_of, write_appearances
from .indexing import OWNERS, digest_rows, streams_of, write_digests
from .models import Appearance, DelegationMember, KnownWord, SessionDigest
from .models.digest import MOST_PARTS, Digest, place_of, places_of, record_at
from .models.full_text import (
    ensure_full_text,
    full_text_problem,
    rebuild_full_text,
)
from .search.tokens import TOKENS
from .vocabulary import words_in

BATCH = 100
# PostgreSQL takes 65,535 parameters to a statement; a hundred long reports bring more words.
MOST_WORDS = 30_000


def records_in_all() -> int:
    """How many records have digests.  One query for each kind."""
    return sum(owner._default_manager.count() for _digest, owner in OWNERS)


def rebuild(done: Callable[[int], object] = lambda number: None, using="default"):
    """Make every digest anew, a batch of records a transaction, while others read and write.

    `done` is called with the number of records of each batch.
    """
    connection = connections[using]
    ensure_full_text(connection)
    if full_text_problem(connection):
        rebuild_full_text(connection)
    KnownWord.objects.using(using).all().delete()
    for digest, owner in OWNERS:
        for after, keys, until in _batches(owner, using):
            with transaction.atomic(using=using):
                _wait_for_writers(using)
                _make_anew(digest, owner, after, keys, until, using)
            done(len(keys))
    _have_all_asked_again(using)


def _have_all_asked_again(using):
    """Processes may have kept what they found, of sessions and of names."""
    with transaction.atomic(using=using):
        number = move_content_version(using)
        move_names(using)
        RegisterEntry.objects.using(using).update(version=number)


def _wait_for_writers(using):
    """Until the end of the transaction nobody changes the record between its reading and its digest."""
    list(ContentVersion.objects.using(using).select_for_update())


def _batches(owner: type[Model], using) -> Iterator[tuple[int, list[int], int | None]]:
    """(after, primary keys, until): the keys between `after` and `until`, None at the end."""
    rows = owner._base_manager.using(using).order_by("pk")
    after: int | None = 0
    while after is not None:
        keys = list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH])
        until = keys[-1] if len(keys) == BATCH else None
        yield after, keys, until
        after = until


def _make_anew(digest, owner, after, keys, until, using):
    if owner in (Participant, Organisation):
        _appear_anew(owner, after, keys, until, using)
    streams = streams_of(digest, owner, keys, using)
    _between(digest, owner, after, until, using).exclude(
        place__in=list(streams)
    ).delete()
    write_digests(digest, streams, using, {})


def _appear_anew(owner, after, keys, until, using):
    _kept_appearances(owner, after, until, using).delete()
    people, bodies = (keys, ()) if owner is Participant else ((), keys)
    write_appearances(people, bodies, using)


def _kept_appearances(owner, after, until, using):
    """Those of people, or of bodies without people, with keys past `after` up to `until`."""
    name = owner._meta.model_name
    kept = Appearance.objects.using(using).filter(**{f"{name}__gt": after})
    if until is not None:
        kept = kept.filter(**{f"{name}__lte": until})
    return kept if owner is Participant else kept.filter(participant=None)


def _between(digest, owner, after, until, using):
    """The parts of digests of records with keys past `after` up to `until`."""
    kind = digest.kinds[owner]
    last = places_of(kind)[1] if until is None else place_of(kind, until + 1) - 1
    parts = digest._base_manager.using(using)
    return parts.filter(place__gte=place_of(kind, after + 1), place__lte=last)


def disagreements(done: Callable[[int], object] = lambda number: None) -> Iterator[str]:
    """A sentence for everything in which index and record do not agree; none when all is well."""
    if problem := full_text_problem(connections["default"]):
        yield problem
    if is_outdated("default"):
        yield "The index was made by other rules for words than those of today."
    for digest, owner in OWNERS:
        for after, keys, until in _batches(owner, "default"):
            yield from _stale(digest, owner, after, keys, until)
            if owner in (Participant, Organisation):
                yield from _misplaced(owner, after, keys, until)
            done(len(keys))


def _stale(
    digest: type[Digest], owner: type[Model], after: int, keys: list[int], until
) -> Iterator[str]:
    kind = owner._meta.model_name
    streams = streams_of(digest, owner, keys, "default")
    kept = {row.place: row for row in _between(digest, owner, after, until, "default")}
    for place, stream in streams.items():
        wanted = digest_rows(digest, place, stream)
        key = record_at(place)[1]
        if place not in kept:
            yield f"{kind} {key} has no digest."
        elif any(_differs(kept.get(row.place), row) for row in wanted):
            yield f"The digest of {kind} {key} is not what the record says."
        elif place + len(wanted) in kept:
            yield f"The digest of {kind} {key} has a part too many."
        for part in range(MOST_PARTS):
            kept.pop(place + part, None)
    for key in sorted({record_at(place)[1] for place in kept}):
        yield f"{kind} {key} is gone, but its digest is there."
    unknown = _unknown_words(streams)
    if unknown:
        yield f"The word “{unknown}” is not known, but stands in a {kind}."


def _misplaced(owner, after, keys, until):
    people, bodies = (keys, ()) if owner is Participant else ((), keys)
    wanted = appearances_of(people, bodies, "default")
    kept = Counter()
    for row in _kept_appearances(owner, after, until, "default"):
        pair = (row.participant_id, row.organisation_id)
        kept[pair, bytes(row.sessions)] += 1
    for (person, body), _sessions in (Counter(wanted.items()) - kept) + (
        kept - Counter(wanted.items())
    ):
        key = person if owner is Participant else body
        yield f"{owner._meta.model_name} {key} appears in other sessions than the index says."


def _differs(kept, wanted):
    return kept is None or (kept.stream, kept.tokens) != (wanted.stream, wanted.tokens)


def _unknown_words(streams):
    """The first word of the streams that is not among the known ones, "" when all are."""
    words = sorted({word for stream in streams.values() for word in words_in(stream)})
    for at in range(0, len(words), MOST_WORDS):
        some = words[at : at + MOST_WORDS]
        known = KnownWord.objects.filter(pk__in=some).values_list("pk", flat=True)
        if unknown := set(some).difference(known):
            return min(unknown)
    return ""


def is_outdated(using: str) -> bool:
    """True when digests were made by other rules for tokens, or never.  A dozen small queries.

    A rebuild goes from the first record to the last: those two are looked at.
    """
    members = DelegationMember._base_manager.using(using)
    if members.exists() and not Appearance.objects.using(using).exists():
        return True
    return any(_lags(digest, owner, using) for digest, owner in OWNERS)


def _lags(digest, owner, using):
    kept = _between(digest, owner, 0, None, using).order_by("place")
    rules = kept.values_list("rules", flat=True)
    ends = {rules.first(), rules.last()}
    if ends == {None}:
        return owner._base_manager.using(using).exists()
    return ends != {TOKENS}


def complete_index(sender, using, **kwargs):
    """After `migrate`: make what the database lacks, and all digests where they are outdated."""
    connection = connections[using]
    if SessionDigest._meta.db_table not in connection.introspection.table_names():
        return
    ensure_full_text(connection)
    if is_outdated(using):
        rebuild(using=using)
