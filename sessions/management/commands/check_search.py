"""`manage.py check_search`: proves that index, register and suggestions agree with the record (docs/search.md)."""

from itertools import chain, islice
from typing import Any

from django.core.management import CommandError

from sessions.decision_entries import (
    decision_disagreements,
    decisions_in_all,
)
from sessions.management.of_record import RecordCommand
from sessions.management.progress import Progress
from sessions.rebuilding import disagreements, records_in_all
from sessions.register import entry_disagreements, sessions_in_all
from sessions.suggesting import named_in_all, suggestions_astray

MOST_SHOWN = 20


class Command(RecordCommand):
    help = "Compares what is searched and counted with the record; exits with 1 when they do not agree."

    def handle(self, *args: Any, **options: Any) -> None:
        total = (
            records_in_all() + sessions_in_all() + decisions_in_all() + named_in_all()
        )
        progress = Progress("Comparing", total, options["verbosity"] > 0)
        found = chain(
            disagreements(progress.add),
            entry_disagreements(progress.add),
            decision_disagreements(progress.add),
            suggestions_astray(progress.add),
        )
        shown = list(islice(found, MOST_SHOWN))
        more = sum(1 for _sentence in found)
        if shown:
            ending = [f"… and {more} more."] if more else []
            advice = "Run manage.py rebuild_search."
            raise CommandError("\n".join([*shown, *ending, advice]))
        self.stdout.write(
            f"Search index, register and suggestions agree with the record ({records_in_all()} records)."
        )
