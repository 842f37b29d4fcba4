"""The addresses that a letter gives its reader: to confirm, for three days, and to stop, for ever."""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sessions.models import Follower, Rhythm
from sessions.models.follower import TO_CONFIRM

SALT = "sessions.following.confirm"


class Confirmed(NamedTuple):
    """What a link to confirm says: who follows, and how it was asked for."""

    follower: Follower
    rhythm: str
    language: str


def link_to_confirm(follower, *, rhythm, language):
    said = signing.dumps([follower.token, rhythm, language], salt=SALT)
    return settings.SITE_URL + reverse("sessions:confirm-following", args=[said])


def confirmed_by(said):
    """What a link says; None when it is forged, older than three days, or of somebody who stopped."""
    try:
        token, rhythm, language = signing.loads(said, salt=SALT, max_age=TO_CONFIRM)
    except (signing.BadSignature, ValueError):
        return None
    follower = Follower.objects.filter(token=token).first()
    return follower and Confirmed(follower, Rhythm(rhythm), language)


def link_to_stop(follower):
    return settings.SITE_URL + reverse("sessions:stop-following", args=[follower.token])
