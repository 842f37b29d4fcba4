"""The staff's door: two steps, lock-out, the log, recovery, the end of what was left alone."""

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from commission.client_address import client_address
from commission.models import SignIn
from commission.signing_in import middleware, steps
from tests.factories import make_session

pytestmark = pytest.mark.django_db

DOOR, CODE, SET_UP = (
    "/admin/login/",
    "/admin/second-step/",
    "/admin/second-step/set-up/",
)
PASSWORD = "Arka-daban-19"


@pytest.fixture(autouse=True)
def two_steps(settings):
    settings.SECOND_STEP = True


@pytest.fixture
def clerk():
    return get_user_model().objects.create_superuser("gulnar", password=PASSWORD)


def code_of(device, later=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + later
    return f"{totp.token():06d}"


def type_password(client, password=PASSWORD, name="gulnar", **more):
    return client.post(DOOR, {"username": name, "password": password, **more})


def set_up(client):
    """Sign in for the first time: (the device, recovery codes)."""
    type_password(client)
    client.get(SET_UP)
    device = TOTPDevice.objects.get()
    answer = client.post(SET_UP, {"code": code_of(device)})
    device.refresh_from_db()
    return device, re.findall(r"<li><code>(\w{8})</code>", answer.content.decode())


def outcomes():
    return list(SignIn.objects.order_by("pk").values_list("name", "outcome"))


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_a_password_alone_opens_nothing(client, clerk):
    draft = make_session(state="draft", publish_at=None)
    answer = type_password(client)
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert client.get(CODE)["Location"] == SET_UP
    assert not is_in(client)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_first_sign_in_sets_the_second_step_up(client, clerk):
    type_password(client)
    page = client.get(SET_UP).content.decode()
    assert 'class="qr"' in page
    assert "otpauth://totp/" in page
    device = TOTPDevice.objects.get()
    assert not device.confirmed

    refused = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert "That is not the code of this moment." in refused
    assert not is_in(client)

    TOTPDevice.objects.update(throttling_failure_count=0)
    answer = client.post(SET_UP, {"code": code_of(device)})
    assert len(re.findall(r"<li><code>(\w{8})</code>", answer.content.decode())) == 10
    assert "no-store" in answer["Cache-Control"]
    assert is_in(client)
    assert outcomes() == [("gulnar", "set-up"), ("gulnar", "signed-in")]


def test_the_next_sign_ins_ask_for_a_code_and_go_on_where_one_was_going(clerk):
    device, _codes = set_up(Client())
    client = Client()
    type_password(client, next="/admin/auth/user/")
    assert "Type the six digits" in client.get(CODE).content.decode()
    code = code_of(device, later=30)
    answer = client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert answer["Location"] == "/admin/auth/user/"
    assert is_in(client)


def test_a_code_is_good_once(clerk):
    device, _codes = set_up(Client())
    client = Client()
    type_password(client)
    answer = client.post(CODE, {"code": code_of(device)})
    assert "That is not the code of this moment." in answer.content.decode()
    assert not is_in(client)


def test_an_app_that_is_set_up_cannot_be_replaced_with_a_password_alone(clerk):
    set_up(Client())
    client = Client()
    type_password(client)
    assert client.get(SET_UP).status_code == 302
    assert client.post(SET_UP, {"code": "123456"}).status_code == 302
    assert TOTPDevice.objects.count() == 1


def test_a_recovery_code_signs_in_once(clerk):
    _device, codes = set_up(Client())
    for expected in (True, False):
        client = Client()
        type_password(client)
        client.post(CODE, {"code": codes[0].upper()})
        assert is_in(client) is expected
    assert StaticToken.objects.count() == 9


def test_new_recovery_codes_take_the_place_of_the_old(client, clerk):
    _device, codes = set_up(client)
    assert "take the place of" in client.get("/admin/recovery-codes/").content.decode()
    page = client.post("/admin/recovery-codes/").content.decode()
    new = re.findall(r"<li><code>(\w{8})</code>", page)
    assert len(new) == 10
    assert not set(new) & set(codes)
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)


def test_nobody_makes_recovery_codes_from_outside(client):
    answer = client.post("/admin/recovery-codes/")
    assert answer["Location"].startswith(DOOR)
    assert not StaticToken.objects.exists()


@pytest.mark.parametrize("page", [CODE, SET_UP])
def test_the_second_step_begins_with_the_first(client, page):
    assert client.get(page)["Location"].startswith(DOOR)
    assert client.post(page, {"code": "123456"})["Location"].startswith(DOOR)


def test_between_the_steps_there_is_not_all_the_time(client, clerk, monkeypatch):
    type_password(client)
    later = time.time() + steps.HALF_WAY_SECONDS + 1
    monkeypatch.setattr(steps.time, "time", lambda: later)
    assert client.get(CODE)["Location"].startswith(DOOR)


def test_an_account_that_was_closed_in_between_stays_out(client, clerk):
    type_password(client)
    get_user_model().objects.update(is_active=False)
    assert client.get(CODE)["Location"].startswith(DOOR)


