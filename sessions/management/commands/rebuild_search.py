"""`manage.py rebuild_search`: makes search index, register and suggestions anew (docs/search.md)."""

from typing import Any

from sessions.decision_entries import (
    decisions_in_all,
    rebuild_decision_entries,
)
from sessions.management.of_record import RecordCommand
from sessions.management.progress import Progress
from sessions.rebuilding import rebuild, records_in_all
from sessions.register import rebuild_entries, sessions_in_all
from sessions.suggesting import named_in_all, rebuild_suggestions


class Command(RecordCommand):
    help = (
        "Makes what is searched and counted anew from the record, while the site runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = records_in_all()
        progress = Progress(
            "Reading",
            total + sessions_in_all() + decisions_in_all() + named_in_all(),
            options["verbosity"] > 0,
        )
        rebuild(progress.add)
        rebuild_entries(progress.add)
        rebuild_decision_entries(progress.add)
        rebuild_suggestions(progress.add)
        self.stdout.write(
            f"Search index, register and suggestions were made anew from {total} records."
        )
