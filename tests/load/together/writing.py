"""A writer: publishes, withdraws and corrects its own sessions, and looks at once for what it did.

python -m tests.load.together.writing <number> <port> <seconds>
"""

import json
import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from django.contrib.auth import get_user_model

from commission.actions import publish, withdraw
from sessions.models import Session

from . import COMMISSION, EVERYWHERE, SESSIONS, WRITERS
from .pages import ask, search

# So often after every change, over new connections: both of the server's processes are asked.
LOOKS = 4


class Writer:
    def __init__(self, number, port):
        self.port, self.chance = port, random.Random(number)
        self.by = get_user_model().objects.get(username=COMMISSION)
        numbers = range(number * SESSIONS + 1, (number + 1) * SESSIONS + 1)
        self.sessions = list(
            Session.objects.select_related("commission").filter(
                commission__slug=COMMISSION, number__in=numbers
            )
        )
        self.words = {session.pk: [] for session in self.sessions}
        self.changes, self.wrong = 0, []

    def turn(self):
        """One change, and what visitors see of it."""
        session = self.chance.choice(self.sessions)
        if not session.is_published:
            publish(record=session, by=self.by)
        elif self.chance.random() < 0.5:
            withdraw(record=session, by=self.by)
        else:
            self.correct(session)
        self.changes += 1
        for _look in range(LOOKS):
            self.look(session)

    def correct(self, session):
        """Put another word into the passage; only the last one may find it from now on."""
        passage = session.passages.get(number=1)
        self.words[session.pk].append(f"zu{session.pk}x{time.time_ns()}")
        passage.text_en = f"Here {EVERYWHERE} spoke of {self.words[session.pk][-1]}."
        passage.save()

    def look(self, session):
        path = session.get_absolute_url()
        self.expect(
            ask(self.port, path).status, 200 if session.is_published else 404, path
        )
        *former, latest = ["", *self.words[session.pk]]
        if latest:
            self.expect(
                search(self.port, latest).count,
                int(session.is_published),
                f"the search {latest}",
            )
        if former and former[-1]:
            self.expect(
                search(self.port, former[-1]).count,
                0,
                f"the search {former[-1]}, corrected since",
            )

    def expect(self, given, wanted, what):
        if given != wanted:
            self.wrong.append(
                f"{what} gave {given} after a change that makes it {wanted}."
            )


def main(number, port, seconds):
    if not 0 <= number < WRITERS:
        raise SystemExit(f"There are writers 0 to {WRITERS - 1}.")
    writer, until = Writer(number, port), time.monotonic() + seconds
    while time.monotonic() < until:
        writer.turn()
    return {"changes": writer.changes, "wrong": writer.wrong}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
