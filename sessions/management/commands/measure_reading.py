"""`manage.py measure_reading`: precision and recall of what is read from texts (docs/from-a-text.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from sessions.measuring.known import known_from_files
from sessions.measuring.measure import KINDS, Score, measure, texts


class Command(BaseCommand):
    help = "Measures reading on texts with known answers: those it was made with, and those held out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--wrong", action="store_true", help="say what was missed and what was wrong"
        )  # fmt: skip

    def handle(self, *args: Any, wrong: bool, **options: Any) -> None:
        gazetteer, all_texts = known_from_files(), list(texts())
        for held_out in (False, True):
            chosen = [text for text in all_texts if text.held_out is held_out]
            name = "held out" if held_out else "made with"
            self.stdout.write(f"{name} ({len(chosen)} texts)")
            self.stdout.write(f"{'kind':<18}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}")  # fmt: skip
            scores = measure(chosen, gazetteer)
            for kind in KINDS:
                self.stdout.write(_line(kind, scores[kind]))
                if wrong:
                    self._tell(scores[kind])
            self.stdout.write("")

    def _tell(self, score: Score) -> None:
        for sign, values in (("-", score.missed), ("+", score.wrong)):
            for value in values:
                self.stdout.write(f"    {sign} {value}")


def _line(kind: str, score: Score) -> str:
    numbers = f"{score.right:>7}{len(score.wrong):>7}{len(score.missed):>8}"
    return f"{kind:<18}{numbers}{_share(score.precision):>11}{_share(score.recall):>8}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
