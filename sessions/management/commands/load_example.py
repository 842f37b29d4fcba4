"""`manage.py load_example`: a made-up commission that shows what a record can hold; never by itself."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db.models import ProtectedError

from sessions.importing.read import read_files
from sessions.importing.remove import remove_records

EXAMPLE = settings.BASE_DIR / "sessions" / "example"


class Command(BaseCommand):
    help = "Loads the example commission (sessions/example), or takes it away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove",
            action="store_true",
            help="take away all that the example's files hold",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = sorted(EXAMPLE.glob("*.toml"))
        if not options["remove"]:
            call_command("import_records", *files, verbosity=options["verbosity"])
            return
        records, _problems = read_files(files)
        try:
            removed = remove_records(records)
        except ProtectedError as error:
            raise CommandError(_needed(error)) from None
        if options["verbosity"]:
            self.stdout.write(f"{removed} rows removed.")


def _needed(error):
    rows = ", ".join(sorted({str(row._meta.verbose_name) for row in error.protected_objects}))  # fmt: skip
    return f"Nothing was removed: other records need the example ({rows}). Mend those first."
