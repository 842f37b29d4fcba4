"""What each kind of page costs: its time against a bare view's, its queries and its weight.

The bare view is /healthz: the same middleware, one query, no template. A ratio says more than
milliseconds, which belong to the machine. The last columns are the page in the other languages, in
times of the English one. The last row is a PDF. DATA_DIR or DATABASE_URL names the records.
"""

import gzip
import os
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from commission.models import Agreement, Commission, CooperationArea
from participants.models import Organisation, Participant
from sessions.models import Decision, Passage, Session
from sessions.papers import AVAILABLE, PDF
from sessions.papers.forms import written
from sessions.papers.session_paper import session_paper

TURNS = 30
# A paper takes seconds.
TURNS_OF_A_PAPER = 3
LISTS = [
    "sessions:home",
    "sessions:session-list",
    "sessions:decision-list",
    "commission:commission-list",
    "commission:area-list",
    "commission:agreement-list",
    "participants:participant-list",
    "participants:organisation-list",
]
NOUNS = [
    Session,
    Passage,
    Decision,
    Commission,
    CooperationArea,
    Agreement,
    Participant,
    Organisation,
]


def addresses() -> Iterator[tuple[str, str]]:
    """Every list, and the latest record of each noun that has one."""
    for name in LISTS:
        yield name, reverse(name)
    for noun in NOUNS:
        record = noun.objects.published().order_by("-pk").first()
        if record:
            yield noun._meta.verbose_name, record.get_absolute_url()


def seconds(client: Client, address: str) -> float:
    """The best of many turns: what else the machine does only adds to the others."""
    client.get(address)
    turns = []
    for _turn in range(TURNS):
        begun = time.perf_counter()
        client.get(address)
        turns.append(time.perf_counter() - begun)
    return min(turns)


def beside_english(client: Client, address: str) -> list[float]:
    """Of each other language, what the page at `address` takes there in times of the English one.

    In time of the processor, which no other process adds to; their turns alternate.  Records that have
    no text in a language fall back to another: of the demo's, most in Kazakh and Turkmen.
    """
    codes = [code for code, _name in settings.LANGUAGES]
    best = dict.fromkeys(codes, float("inf"))
    for turn in range(TURNS + 1):
        for code in codes:
            begun = time.process_time()
            client.get(address.replace("/en/", f"/{code}/", 1))
            if turn:
                best[code] = min(best[code], time.process_time() - begun)
    return [best[code] / best["en"] for code in codes if code != "en"]


def longest_report(bare: float) -> Iterator[str]:
    """The row of the PDF of the longest report, in English, laid out anew each time: the portal keeps it
    until the record changes.  None where no PDF can be made, or there is no session.
    """
    sessions = Session.objects.published().select_related("commission")
    session = sessions.annotate(length=Count("passages")).order_by("-length").first()
    if PDF not in AVAILABLE or session is None:
        return
    turns = []
    for _turn in range(TURNS_OF_A_PAPER):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            made = written(session_paper(session), PDF)
        turns.append(time.perf_counter() - begun)
    took, weight = min(turns), len(gzip.compress(made, 6)) / 1000
    name = f"longest report, {session.length} passages, PDF"
    yield f"{name:32}{took / bare:8.1f}{took * 1000:8.1f}{len(queries):9}{weight:9.1f}"


def main() -> None:
    client = Client(headers={"host": "localhost"})
    bare = seconds(client, "/healthz")
    lines = [
        f"{'page':32}{'× bare':>8}{'ms':>8}{'queries':>9}{'KB gzip':>9}{'ru':>7}{'kk':>7}{'tk × en':>9}"
    ]
    for name, address in [(str(name), address) for name, address in addresses()]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        asked = len(queries)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        took = seconds(client, address)
        ru, kk, tk = beside_english(client, address)
        weight = len(gzip.compress(answer.content, 6)) / 1000
        lines.append(
            f"{name:32}{took / bare:8.1f}{took * 1000:8.1f}{asked:9}{weight:9.1f}"
            f"{ru:7.2f}{kk:7.2f}{tk:9.2f}"
        )
    lines += longest_report(bare)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    with override("en"):
        main()
