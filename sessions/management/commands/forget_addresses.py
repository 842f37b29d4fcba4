"""`manage.py forget_addresses`: deletes the addresses of readers whose reports were answered 30 days ago."""

from typing import Any

from sessions.actions import forget_addresses
from sessions.management.of_record import RecordCommand


class Command(RecordCommand):
    help = "Deletes readers' addresses from error reports that were answered 30 days ago or earlier."

    def handle(self, *args: Any, **options: Any) -> None:
        number = forget_addresses()
        if options["verbosity"] > 0:
            self.stdout.write(f"{number} addresses deleted.")
