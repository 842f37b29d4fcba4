"""`manage.py send_digests`: tells those who follow by mail what changed; run it every few minutes."""

from typing import Any

from django.core.management import CommandError

from sessions.following.sending import (
    MailServerAwayError,
    is_mail_set_up,
    send_waiting,
    write_digests,
)
from sessions.following.wishes import forget
from sessions.management.of_record import RecordCommand

# Servers that look through a letter before they take it need their time, and one that is given up on
# is sent it again.  Of the dozen answers that a letter may need, all together take less than TO_SEND.
PATIENCE = 60


class Command(RecordCommand):
    help = "Writes and sends what changed to those who follow by mail; deletes addresses that were not confirmed."

    def handle(self, *args: Any, **options: Any) -> None:
        forget()
        if not is_mail_set_up():
            raise CommandError("Mail is not set up, so nothing was sent: set MAIL_URL and MAIL_FROM.")  # fmt: skip
        written = write_digests()
        try:
            sent = send_waiting(patience=PATIENCE)
        except MailServerAwayError as error:
            raise CommandError(f"The mail server did not take the letters, which wait for the next time: {error}") from error  # fmt: skip
        if options["verbosity"] > 0:
            self.stdout.write(f"{written} letters written, {sent} sent.")
