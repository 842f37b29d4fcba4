"""What all answers of the API share: how they are kept, who may read them, how many there are."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from commission import limits, unchanged
from commission.models import content_version
from sessions.api import middleware
from tests.factories import make_organisation, make_session
from tests.sessions.api.asking import HERE

pytestmark = pytest.mark.django_db
ADDRESS = f"{HERE}/organisations/"


def test_an_unchanged_answer_is_304_by_one_query(client, django_assert_num_queries):
    make_organisation()
    answer = client.get(ADDRESS)
    assert answer["ETag"] == unchanged.tag_of(content_version())
    with django_assert_num_queries(1):
        again = client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    make_organisation()
    again = client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 200


# Connections are looked at before every request, and one in a transaction is not usable.
@pytest.mark.django_db(transaction=True)
def test_it_is_304_before_django_begins_and_open_all_the_same(client):
    tag, sent = client.get(ADDRESS)["ETag"], []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": ADDRESS, "HTTP_IF_NONE_MATCH": tag}
    application = unchanged.unchanged_first(lambda *_request: pytest.fail("asked"))
    application(environ, lambda *answer: sent.append(answer))
    application(environ | {"PATH_INFO": "/en/"}, lambda *answer: sent.append(answer))
    assert [("Access-Control-Allow-Origin", "*") in headers for _status, headers in sent] == [True, False]  # fmt: skip


def test_the_answer_is_the_same_whatever_the_browser_would_like(client):
    make_session(place_en="Ashgabat", place_ru="Ашхабад")
    answers = [
        client.get(f"{HERE}/sessions/", headers={"Accept-Language": language})
        for language in ("ru", "en")
    ]
    assert answers[0].content == answers[1].content
    assert {each["Vary"] for each in answers} == {"Accept-Encoding"}
    assert "Content-Language" not in answers[0].headers


def test_pages_of_any_site_may_read_it(client):
    answer = client.get(ADDRESS, headers={"Origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Link" in answer["Access-Control-Expose-Headers"]
    asked = client.options(ADDRESS)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")  # fmt: skip
    assert "Access-Control-Allow-Origin" not in client.get("/en/").headers


def test_it_is_only_read(client):
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(ADDRESS)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer["Content-Type"] == "application/problem+json"
    answer = client.head(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.fixture
def limit(settings, monkeypatch):
    """Two requests a minute, and the clock stands twenty seconds before the next one."""
    settings.API_PER_MINUTE = 2
    monkeypatch.setattr(limits.time, "time", lambda: 1_000 * 60 + 40)
    cache.clear()
    yield
    cache.clear()


def test_an_address_waits_when_it_has_asked_too_often(client, limit):
    answers = [client.get(ADDRESS) for _turn in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    refused = answers[-1]
    assert (refused["Retry-After"], refused["Access-Control-Allow-Origin"]) == ("20", "*")  # fmt: skip
    assert refused.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "More than 2 requests in a minute: wait 20 seconds.",
    }
    assert client.get(ADDRESS, REMOTE_ADDR="198.51.100.7").status_code == 200
    assert client.get("/en/").status_code == 200


def test_it_waits_until_the_minute_is_over(client, limit, monkeypatch):
    assert [client.get(ADDRESS).status_code for _turn in range(3)][-1] == 429
    monkeypatch.setattr(limits.time, "time", lambda: 1_001 * 60)
    assert client.get(ADDRESS).status_code == 200


def test_all_addresses_of_a_network_of_ipv6_are_one(client, limit):
    statuses = [
        client.get(ADDRESS, REMOTE_ADDR=f"2001:db8::{host}").status_code
        for host in (1, 2, 3)
    ]
    assert statuses == [200, 200, 429]
    assert client.get(ADDRESS, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_a_fault_is_a_problem_too(rf):
    def broken(_request):
        return HttpResponse("<h1>Oh</h1>", status=500)

    answer = middleware.api_answers(broken)(rf.get(ADDRESS))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")  # fmt: skip
