"""What a big session costs in the admin against a small one: python -m tests.load.session_page.

Both stand in a database of their own, made and removed here; the turns alternate, so that a busy
moment falls on both.  Prints the times that the processor worked, their ratio and the queries of each.
"""

import os
import sys
import tempfile
import time

import django

os.environ["DATA_DIR"] = tempfile.mkdtemp()
os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['DATA_DIR']}/page.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
os.environ.setdefault("SECOND_STEP", "no")
django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.factories import (
    make_area,
    make_commission,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_position,
    make_session,
)

SMALL, BIG = 6, 60
TURNS = 6


def made(rows: int) -> str:
    """The address of a session with so many passages and so many delegates."""
    commission = make_commission()
    session = make_session(commission=commission, state="draft")
    areas = [make_area(parent=make_area()) for _ in range(3)]
    sides = list(commission.sides.all())
    for n in range(rows):
        text = {f"text_{code}": f"The sides discussed matter {n}. " * 8 for code in ("en", "ru")}  # fmt: skip
        make_passage(session=session, areas=areas, **text)
        person, body = make_participant(), make_organisation()
        make_position(participant=person, organisation=body)
        make_member(session=session, participant=person, side=sides[n % 2])
    return reverse("admin:commission_sessions_session_change", args=[session.pk])


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = get_user_model().objects.create_superuser("clerk", password="x")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    addresses = {rows: made(rows) for rows in (SMALL, BIG)}
    best = dict.fromkeys(addresses, float("inf"))
    asked = {}
    for turn in range(TURNS + 1):
        for rows, address in addresses.items():
            with CaptureQueriesContext(connection) as queries:
                begun = time.process_time()
                answer = client.get(address)
                took = time.process_time() - begun
            assert answer.status_code == 200, answer.status_code
            asked[rows] = len(queries)
            if turn:
                best[rows] = min(best[rows], took)
    for rows in addresses:
        sys.stdout.write(f"{rows:3} passages and delegates: {best[rows] * 1000:6.0f} ms, {asked[rows]} queries\n")  # fmt: skip
    sys.stdout.write(f"ratio: {best[BIG] / best[SMALL]:.2f}\n")


if __name__ == "__main__":
    with override("en"):
        main()
