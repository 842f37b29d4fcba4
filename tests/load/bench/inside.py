"""What is done inside Django, against the database that the environment names; the answer is JSON.

python -m tests.load.bench.inside addresses <seed>   addresses to ask, by what they measure
python -m tests.load.bench.inside publish <number>   milliseconds of so many publications
python -m tests.load.bench.inside sql <address>      milliseconds of a page's SQL alone
python -m tests.load.bench.inside api                what the API's page of sessions takes, and without it
python -m tests.load.bench.inside export             megabytes and seconds that the downloads of everything take
python -m tests.load.bench.inside correct            says a passage otherwise, and then as it was
python -m tests.load.bench.inside rename             names a body otherwise, and then as it was
"""

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from functools import partial
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from commission.actions import publish, withdraw
from commission.models import CooperationArea, writing
from participants.models import NameVariant, Organisation
from sessions.downloads.built import built_downloads
from sessions.models import Passage, Session
from tests.load.world.build import SEED
from tests.load.world.words import COMMON, language

MANY = 400
PUBLISHED_PASSAGES = 12


def addresses(seed):
    """{what is measured: addresses}, each asked once, so that nothing anyone kept can answer."""
    chance = random.Random(seed)
    listed = reverse("sessions:session-list")
    areas = list(CooperationArea.objects.published().values_list("slug", flat=True))
    return {
        "session": _session_pages(chance),
        "list": [
            f"{listed}?{urlencode(_sector_and_years(chance, areas))}"
            for _n in range(MANY * 5)
        ],
        "sector": [
            f"{listed}?{urlencode(_sectors(chance, areas), doseq=True)}"
            for _n in range(MANY * 5)
        ],
        "tracker": [
            f"{reverse('sessions:decision-list')}?{urlencode(_standing_and_years(chance, areas))}"
            for _n in range(MANY * 5)
        ],
        "compare": list(_comparisons(chance)),
        "organisation": _organisation_pages(chance),
        "search": [f"{listed}?{urlencode(each)}" for each in _searches(chance, areas)],
        "common": [
            f"{listed}?{urlencode({'q': word})}"
            for code in ("en", "ru")
            for word in COMMON[code].split()[:10]
        ],
        "first": [
            f"{listed}?{urlencode({'sort': _order(n), 'page': 1})}" for n in range(60)
        ],
        "deep": [
            f"{listed}?{urlencode({'sort': _order(n), 'page': _deep()})}"
            for n in range(60)
        ],
        "bare": [
            f"/page?from={chance.randint(1, _last_variant())}" for _n in range(MANY)
        ],
        "kept": _kept(chance),
    }


def _session_pages(chance):
    keys = list(Session.objects.published().values_list("pk", flat=True))
    chosen = Session.objects.select_related("commission").in_bulk(
        chance.sample(keys, min(len(keys), MANY * 5))
    )
    return [session.get_absolute_url() for session in chosen.values()]


def _sector_and_years(chance, areas):
    first = chance.randint(1993, 2020)
    return {
        "area": chance.choice(areas),
        "year_from": first,
        "year_to": first + chance.randint(2, 12),
    }


def _sectors(chance, areas):
    """One sector or two, in any years: even 1,000 sessions fill a page with them."""
    return {
        "area": chance.sample(areas, chance.randint(1, 2)),
        "sort": chance.choice(["newest", "oldest"]),
    }


def _standing_and_years(chance, areas):
    standing = chance.choice(["overdue", "open", "completed", "silent"])
    return {"status": standing, **_sector_and_years(chance, areas)}


def _comparisons(chance):
    """Two sessions each, of commissions that have met at least as often."""
    published = Session.objects.published().order_by("commission", "starts_on", "pk")
    of_commissions = defaultdict(list)
    for commission, key in published.values_list("commission__slug", "key"):
        of_commissions[commission].append(key)
    met = {slug: keys for slug, keys in of_commissions.items() if len(keys) > 1}
    for slug in chance.sample(sorted(met), min(len(met), MANY)):
        earlier, later = sorted(chance.sample(range(len(met[slug])), 2))
        asked = urlencode({"from": met[slug][earlier], "to": met[slug][later]})
        yield f"{reverse('sessions:compare', args=[slug])}?{asked}"


def _organisation_pages(chance):
    slugs = list(Organisation.objects.published().values_list("slug", flat=True))
    return [
        reverse("participants:organisation-detail", args=[slug])
        for slug in chance.sample(slugs, min(len(slugs), MANY))
    ]


