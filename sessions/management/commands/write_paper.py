"""Writes a session's report, or a commission's book, to a file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import override

from commission.models import Commission
from sessions.management.of_record import RecordCommand
from sessions.models import Session
from sessions.papers import AVAILABLE, NAMES, PDF
from sessions.papers.commission_paper import commission_paper
from sessions.papers.forms import written
from sessions.papers.session_paper import session_paper


class Command(RecordCommand):
    help = "Writes the report of a public session (write_paper tm-kz 11), or all sessions of a commission as one book (write_paper tm-kz), as PDF or for Word."

    def add_arguments(self, parser):
        parser.add_argument("commission", help="the commission's slug")
        parser.add_argument(
            "session", nargs="?", help="the last part of its address; none: the book"
        )
        parser.add_argument("--form", choices=list(NAMES), default=PDF)
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")  # fmt: skip
        parser.add_argument("--to", type=Path, help="the file (or named by what it is, here)")  # fmt: skip

    def handle(self, *args, commission, session, form, language, to, **options):
        if form not in AVAILABLE:
            raise CommandError(
                f"{NAMES[form]} needs libraries that are not installed: "
                "pip install --require-hashes -r requirements-docs.txt; "
                "for PDF also Pango, on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0."
            )
        with override(language):
            made = written(_paper(commission, session), form)
        name = "-".join(filter(None, [commission, session, language]))
        file = to or Path(f"{name}.{form}")
        file.write_bytes(made)
        self.stdout.write(f"Wrote {file} ({len(made):,} bytes).")


def _paper(slug, key):
    commission = Commission.objects.published().with_sides().filter(slug=slug).first()
    if commission is None:
        raise CommandError(f"There is no public commission “{slug}”.")
    if not key:
        return commission_paper(commission)
    sessions = Session.objects.published().select_related("commission")
    session = sessions.filter(commission=commission, key=key).first()
    if session is None:
        raise CommandError(f"“{slug}” has no public session “{key}”.")
    return session_paper(session)
