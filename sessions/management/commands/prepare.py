"""Everything between the code and serving it; each chore is skipped when there is nothing to do."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import (
    ManifestStaticFilesStorage,
    staticfiles_storage,
)
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrates the database, compiles translations and collects static files, where any of it is needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-migrate", action="store_true", help="leave the database alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_migrate"]:
            migrate()
        for directory in settings.LOCALE_PATHS:
            compile_translations(Path(directory))
        collect_static(settings.DATA_DIR / "static.fingerprint")


def migrate() -> None:
    # The tests compile translations before Django knows its models.
    from sessions.rebuilding import is_outdated
    from sessions.register import complete_entries

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise CommandError(
            f"The database does not answer ({str(error).strip().splitlines()[0]}): start it, or mend DATABASE_URL."
        ) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    elif is_outdated(connection.alias):
        # After a migration it is made anew as well.
        call_command("rebuild_search")
    # A migration that was cut off before its end left them out.
    complete_entries(connection.alias)


def compile_translations(directory: Path) -> None:
    """Write each .po file's .mo beside it when it is older or absent; gettext itself is not needed."""
    for source in directory.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
        except (PoFileError, ValueError) as error:
            raise CommandError(f"{source} cannot be read: {error}.") from None
        with compiled.open("wb") as file:
            write_mo(file, catalog)


def collect_static(fingerprint_file: Path) -> None:
    """Collect, hash and compress the static files unless the fingerprint says that none changed."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return
    fingerprint = static_fingerprint()
    if fingerprint_file.exists() and fingerprint_file.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    fingerprint_file.write_text(fingerprint)


def static_fingerprint() -> str:
    """A hash of every static file's path, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(
                f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()
