"""How often an address may ask for one thing."""

import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

from commission.client_address import client_address

MINUTE, HOUR = 60, 3600


def seconds_to_wait(request: HttpRequest, what: str, most: int, within: int) -> int:
    """0 while the address of whoever asks has asked for `what` at most so often in these seconds.

    Counted in Django's cache: by each process for itself, unless the cache is a shared one.  What is
    kept is a number beside the address, for `within` seconds at most.
    """
    address = client_address(request.META)
    if address is None:
        return 0
    now = int(time.time())
    key = f"{what}-{_household(address)}-{now // within}"
    cache.add(key, 0, within)
    try:
        asked = cache.incr(key)
    except ValueError:
        # It was dropped between the two.
        return 0
    return within - now % within if asked > most else 0


def _household(address):
    """Whoever has an address of IPv6 has all of its /64."""
    if isinstance(ip_address(address), IPv6Address):
        return ip_network(f"{address}/64", strict=False).network_address
    return address
