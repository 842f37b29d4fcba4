"""Holds what reading proposes against the right answers: precision and recall for each kind."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sessions.importing.written_dates import read_period, write_date, write_period
from sessions.reading import Gazetteer, Reading, Trust, read

TEXTS = Path(__file__).parent / "texts"
KINDS = ("commission", "kind and number", "date", "place", "person", "side and role", "area", "decision",
         "responsible body", "due date", "figure")  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """A text, with what it should be read as."""

    name: str
    text: str
    held_out: bool
    right: dict[str, Any]


@dataclass
class Score:
    """`missed` and `wrong` are what they were, for whoever mends the rules."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        proposed = self.right + len(self.wrong)
        return self.right / proposed if proposed else None

    @property
    def recall(self) -> float | None:
        wanted = self.right + len(self.missed)
        return self.right / wanted if wanted else None


def texts(folder: Path = TEXTS) -> Iterator[Measured]:
    for path in sorted(folder.glob("*.toml")):
        values = tomllib.loads(path.read_text())
        yield Measured(
            path.stem,
            values["text"].strip(),
            values.get("held_out", False),
            values["right"],
        )


def measure(each: Iterable[Measured], gazetteer: Gazetteer) -> dict[str, Score]:
    """A Score for each of KINDS, over all the texts.  What is proposed with low trust counts as proposed
    only where the page would fill it in or tick it."""
    scores = {kind: Score() for kind in KINDS}
    for text in each:
        proposed = dict(answers_of(read(text.text, gazetteer)))
        wanted = dict(_wanted(text.right))
        for kind in KINDS:
            _compare(
                scores[kind], text.name, wanted.get(kind, []), proposed.get(kind, [])
            )
    return scores


def _compare(score, name, wanted, proposed):
    wanted, proposed = Counter(wanted), Counter(proposed)
    score.right += (wanted & proposed).total()
    score.missed += [f"{name}: {value}" for value in (wanted - proposed).elements()]
    score.wrong += [f"{name}: {value}" for value in (proposed - wanted).elements()]


# ── What is right ────────────────────────────────────────────────────────────────────────────


def _wanted(right):
    yield "commission", [right["commission"]] if "commission" in right else []
    yield (
        "kind and number",
        [f"{right['kind']} {right.get('number', '')}".strip()]
        if "kind" in right
        else [],
    )
    yield (
        "date",
        [f"{right['date']} {right.get('until', '')}".strip()]
        if "date" in right
        else [],
    )
    yield "place", [right["place"]] if "place" in right else []
    people = right.get("people", [])
    yield "person", [who for who, _side, _role in people]
    yield "side and role", [f"{who} {side} {role}" for who, side, role in people]
    yield (
        "area",
        [
            f"{n} {area}"
            for n, areas in enumerate(right.get("areas", []), 1)
            for area in areas
        ],
    )
    decisions = right.get("decisions", [])
    yield "decision", [_first_words(each["begins"]) for each in decisions]
    yield (
        "responsible body",
        [
            f"{_first_words(each['begins'])} {body}"
            for each in decisions
            for body in each.get("bodies", [])
        ],
    )
    yield (
        "due date",
        [
            f"{_first_words(each['begins'])} {each['due']}"
            for each in decisions
            if "due" in each
        ],
    )
    yield (
        "figure",
        [_figure_wanted(*figure) for figure in right.get("figures", [])],
    )


def _figure_wanted(indicator, value, period, change):
    """The period in its shortest form."""
    period = write_period(*read_period(period)) if period else ""
    return " ".join(filter(None, (indicator, value, period, change)))


# ── What is proposed ─────────────────────────────────────────────────────────────────────────


def answers_of(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    yield "commission", [str(each.value) for each in reading.commissions[:1]]
    yield (
        "kind and number",
        [
            f"{s.value.kind} {s.value.number or ''}".strip()
            for s in reading.sessions[:1]
        ],
    )
    yield "date", [_date(each.value) for each in reading.dates[:1]]
    yield "place", [each.value.name for each in reading.places[:1]]
    people = [
        each
        for each in reading.people
        if each.trust > Trust.LOW or len(each.value.candidates) > 1
    ]
    yield "person", [_who(each.value) for each in people]
    yield (
        "side and role",
        [f"{_who(p.value)} {p.value.country} {p.value.role}" for p in people],
    )
    passages = [each for each in reading.passages if not each.is_heading]
    yield (
        "area",
        [
            f"{n} {area.value}"
            for n, each in enumerate(passages, 1)
            for area in each.areas
            if area.trust > Trust.LOW
        ],
    )
    yield from _decided(
        [each.value for each in reading.decisions if each.trust > Trust.LOW]
    )
    yield "figure", [_figure(each.value) for each in reading.figures]


def _date(value):
    written = write_date(value.day, value.precision)
    return f"{written} {value.until or ''}".strip()


def _who(person):
    if person.is_new:
        return f"new: {person.name}"
    if person.key is None:
        return f"choice: {' '.join(sorted(map(str, person.candidates)))}"
    return str(person.key)


def _decided(decisions):
    yield "decision", [_beginning(each) for each in decisions]
    yield (
        "responsible body",
        [
            f"{_beginning(each)} {body.value.key}"
            for each in decisions
            for body in each.bodies
            if body.trust > Trust.LOW
        ],
    )
    yield (
        "due date",
        [
            f"{_beginning(each)} {write_date(*each.due)}"
            for each in decisions
            if each.due
        ],
    )


def _beginning(decision):
    return _first_words(decision.words)


def _first_words(words):
    """As many as tell the decisions of one text apart."""
    return " ".join(words.split()[:3])


def _figure(figure):
    period = write_period(figure.start, figure.end) if figure.start else ""
    change = f"{figure.change.normalize():f}" if figure.change is not None else ""
    return " ".join(
        filter(
            None,
            (str(figure.indicator), f"{figure.value.normalize():f}", period, change),
        )
    )


__all__ = ["KINDS", "Measured", "Score", "measure", "texts"]
