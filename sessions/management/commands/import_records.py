"""`manage.py import_records FILE…`: records files into the database (docs/records.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from sessions.importing.files import import_files
from sessions.management.of_record import RecordCommand
from sessions.management.progress import Progress


class Command(RecordCommand):
    help = "Imports records files (TOML or JSON): all of them, or nothing when anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, and write nothing",
        )

    def handle(
        self, *args: Any, files: list[Path], dry_run: bool, **options: Any
    ) -> None:
        show = options["verbosity"] > 0
        outcome = import_files(
            files,
            dry_run=dry_run,
            progress=lambda verb, total: Progress(verb, total, show).step,
        )
        if outcome.problems:
            raise CommandError(_told(outcome.problems))
        if show:
            counts = "{} created, {} changed, {} unchanged, {} removed".format(*outcome)
            ending = " (a dry run: nothing was written)" if dry_run else ""
            self.stdout.write(f"{counts}{ending}.")


def _told(problems):
    """One line for each problem."""
    lines = [str(problem) for problem in problems]
    thing = "1 thing is" if len(lines) == 1 else f"{len(lines)} things are"
    return "\n".join([f"Nothing was imported: {thing} to be mended first.", *lines])