def test_a_session_from_before_the_second_step_is_nobodys(client, clerk):
    draft = make_session(state="draft", publish_at=None)
    client.force_login(clerk)
    assert not is_in(client)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_with_one_step_a_password_opens_the_admin(client, clerk, settings):
    settings.SECOND_STEP = False
    assert type_password(client)["Location"] == "/admin/"
    assert is_in(client)


def test_a_name_refused_five_times_waits_and_others_do_not(client, clerk):
    for _turn in range(4):
        assert type_password(client, "wrong").status_code == 200
    locked = type_password(client, "wrong")
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "Try again in 15 minutes" in locked.content.decode()
    assert type_password(client).status_code == 429
    elsewhere = client.post(
        DOOR,
        {"username": "gulnar", "password": PASSWORD},
        REMOTE_ADDR="198.51.100.7",
    )
    assert elsewhere["Location"] == CODE
    assert outcomes()[:4] == [("gulnar", "refused")] * 4
    assert ("gulnar", "locked-out") in outcomes()


def test_wrong_codes_lock_out_too(clerk):
    set_up(Client())
    client = Client()
    type_password(client)
    answers = [client.post(CODE, {"code": "abcdefgh"}) for _turn in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert ("gulnar", "code-refused") in outcomes()
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert not is_in(client)


def test_a_refused_name_stays_in_its_box_and_is_logged(client):
    page = type_password(client, "wrong", name="Nobody").content.decode()
    assert 'value="Nobody"' in page
    logged = SignIn.objects.get()
    assert (logged.name, logged.outcome, logged.account) == ("Nobody", "refused", None)
    assert logged.address == "127.0.0.1"


def test_signing_out_is_logged(client, clerk):
    set_up(client)
    client.post("/admin/logout/")
    assert outcomes()[-1] == ("gulnar", "signed-out")
    assert not is_in(client)


def test_administrators_read_the_log_and_nobody_writes_it(client, clerk):
    set_up(client)
    page = client.get("/admin/commission/signin/")
    assert "second step set up" in page.content.decode()
    entry = SignIn.objects.first()
    assert client.get("/admin/commission/signin/add/").status_code == 403
    address = f"/admin/commission/signin/{entry.pk}/"
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert SignIn.objects.filter(pk=entry.pk).exists()


def test_an_administrator_takes_a_lost_second_step_away(client, clerk):
    set_up(client)
    other = get_user_model().objects.create_superuser("maral", password=PASSWORD)
    device = TOTPDevice.objects.create(user=other, confirmed=True)
    page = client.post(
        "/admin/auth/user/",
        {"action": "take_second_step_away", "_selected_action": [other.pk]},
        follow=True,
    ).content.decode()
    assert "1 account sets its second step up anew" in page
    assert not TOTPDevice.objects.filter(pk=device.pk).exists()
    assert ("maral", "taken-away") in outcomes()
    assert is_in(client)


def test_who_may_change_accounts_opens_no_administrators_door(client, clerk):
    device, _codes = set_up(client)
    helper = get_user_model().objects.create_user(
        "aman", password=PASSWORD, is_staff=True
    )
    helper.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
    own = TOTPDevice.objects.create(user=helper, confirmed=True)
    other = Client()
    type_password(other, name="aman")
    other.post(CODE, {"code": code_of(own)})
    other.post(
        "/admin/auth/user/",
        {"action": "take_second_step_away", "_selected_action": [clerk.pk]},
    )
    assert TOTPDevice.objects.filter(pk=device.pk).exists()


def test_taking_the_second_step_away_ends_open_sessions(client, clerk):
    set_up(client)
    steps.take_away_second_step(clerk)
    assert not is_in(client)


def test_a_session_ends_an_hour_after_the_last_thing_done(client, clerk, monkeypatch):
    set_up(client)
    kept = Session.objects.filter(pk=client.session.session_key)

    def ends():
        return kept.values_list("expire_date", flat=True).get()

    first, now = ends(), time.time()
    assert abs(first.timestamp() - now - 3600) < 10
    client.get("/admin/")
    assert ends() == first
    monkeypatch.setattr(middleware.time, "time", lambda: now + 61)
    client.get("/admin/")
    assert ends() > first
    kept.update(expire_date=timezone.now())
    assert not is_in(client)


@pytest.mark.parametrize(
    ("meta", "address"),
    [
        ({"REMOTE_ADDR": "203.0.113.5"}, "203.0.113.5"),
        ({"REMOTE_ADDR": "203.0.113.5", "HTTP_X_FORWARDED_FOR": "10.0.0.1"}, "203.0.113.5"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1, 203.0.113.5"}, "203.0.113.5"),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "203.0.113.5"}, "203.0.113.5"),
        ({"REMOTE_ADDR": "127.0.0.1"}, "127.0.0.1"),
        ({"REMOTE_ADDR": ""}, None),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "<script>"}, None),
    ],
)  # fmt: skip
def test_an_address_is_believed_of_the_nearest_proxy_alone(meta, address):
    assert client_address(meta) == address


def test_passwords_are_kept_by_argon2():
    from commission import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert settings.AUTH_PASSWORD_VALIDATORS
