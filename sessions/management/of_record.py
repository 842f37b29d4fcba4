"""Commands that work with the record, and say what to do where there is no place for it yet."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class RecordCommand(BaseCommand):
    """Where the database refuses because it was not migrated, a CommandError says so.

    Asked only then: the graph of migrations takes longer to read than most commands take.
    """

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except DatabaseError:
            # Within a transaction that has failed nothing can be asked.
            if connection.in_atomic_block or not _is_behind():
                raise
            raise CommandError(
                "The database is not as this version of the portal needs it: run `manage.py migrate` first."
            ) from None


def _is_behind():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
