"""What machines ask for before pages: robots.txt, security.txt and the sitemaps."""

import datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings as portal
from django.utils import timezone

from sessions.models import Session
from sessions.sitemaps import Records
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_organisation,
    make_participant,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SITE = "http://127.0.0.1:8000"
KINDS = ["pages", "sessions", "decisions", "agreements", "commissions", "areas", "participants", "organisations"]  # fmt: skip


def read(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def entries(client, kind, query=""):
    """{path: {hreflang: path}} of a sitemap."""
    root = read(client, f"/sitemap-{kind}.xml{query}")
    return {
        _path(url.find(f"{MAP}loc").text): {
            link.get("hreflang"): _path(link.get("href")) for link in url.findall(LINK)
        }
        for url in root.findall(f"{MAP}url")
    }


def _path(address):
    assert address.startswith((f"{SITE}/", "http://testserver/"))
    return "/" + address.split("/", 3)[3]


def test_robots_are_told_where_everything_is_and_where_nothing_is(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /admin/", "Disallow: /en/search/"]
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"


def test_security_txt_is_there_when_somebody_is_named(client, settings):
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@records.example.org"
    fields = dict(line.split(": ", 1) for line in client.get(address).text.splitlines())
    assert fields["Contact"] == "mailto:security@records.example.org"
    assert fields["Canonical"] == f"{SITE}{address}"
    assert fields["Preferred-Languages"] == "en, ru, kk, tk"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert timezone.now() < expires < timezone.now() + datetime.timedelta(days=365)


def test_the_index_names_each_kind_with_its_latest_change(client):
    passage = make_passage(session=make_session())
    before = read(client, "/sitemap.xml")
    named = [each.find(f"{MAP}loc").text for each in before.findall(f"{MAP}sitemap")]
    # Whatever host the request names.
    assert named == [f"{SITE}/sitemap-{kind}.xml" for kind in KINDS]
    now = timezone.now()
    passage.save()
    moments = {
        _path(each.find(f"{MAP}loc").text): each.findtext(f"{MAP}lastmod")
        for each in read(client, "/sitemap.xml").findall(f"{MAP}sitemap")
    }
    latest = datetime.datetime.fromisoformat(moments["/sitemap-sessions.xml"])
    assert latest >= now.replace(microsecond=0)
    assert moments["/sitemap-agreements.xml"] is None


def test_a_page_is_named_in_every_language_with_all_the_others(client):
    make_session(commission=make_commission(slug="c"), number=1)
    codes = [code for code, _name in portal.LANGUAGES]
    page = {code: f"/{code}/sessions/c/1/" for code in codes}
    found = entries(client, "sessions")
    assert found == {page[code]: page | {"x-default": page["en"]} for code in codes}
    root = read(client, "/sitemap-sessions.xml")
    assert root.find(f"{MAP}url/{MAP}lastmod").text == timezone.localdate().isoformat()


def test_the_lists_are_named_and_stand(client):
    found = entries(client, "pages")
    assert "/en/about/" in found and "/tk/decisions/" in found
    assert {client.get(address).status_code for address in found} == {200}


def test_lists_say_when_the_record_last_changed_and_fixed_pages_say_nothing(client):
    def moments():
        root = read(client, "/sitemap-pages.xml")
        return {
            _path(url.findtext(f"{MAP}loc")): url.findtext(f"{MAP}lastmod")
            for url in root.findall(f"{MAP}url")
        }

    def index():
        [pages] = [
            each.findtext(f"{MAP}lastmod")
            for each in read(client, "/sitemap.xml").findall(f"{MAP}sitemap")
            if each.findtext(f"{MAP}loc").endswith("-pages.xml")
        ]
        return pages

    assert (set(moments().values()), index()) == ({None}, None)
    session = make_session()
    Session.objects.filter(pk=session.pk).delete()
    today = timezone.localdate().isoformat()
    dated = {address for address, moment in moments().items() if moment == today}
    assert {"/en/", "/ru/sessions/", "/kk/corrections/"} <= dated
    undated = {address for address, moment in moments().items() if moment is None}
    fixed = ("about", "help", "tables", "data", "api")
    assert undated == {f"/{code}/{page}/" for code, _name in portal.LANGUAGES for page in fixed}  # fmt: skip
    since = timezone.now() - datetime.datetime.fromisoformat(index())
    assert since < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_only_what_is_public_is_named(client, kind):
    for hidden in (
        {},
        {"state": "draft"},
        {"state": "withdrawn"},
        {"publish_at": tomorrow()},
    ):
        commission = make_commission(**hidden)
        make_decision(session=make_session(commission=commission))
        make_agreement(commission=commission)
        make_area(parent=make_area(**hidden))
        make_participant(**hidden)
        make_organisation(**hidden)
    found = [address for address in entries(client, kind) if address.startswith("/en/")]
    assert len(found) == (2 if kind == "areas" else 1)
    assert client.get(found[0]).status_code == 200


def test_a_long_kind_comes_in_parts(client, monkeypatch):
    monkeypatch.setattr(Records, "limit", 8)
    for _number in range(3):
        make_participant()
    named = read(client, "/sitemap.xml").findall(f"{MAP}sitemap/{MAP}loc")
    parts = [each.text.split("sitemap-")[1] for each in named if "participants" in each.text]  # fmt: skip
    assert parts == ["participants.xml", "participants.xml?p=2"]
    first, second = (entries(client, "participants", f"?p={part}") for part in (1, 2))
    assert (len(first), len(second)) == (8, 4)
    assert not first.keys() & second.keys()
    assert client.get("/sitemap-participants.xml?p=9").status_code == 404
    assert client.get("/sitemap-secrets.xml").status_code == 404


@pytest.mark.parametrize("kind", KINDS[1:])
def test_one_record_asks_as_much_as_three(client, kind, django_assert_num_queries):
    for rows in (1, 2):
        for _row in range(rows):
            make_decision()
            make_agreement(areas=[make_area()])
            make_participant()
            make_organisation()
        # How many there are, and the rows.
        with django_assert_num_queries(2):
            read(client, f"/sitemap-{kind}.xml")
