"""What searching costs: python -m tests.load.search [sessions] [passages a session].

Fills an empty database (DATA_DIR or DATABASE_URL names it, `manage.py migrate` has been run) with a
seeded record, whose words are as frequent as words are (the n-th in 1/n of the places), and prints
times in milliseconds: of searches by how many sessions they find, and of what writing costs.
"""

import datetime
import os
import random
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from commission.actions import publish
from commission.models import Commission
from sessions.management.progress import Progress
from sessions.models import Passage, SearchEntry, Session
from sessions.rebuilding import write_entries

LETTERS = {"en": "aeioubdglmnrst", "ru": "аеиоубдглмнрст"}
PASSAGE_WORDS = 60
TURNS = 15
BATCH = 200


def vocabulary(chance, language, size=8_000):
    words = set()
    while len(words) < size:
        words.add("".join(chance.choices(LETTERS[language], k=chance.randint(4, 9))))
    ordered = sorted(words)
    chance.shuffle(ordered)
    return ordered


def make_record(sessions, passages, words):
    chance = random.Random(7)
    weights = [1 / n for n in range(1, len(words["en"]) + 1)]
    commission = Commission.objects.create(
        slug="load", name_en="Load", short_name_en="Load", **public()
    )
    progress = Progress("Making", sessions)
    for first in range(1, sessions + 1, BATCH):
        with transaction.atomic():
            rows = [
                session_of(commission, n)
                for n in range(first, min(first + BATCH, sessions + 1))
            ]
            Session.objects.bulk_create(rows)
            Passage.objects.bulk_create(
                [
                    Passage(session=row, number=n, **texts(chance, words, weights))
                    for row in rows
                    for n in range(1, passages + 1)
                ]
            )
        progress.add(len(rows))


def public():
    return {
        "state": "published",
        "publish_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    }


def session_of(commission, number):
    row = Session(
        commission=commission,
        number=number,
        place_en="Ashgabat",
        starts_on=datetime.date(1990 + number % 35, 1 + number % 12, 1),
        **public(),
    )
    row.set_key()
    return row


def texts(chance, words, weights):
    return {
        f"text_{code}": " ".join(chance.choices(known, weights, k=PASSAGE_WORDS))
        for code, known in words.items()
    }


def milliseconds(action, turns=TURNS):
    """(median, worst) of several turns, after one that is not counted."""
    action()
    times = []
    for _turn in range(turns):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times)


def row(label, action, note=""):
    median, worst = milliseconds(action)
    sys.stdout.write(f"{label:42} {median:9.1f} {worst:9.1f}  {note}\n")


def searches(words):
    common, second = words["en"][0], words["en"][1]
    middle, rare = words["en"][300], words["en"][-1]
    return {
        "rare word": rare,
        "word of every hundredth place or so": middle,
        "the most common word": common,
        "two common words": f"{common} {second}",
        "common and rare word": f"{common} {rare}",
        "phrase of two common words": f'"{common} {second}"',
        "without the most common word": f"-{common}",
        "prefix of three letters": f"{common[:3]}*",
        "two languages": f"{words['ru'][0]} {middle}",
    }


def measure(words):
    total = Session.objects.count()
    sys.stdout.write(
        f"{connection.vendor}: {total} sessions, {Passage.objects.count()} passages\n"
    )
    sys.stdout.write(f"{'milliseconds':42} {'median':>9} {'worst':>9}\n")
    for label, text in searches(words).items():
        found = Session.objects.published().mentioning(text)
        number = found.count()
        row(f"{label}: count", found.count, f"{number} found")
        row(f"{label}: newest 20", lambda found=found: list(found.newest_first()[:20]))
    measure_writing()


def measure_writing():
    session = Session.objects.order_by("pk").first()
    Passage.objects.bulk_create(
        Passage(session=session, number=1000 + n, text_en=p.text_en, text_ru=p.text_ru)
        for n, p in enumerate(Passage.objects.exclude(session=session)[:12])
    )
    passages = list(Passage.objects.filter(session=session, number__gte=1000))
    by, _made = get_user_model().objects.get_or_create(username="load")

    def change():
        with transaction.atomic():
            for passage in passages:
                passage.text_en = (
                    f"{passage.text_en.removesuffix(' more')} more{time.time_ns()}"
                )
                passage.save()

    def release():
        session.state = "draft"
        publish(record=session, by=by)

    row("saving 12 changed passages, index included", change)
    row("of that, the entries", lambda: write_entries(passages))
    row("publishing a session", release)
    Passage.objects.filter(pk__in=[p.pk for p in passages]).delete()


def main():
    asked = [int(number) for number in sys.argv[1:]]
    sessions, passages = asked if len(asked) == 2 else (2_000, 10)
    chance = random.Random(5)
    words = {code: vocabulary(chance, code) for code in LETTERS}
    if not SearchEntry.objects.exists():
        start = time.perf_counter()
        make_record(sessions, passages, words)
        sys.stdout.write(f"made in {time.perf_counter() - start:.0f} s\n")
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")
    measure(words)


if __name__ == "__main__":
    main()
