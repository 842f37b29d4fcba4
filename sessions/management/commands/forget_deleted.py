"""`manage.py forget_deleted`: removes for good what was deleted more than 30 days ago; once a day."""

from typing import Any

from sessions.forgetting import forget_deleted
from sessions.management.of_record import RecordCommand


class Command(RecordCommand):
    help = "Removes for good what was deleted more than 30 days ago, and files that nothing needs."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget_deleted()
        if options["verbosity"]:
            self.stdout.write("{} records, {} files removed.".format(*forgotten))
