"""`manage.py build_downloads`: the files of the whole public record (docs/open-record.md)."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from sessions.downloads.building import BeingBuiltError, build, is_current
from sessions.downloads.built import built_downloads
from sessions.management.of_record import RecordCommand
from sessions.management.progress import Progress


class Command(RecordCommand):
    help = "Makes the downloads of the whole public record anew, when it has changed since they were made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also when nothing has changed"
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        speaks = options["verbosity"] > 0
        if not force and is_current():
            self.say(speaks, "Nothing has changed since the downloads were made.")
            return
        # What the portal itself is made of stays: it need not be looked through for what can go.
        gc.freeze()
        try:
            build(lambda total: Progress("Writing", total, speaks).add)
        except BeingBuiltError:
            raise CommandError(
                "The downloads are being made by another command: wait until it has ended."
            ) from None
        except OSError as error:
            raise CommandError(
                f"{error.filename or settings.DOWNLOADS_ROOT} cannot be written ({error.strerror}): "
                "make room on the disk, or mend the permissions of the folder."
            ) from None
        built = built_downloads()
        number = len(built.files) if built else 0
        self.say(speaks, f"{number} files in {settings.DOWNLOADS_ROOT}.")

    def say(self, speaks: bool, sentence: str) -> None:
        if speaks:
            self.stdout.write(sentence)
