"""`manage.py export_records --to DIR [COMMISSION…]`: the record as files (docs/records.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from commission.models import Commission
from sessions.exports.records import export_records
from sessions.importing.problems import did_you_mean
from sessions.management.of_record import RecordCommand


class Command(RecordCommand):
    help = "Writes the record as TOML files, drafts included: not for publication as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "commissions", nargs="*", metavar="COMMISSION", help="slugs; all by default"
        )
        parser.add_argument("--to", type=Path, required=True, metavar="DIR")

    def handle(
        self, *args: Any, commissions: list[str], to: Path, **options: Any
    ) -> None:
        rows = Commission.objects.order_by("slug")
        if commissions:
            _refuse_unknown(commissions)
            rows = rows.filter(slug__in=commissions)
        try:
            for path in export_records(to, rows):
                if options["verbosity"] > 0:
                    self.stdout.write(str(path))
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written or read ({error.strerror}): "
                "choose another directory, or mend its permissions."
            ) from None


def _refuse_unknown(slugs):
    known = set(Commission.objects.values_list("slug", flat=True))
    for slug in slugs:
        if slug not in known:
            meant = (
                did_you_mean(slug, known) or f": there are {', '.join(sorted(known))}"
            )
            raise CommandError(f"There is no commission “{slug}”{meant}.")