def _searches(chance, areas):
    """Half of them one rare word, half two usual ones in a sector."""
    for n in range(MANY // 2):
        spoken = language(chance.choice(list(COMMON)), SEED)
        if n % 2:
            yield {"q": chance.choice(spoken.words[20_000:80_000])}
        else:
            yield {
                "q": " ".join(chance.sample(spoken.words[100:3_000], 2)),
                "area": chance.choice(areas),
            }


def _order(n):
    return "oldest" if n % 2 else "newest"


def _deep():
    """Page 1,000, or the last full one of a smaller world."""
    return min(1_000, Session.objects.published().count() // 20)


def _last_variant():
    return NameVariant.objects.aggregate(last=Max("pk"))["last"]


def _kept(chance):
    """One address of each kind of page."""
    listed = reverse("sessions:session-list")
    return [
        reverse("sessions:home"),
        listed,
        f"{listed}?area=trade&year_from=2000",
        _session_pages(chance)[0],
    ]


def publications(number):
    """{verb: milliseconds}, of sessions of 12 passages that were withdrawn before.

    Their texts are afterwards what they were: what is derived may be made anew from kept parts.
    """
    chance = random.Random(number)
    by, _made = get_user_model().objects.get_or_create(username="bench")
    keys = list(Session.objects.published().values_list("pk", flat=True))
    taken = {"publish": [], "save": []}
    for pk in chance.sample(keys, min(len(keys), number)):
        session = Session.objects.get(pk=pk)
        before = list(session.passages.order_by("number"))
        passages = _twelve_passages(session)
        for verb, action in (
            ("save", partial(_save_and_publish, passages, session, by)),
            ("publish", partial(publish, record=session, by=by)),
        ):
            withdraw(record=session, by=by)
            taken[verb].append(_milliseconds(action))
        _restore(session, before)
    return taken


def _restore(session, passages):
    with writing():
        session.passages.exclude(pk__in=[each.pk for each in passages]).delete()
        for passage in passages:
            passage.save()


def _twelve_passages(session):
    passages = list(session.passages.order_by("number"))
    for number in range(len(passages) + 1, PUBLISHED_PASSAGES + 1):
        passages.append(
            Passage.objects.create(
                session=session,
                number=number,
                text_en=passages[0].text_en or "",
                text_ru=passages[0].text_ru or passages[0].text_kk or "",
            )
        )
    return passages


def _save_and_publish(passages, session, by):
    """As a page of the admin does it: row by row, in one change."""
    with writing():
        for passage in passages:
            passage.text_en = f"{passage.text_en or ''} more{time.time_ns()}"
            passage.save()
        publish(record=session, by=by)


def _milliseconds(action):
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def sql(address):
    """{"queries", "milliseconds"}: the page's own SQL, asked again without Django."""
    client = Client(headers={"host": "localhost"})
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    asked = [
        query["sql"]
        for query in captured
        if query["sql"].startswith(("SELECT", "WITH"))
    ]
    return {
        "queries": len(captured),
        "milliseconds": statistics.median(
            _milliseconds(lambda: _ask(asked)) for _turn in range(9)
        ),
    }


def api():
    """{"api", "bare"}: milliseconds of a page of 50 sessions from the API, through all of Django, and of
    the same rows by one query and `json.dumps`.
    """
    settings.API_PER_MINUTE = 10**9
    client = Client(headers={"host": "localhost"})
    taken = {"api": [], "bare": []}
    for _turn in range(40):
        taken["api"].append(_milliseconds(lambda: client.get("/api/v1/sessions/")))
        taken["bare"].append(_milliseconds(_bare_sessions))
    return {name: statistics.median(times) for name, times in taken.items()}


def export():
    """{"megabytes", "seconds", "passages"}: the most that `manage.py build_downloads` holds at once, as
    the system counts it, how long it takes, and how many passages it wrote.  The files go afterwards.
    """
    command = [
        sys.executable,
        "manage.py",
        "build_downloads",
        "--force",
        "--verbosity",
        "0",
    ]
    begun = time.perf_counter()
    subprocess.run(command, cwd=settings.BASE_DIR, check=True)
    seconds = time.perf_counter() - begun
    # Kilobytes, of the largest child that has ended.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    passages = built_downloads().files["passages.csv"].rows
    shutil.rmtree(settings.DOWNLOADS_ROOT)
    return {"megabytes": most / 1024, "seconds": seconds, "passages": passages}


def say_otherwise(rows, column):
    """A change of one of `rows`, and another that takes it back."""
    row = rows.exclude(**{column: ""}).exclude(**{column: None}).order_by("?").first()
    before = getattr(row, column)
    for text in (f"{before} otherwise", before):
        setattr(row, column, text)
        row.save()


def _bare_sessions():
    rows = Session.objects.published().newest_first().select_related("commission")[:50]
    return json.dumps([_as_values(row) for row in rows], ensure_ascii=False)


def _as_values(row):
    texts = {
        name: {
            code: getattr(row, f"{name}_{code}") for code, _label in settings.LANGUAGES
        }
        for name in ("title", "place", "summary")
    }
    return texts | {
        "commission": row.commission.slug,
        "key": row.key,
        "kind": row.kind,
        "number": row.number,
        "date": row.starts_on.isoformat(),
        "date_precision": row.date_precision,
        "country": row.country,
        "format": row.format,
        "published": row.publish_at.isoformat(),
    }


def _ask(asked):
    with connection.cursor() as cursor:
        for each in asked:
            cursor.execute(each)
            cursor.fetchall()


def main(what, *arguments):
    if what == "addresses":
        return addresses(arguments[0])
    if what == "publish":
        return publications(int(arguments[0]))
    if what == "sql":
        return sql(arguments[0])
    if what == "api":
        return api()
    if what == "export":
        return export()
    if what == "correct":
        return say_otherwise(Passage.objects, "text_en")
    return say_otherwise(Organisation.objects, "name_en")


if __name__ == "__main__":
    with override("en"):
        print(json.dumps(main(*sys.argv[1:])))
