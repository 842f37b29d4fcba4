"""From a right password to being signed in: what stands in the session in between, and the devices.

Nobody is signed in before the second step is done, so that no page of the portal need ask whether
it was: between the steps a session knows only who gave the right password, and for how long yet.
"""

import time

import django_otp
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

HALF_WAY = "half-way"
# Long enough to set an app up, short enough for a screen that was left alone.
HALF_WAY_SECONDS = 15 * 60
RECOVERY_CODES = 10
SIX = 6


def go_half_way(request: HttpRequest, account: User, onward: str) -> None:
    """Keep that `account` gave its password, and the address it was on its way to."""
    # Whatever was kept for somebody else in this browser goes.
    request.session.flush()
    request.session[HALF_WAY] = {
        "account": account.pk,
        "backend": account.backend,  # type: ignore[attr-defined]
        "onward": onward,
        "until": time.time() + HALF_WAY_SECONDS,
    }


def half_way(request: HttpRequest) -> tuple[User, str] | None:
    """(the account whose password was given, the address it is on its way to); None when there is
    none, or it took too long.  One query.
    """
    kept = request.session.get(HALF_WAY)
    if not kept or kept["until"] < time.time():
        return None
    account = User.objects.filter(pk=kept["account"], is_active=True)
    for found in account:
        found.backend = kept["backend"]  # type: ignore[attr-defined]
        return found, kept["onward"]
    return None


def arrive(request: HttpRequest, account: User, device: Device) -> None:
    """Sign `account` in: both steps are done."""
    request.session.pop(HALF_WAY, None)
    login(request, account)
    django_otp.login(request, device)


@transaction.atomic
def device_answering(account: User, code: str) -> Device | None:
    """The device of `account` whose code it is.  None when it is nobody's, or asked for too often:
    each wrong code doubles the seconds until the same device answers again.

    Six digits are the app's; whatever else is a recovery code, which is good once.
    """
    is_of_app = len(code) == SIX and code.isdecimal()
    devices = (TOTPDevice if is_of_app else StaticDevice).objects
    for device in devices.devices_for_user(account, confirmed=True).select_for_update():
        if device.verify_token(code):
            return device
    return None


def has_second_step(account: User) -> bool:
    """True when an app was set up for it.  One query."""
    return TOTPDevice.objects.devices_for_user(account, confirmed=True).exists()


def device_to_set_up(account: User) -> TOTPDevice:
    """The app that is being set up: its key stays until it is confirmed by a code."""
    device, _made = TOTPDevice.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "app"}
    )
    return device


@transaction.atomic
def confirm(device: TOTPDevice) -> list[str]:
    """The app is set up: from now on it is asked for.  Gives recovery codes."""
    device.confirmed = True
    device.save()
    return new_recovery_codes(device.user)


@transaction.atomic
def new_recovery_codes(account: User) -> list[str]:
    """Codes that are good once each, in place of those that there were."""
    StaticDevice.objects.devices_for_user(account).delete()
    device = StaticDevice.objects.create(user=account, name="recovery codes")
    codes = [StaticToken.random_token() for _code in range(RECOVERY_CODES)]
    device.token_set.bulk_create(
        StaticToken(device=device, token=code) for code in codes
    )
    return codes


@transaction.atomic
def take_away_second_step(account: User) -> None:
    """Who lost the telephone sets up another at the next sign-in; sessions that are open end."""
    TOTPDevice.objects.devices_for_user(account).delete()
    StaticDevice.objects.devices_for_user(account).delete()
