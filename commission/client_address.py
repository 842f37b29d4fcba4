"""Where a request comes from, when proxies that are believed stand before the portal."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings


def client_address(meta: dict[str, Any]) -> str | None:
    """The address of whoever asks, from a request's META; None when nothing says it.

    X-Forwarded-For is read from its end, where the nearest proxy wrote, and only as long as the
    writer is one of settings.TRUSTED_PROXIES: everything before may be invented.  A request over a
    Unix socket comes from a proxy on this machine.
    """
    address = meta.get("REMOTE_ADDR", "")
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while forwarded and (not address or _is_trusted(address)):
        address = forwarded.pop().strip() or address
    return address if _is_address(address) else None


def _is_trusted(address):
    return "*" in settings.TRUSTED_PROXIES or address in settings.TRUSTED_PROXIES


def _is_address(text):
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
