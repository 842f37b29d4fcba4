"""A page that was left open past the end of its sign-in keeps what was typed, for its owner alone."""

import time

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from commission.models import KeptForm
from tests import factories as make
from tests.filled_forms import fields, sentences

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def clerk(db):
    return User.objects.create_superuser("ayna", password="Ashgabat-2030")


@pytest.fixture
def client(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


@pytest.fixture
def session(db):
    return make.make_session(title_en="Before")


def url_of(record):
    return (
        f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
    )


def signed_out(client):
    """The session is over; the browser keeps its other cookies."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def sign_in(client, url, name="ayna", password="Ashgabat-2030"):  # noqa: S107
    page = fields_of_login(client.get(url))
    return client.post(url, {**page, "username": name, "password": password}, follow=True, **ORIGIN)  # fmt: skip


def fields_of_login(response):
    return {
        "csrfmiddlewaretoken": str(response.context["csrf_token"]),
        "next": response.context["next"],
    }


def typed_into(client, session):
    data = fields(client.get(url_of(session)))
    data["title_en"] = "All that was typed"
    return data


def test_signing_in_again_leads_back_to_what_was_typed(client, session):
    data = typed_into(client, session)
    signed_out(client)
    answer = client.post(url_of(session), {**data, "_save": "Save"}, **ORIGIN)
    session.refresh_from_db()
    assert (answer.status_code, session.title_en) == (302, "Before")
    assert "All that was typed" not in str(client.cookies)
    page = sign_in(client, answer.url)
    again = fields(page)

    assert again["title_en"] == "All that was typed"
    assert f'action="{url_of(session)}"' in page.content.decode()
    session.refresh_from_db()
    assert session.title_en == "Before"
    assert client.post(url_of(session), {**again, "_continue": "1"}, **ORIGIN).status_code == 302  # fmt: skip
    session.refresh_from_db()
    assert session.title_en == "All that was typed"
    assert not KeptForm.objects.exists()


def test_what_others_did_meanwhile_is_held_against_it(client, session):
    data = typed_into(client, session)
    signed_out(client)
    session.title_en = "Somebody else's"
    session.save()
    answer = client.post(url_of(session), data, **ORIGIN)
    page = sign_in(client, answer.url)

    assert "Somebody else" in page.content.decode()
    assert fields(page)["title_en"] == "All that was typed"


def test_somebody_else_who_signs_in_does_not_see_it(client, session):
    User.objects.create_superuser("bek", password="Astana-2030")
    data = typed_into(client, session)
    signed_out(client)
    answer = client.post(url_of(session), data, **ORIGIN)
    page = sign_in(client, answer.url, "bek", "Astana-2030")

    assert page.status_code == 404
    assert "All that was typed" not in page.content.decode()
    # Nor can the page be sent, were its token good.
    unchecked = Client()
    unchecked.force_login(User.objects.get(username="bek"))
    assert unchecked.post(url_of(session), data).status_code == 302
    session.refresh_from_db()
    assert session.title_en == "Before"


def test_a_page_whose_token_grew_old_is_shown_again(client, clerk, session):
    """Its owner signed in anew in another tab, which gives another token."""
    data = typed_into(client, session)
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post(url_of(session), data, **ORIGIN)
    page = client.get(answer.url)

    assert fields(page)["title_en"] == "All that was typed"
    session.refresh_from_db()
    assert session.title_en == "Before"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", ""])
def test_what_another_site_sends_is_refused_and_not_kept(client, session, origin):
    data = typed_into(client, session)
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post(url_of(session), data, HTTP_ORIGIN=origin)

    assert (answer.status_code, KeptForm.objects.count()) == (403, 0)


def test_what_nobody_signed_is_not_kept(client, session):
    data = typed_into(client, session) | {"_whose": "1:made:up"}
    signed_out(client)
    answer = client.post(url_of(session), data, **ORIGIN)

    assert (answer.url.split("?")[0], KeptForm.objects.count()) == ("/admin/login/", 0)


def test_a_form_of_ten_thousand_fields_is_kept(client, session):
    data = typed_into(client, session)
    data |= {f"more-{n}": f"Text {n} " * 10 for n in range(9_900 - len(data))}
    signed_out(client)
    answer = client.post(url_of(session), data, **ORIGIN)

    assert len(KeptForm.objects.get().fields) >= 9_800
    assert fields(sign_in(client, answer.url))["title_en"] == "All that was typed"


def test_a_new_record_is_kept_too(client):
    url = "/admin/participants/organisation/add/"
    data = fields(client.get(url)) | {
        "name_en": "Ministry of Typing",
        "kind": "ministry",
        "country": "TM",
    }
    signed_out(client)
    page = sign_in(client, client.post(url, data, **ORIGIN).url)

    assert fields(page)["name_en"] == "Ministry of Typing"
    answer = client.post(url, fields(page), **ORIGIN)
    assert answer.status_code == 302, sentences(answer)


def test_statements_are_kept_too(client, session):
    decision = make.make_decision(session=session)
    url = f"/admin/commission_sessions/session/{session.pk}/follow-ups/"
    data = fields(client.get(url)) | {f"{decision.pk}-both-note": "What was said"}
    signed_out(client)
    page = sign_in(client, client.post(url, data, **ORIGIN).url)

    assert fields(page)[f"{decision.pk}-both-note"] == "What was said"
    assert not decision.follow_ups.exists()


def test_signing_in_by_both_steps_leads_back_too(clerk, session, settings):
    settings.SECOND_STEP = True
    client = Client(enforce_csrf_checks=True)
    device = TOTPDevice.objects.create(user=clerk, name="app", confirmed=True)
    sign_in(client, "/admin/login/")
    page = enter_code(client, device)
    data = fields(client.get(url_of(session))) | {"title_en": "All that was typed"}
    assert page.redirect_chain[-1][0] == "/admin/"
    signed_out(client)
    sign_in(client, client.post(url_of(session), data, **ORIGIN).url)
    page = enter_code(client, device)

    assert fields(page)["title_en"] == "All that was typed"


def enter_code(client, device):
    """The code of this moment, which the app has not given before as far as the portal knows."""
    TOTPDevice.objects.update(last_t=-1)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    token = str(client.get("/admin/second-step/").context["csrf_token"])
    data = {"code": f"{totp.token():06d}", "csrfmiddlewaretoken": token}
    return client.post("/admin/second-step/", data, follow=True, **ORIGIN)
