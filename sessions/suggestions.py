"""What is suggested to a reader who types: public records whose names have words that begin so."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from commission.folding import fold
from commission.models import Commission, CooperationArea
from commission.prepared import Prepared
from participants.models import Organisation, Participant

from .models import Session, Suggestion
from .models.suggestion import SHORTEST_TYPED, sounds_of
from .suggesting import typed

MOST, MOST_OF_A_KIND = 10, 5
# More words than any name that is worth suggesting has.
MOST_WORDS, LONGEST_TYPED = 6, 100
# Commissions whose sessions of a number are looked for, the best known first.
MOST_COMMISSIONS = 50
# In the order in which they are suggested.
NAMED: list[type[Model]] = [Participant, Organisation, CooperationArea, Commission]
# What a session is called in the portal's languages: beside a number it says nothing more.
CALLED_SESSIONS = [fold(word) for word in ("session", "заседание", "отырыс", "mejlis")]


@dataclass(frozen=True)
class Suggested:
    """Records of one kind ("session", "participant" …), the best known first."""

    kind: str
    records: list[Any]


def suggested_for(text: str) -> list[Suggested]:
    """At most ten public records, by kind, each word of `text` beginning one of their names' words.

    Where those are few, words that sound so do as well: Атд suggests Atdaýew.  A number also means the
    sessions that have it.  Fourteen queries at most, none for a single letter.
    """
    words = typed(text[:LONGEST_TYPED])[:MOST_WORDS]
    if max(map(len, words), default=0) < SHORTEST_TYPED:
        return []
    found = [Suggested("session", _sessions(words))]
    for model in NAMED:
        found.append(Suggested(str(model._meta.model_name), _named(model, words)))
    return [each for each in _shared_out(found) if each.records]


def _shared_out(found):
    """No more than MOST in all: the longest gives way, the last of several."""
    while sum(len(each.records) for each in found) > MOST:
        longest = max(reversed(found), key=lambda each: len(each.records))
        longest.records.pop()
    return found


def _named(model, words):
    pks = _best_known(_BEST[model], words, MOST_OF_A_KIND)
    rows = {row.pk: row for row in _ROWS[model](pks=pks)}
    return [rows[pk] for pk in pks if pk in rows]


def _best_known(question: Prepared, words: list[str], most: int) -> list[int]:
    """Keys of the public rows with names in which each of `words` begins a word; then, where there is
    room, of those in which one begins that sounds so.  Two queries at most.
    """
    words = sorted(words, key=len, reverse=True)
    spelt = [[word] for word in words]
    sounding = [sounds_of(word, begins=True) or [word] for word in words]
    found = _asked(question, spelt)
    if len(found) < most and sounding != spelt:
        found += [pk for pk in _asked(question, sounding) if pk not in found]
    return found[:most]


def _asked(question, beginnings):
    """The longest word leads: the index has its rows from the best known down."""
    starts = sorted({each[:SHORTEST_TYPED] for each in beginnings[0]})
    words = {f"word_{place}": each for place, each in enumerate(beginnings)}
    rows = question(now=timezone.now(), starts=starts, **words)
    return [row for _weight, row in rows]


def _best(model: type[Model], most: int) -> Prepared:
    def question(now, starts, **words):
        first, *others = map(_begins_so, words.values())
        kept = Suggestion.objects.filter(kind=model._meta.model_name)
        same = kept.filter(row=OuterRef("row"))
        public = model._default_manager.published(at=now)  # type: ignore[attr-defined]
        rows = kept.filter(first, start__in=starts)
        for other in others:
            rows = rows.filter(Exists(same.filter(other)))
        rows = rows.filter(Exists(public.filter(pk=OuterRef("row"))))
        best = rows.order_by("-weight", "row").values_list("weight", "row")
        return best.distinct()[:most]

    return Prepared(question)


def _begins_so(beginnings):
    return reduce(or_, (Q(word__startswith=each) for each in beginnings))


def _by_key(model: type[Model]) -> Prepared:
    return Prepared(lambda pks: model._default_manager.filter(pk__in=pks).order_by())


_BEST = {model: _best(model, MOST_OF_A_KIND) for model in NAMED}
_ROWS = {model: _by_key(model) for model in NAMED}
_COMMISSIONS = _best(Commission, MOST_COMMISSIONS)


def _numbered(number, now):
    sessions = Session.objects.published(at=now).filter(number=number)
    return sessions.newest_first().select_related("commission")


_OF_ANY = Prepared(lambda number, now: _numbered(number, now)[:MOST_OF_A_KIND])


def _sessions(words):
    """Sessions of the number among `words`, the latest first; other words narrow to commissions."""
    numbers = [word for word in words if word.isdecimal() and len(word) <= 3]
    if len(numbers) != 1:
        return []
    number, now = int(numbers[0]), timezone.now()
    names = [word for word in words if word not in numbers and not _is_session(word)]
    if not names:
        return _OF_ANY(number=number, now=now)
    if max(map(len, names)) < SHORTEST_TYPED:
        return []
    commissions = _best_known(_COMMISSIONS, names, MOST_COMMISSIONS)
    sessions = _numbered(number, now).filter(commission__in=commissions)
    return list(sessions[:MOST_OF_A_KIND])


def _is_session(word):
    return any(called.startswith(word) for called in CALLED_SESSIONS)
