"""Writes the log of sign-ins, from what Django, django-axes and the second step say."""

import time

from axes.helpers import get_client_username
from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest

from commission.client_address import client_address
from commission.models import SignIn, SignInOutcome

from .middleware import TOUCHED

NAME_LENGTH = SignIn._meta.get_field("name").max_length


def note(
    outcome: SignInOutcome, request: HttpRequest | None, name: str, account=None
) -> None:
    """Write one event at the door.  One query."""
    SignIn.objects.create(
        outcome=outcome,
        name=name[:NAME_LENGTH],
        account=account,
        address=client_address(request.META) if request else None,
    )


@receiver(user_logged_in)
def _signed_in(sender, request, user, **_more):
    request.session[TOUCHED] = int(time.time())
    note(SignInOutcome.SIGNED_IN, request, user.get_username(), user)


@receiver(user_logged_out)
def _signed_out(sender, request, user, **_more):
    if user is not None:
        note(SignInOutcome.SIGNED_OUT, request, user.get_username(), user)


@receiver(user_login_failed)
def _refused(sender, credentials, request=None, **_more):
    at_code = credentials.get("step") == "code"
    outcome = SignInOutcome.CODE_REFUSED if at_code else SignInOutcome.REFUSED
    note(outcome, request, str(credentials.get("username", "")))


@receiver(user_locked_out)
def _locked_out(sender, request, username, **_more):
    name = username or get_client_username(request) or ""
    note(SignInOutcome.LOCKED_OUT, request, name)
