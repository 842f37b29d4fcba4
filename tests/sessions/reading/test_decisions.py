"""Sentences that look like decisions, with who answers and by when."""

import datetime

import pytest

from sessions.reading import Trust, read

from .known import ENERGY_KZ, ENERGY_TM, KNOWN

DAY = datetime.date


def decisions(text):
    found = read(text, KNOWN).decisions
    return [
        (d.value.words, [b.value.key for b in d.value.bodies if b.trust > Trust.LOW], d.value.due)
        for d in found if d.trust > Trust.LOW
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "bodies", "due"),
    [
        ("The sides agreed to open a route by 1 September 2024.", [], (DAY(2024, 9, 1), "day")),
        ("The Ministry of Energy of Kazakhstan was instructed to report by the end of 2024.",
         [ENERGY_KZ], (DAY(2024, 1, 1), "year")),
        ("The ministries of both sides, the Ministry of Energy among them, were tasked to meet.",
         [ENERGY_KZ, ENERGY_TM], None),
        ("It was decided to meet in the first half of 2025.", [], (DAY(2025, 6, 1), "month")),
        ("Поручить Министерству энергетики Туркменистана представить план до 1 июня 2024 года.",
         [ENERGY_TM], (DAY(2024, 6, 1), "day")),
        ("Стороны договорились завершить работу к концу 2025 года.", [], (DAY(2025, 1, 1), "year")),
        ("Министрлікке 2024 жылғы 1 қыркүйекке дейін ұсыныс әзірлеу тапсырылды.", [], (DAY(2024, 9, 1), "day")),
        ("Taraplar täze ýol açmak barada ylalaşdylar we şertnama baglaşdylar.", [], None),
    ],
)  # fmt: skip
def test_a_sentence_with_its_bodies_and_its_due_date(words, bodies, due):
    assert decisions(words) == [(words, bodies, due)]


def test_points_under_a_decision_are_decisions_without_their_numbers():
    text = "The sides decided:\n\n1. To open a route by May 2024.\n\n2. To exchange lists of goods.\n\nThe session then closed."
    assert decisions(text) == [
        ("To open a route by May 2024.", [], (DAY(2024, 5, 1), "month")),
        ("To exchange lists of goods.", [], None),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "It is generally agreed that the dialogue is good.",
        "The sides noted the agreements reached before.",
        "Стороны отметили рост торговли.",
        "The next session will be held in Astana.",
    ],
)
def test_what_is_noted_is_not_decided(words):
    assert decisions(words) == []
