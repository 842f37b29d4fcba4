"""`manage.py rebuild_search`: makes the search index anew (docs/search.md)."""

from typing import Any

from django.core.management import BaseCommand

from sessions.management.progress import Progress
from sessions.rebuilding import rebuild, records_in_all


class Command(BaseCommand):
    help = "Makes the search index anew from the record, while the site runs."

    def handle(self, *args: Any, **options: Any) -> None:
        total = records_in_all()
        rebuild(Progress("Reading", total, options["verbosity"] > 0).add)
        self.stdout.write(f"The search index was made anew from {total} records.")
