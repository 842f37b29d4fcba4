"""What every answer carries, whoever asks."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from commission.middleware import TextCompression

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("address", ["/en/", "/en/no-such-page/", "/healthz"])
def test_every_answer_carries_the_security_headers(client, address):
    response = client.get(address)

    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["Permissions-Policy"].startswith("accelerometer=(), camera=()")
    assert {
        name: response[name]
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


@pytest.mark.parametrize(
    ("address", "status"),
    [("/en/", 200), ("/en/nothing/", 404), ("/en/sessions/table.csv", 200), ("/api/v1/sessions/", 200)],
)  # fmt: skip
def test_to_head_the_headers_are_answered_alone(address, status):
    # As a server has it: Django's test client takes the body away by itself.
    ask = WSGIHandler().get_response
    whole = ask(RequestFactory().get(address))
    head = ask(RequestFactory().head(address))
    assert (head.status_code, b"".join(head)) == (status, b"")
    assert b"".join(whole)
    assert head.get("Content-Length") == whole.get("Content-Length")
    assert head["Content-Type"] == whole["Content-Type"]


@pytest.mark.parametrize(("origin", "status"), [("http://127.0.0.1:8000", 200), ("http://example.org", 403)])  # fmt: skip
def test_a_form_is_taken_from_the_portals_own_address_whatever_host_a_proxy_names(origin, status):  # fmt: skip
    reader = Client(enforce_csrf_checks=True, headers={"host": "localhost", "origin": origin})  # fmt: skip
    reader.get("/admin/login/")
    form = {"csrfmiddlewaretoken": reader.cookies["csrftoken"].value, "username": "x", "password": "x"}  # fmt: skip
    assert reader.post("/admin/login/", form).status_code == status


@pytest.mark.parametrize("address", ["/", "/en/", "/ru/", "/en/nothing/", "/healthz"])
def test_no_visitor_is_given_a_cookie(client, address):
    response = client.get(address, headers={"accept-language": "tk"})

    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("kk,ru;q=0.8", "/kk/"),
        ("tk", "/tk/"),
        ("de,ru;q=0.5", "/ru/"),
        ("ru;q=0.2, en;q=0.9", "/en/"),
        # Whatever the script or the country.
        ("kk-Latn", "/kk/"),
        ("kk-Cyrl-KZ", "/kk/"),
        ("tk-Latn-TM", "/tk/"),
        ("ru-BY", "/ru/"),
        # Languages that are not ours: what their readers most likely know, unless they say it.
        ("uz", "/ru/"),
        ("uz-Latn-UZ,uz;q=0.9", "/ru/"),
        ("ky, tg;q=0.4", "/ru/"),
        ("uz, en;q=0.3", "/en/"),
        ("fr", "/en/"),
        ("zh-Hans", "/en/"),
        # Nothing, anything, nonsense.
        ("", "/en/"),
        ("*", "/en/"),
        ("x-klingon, 12, ;;q=z", "/en/"),
        ("ы" * 3, "/en/"),
    ],
)
def test_the_root_leads_to_the_visitors_language(client, wanted, address):
    response = client.get("/", headers={"accept-language": wanted})

    assert (response.status_code, response["Location"]) == (302, address)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tk"])
def test_a_page_says_its_language_whatever_the_browser_prefers(client, language):
    response = client.get(f"/{language}/", headers={"accept-language": "uz"})

    assert response.headers["Content-Language"] == language
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_an_unknown_host_is_refused(client):
    assert client.get("/en/", headers={"host": "elsewhere.example"}).status_code == 400


def test_pages_are_compressed_for_those_who_can_read_it(client):
    assert client.get("/en/", headers={"accept-encoding": "gzip"}).headers[
        "Content-Encoding"
    ] == ("gzip")
    assert "Content-Encoding" not in client.get("/en/").headers


def test_an_unchanged_page_is_not_sent_again(client):
    tag = client.get("/en/")["ETag"]
    response = client.get("/en/", headers={"if-none-match": tag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_photo_is_sent_as_it_is_with_its_length(tmp_path):
    photo = tmp_path / "photo.webp"
    photo.write_bytes(b"RIFF" * 1000)
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    middleware = TextCompression(
        lambda request: FileResponse(photo.open("rb"), content_type="image/webp")
    )
    response = middleware(request)

    assert "Content-Encoding" not in response.headers
    assert response["Content-Length"] == "4000"
    response.close()


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "application/json", "image/svg+xml"]
)
def test_text_of_every_kind_is_compressed(kind):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    middleware = TextCompression(
        lambda request: HttpResponse("word " * 1000, content_type=kind)
    )

    assert middleware(request)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/en/", "/en/sessions/", "/colours.css"])
def test_the_public_only_reads(method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/en/", "/en/sessions/", "/en/no-such-page/"])
def test_a_cache_asks_again_before_it_shows_a_page_it_kept(client, address):
    assert client.get(address)["Cache-Control"] == "no-cache"


def test_a_form_without_its_cookie_is_refused_with_the_sites_face():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>The form could not be trusted</h1>" in page
    assert "what you typed is still there" in page
