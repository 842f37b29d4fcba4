"""Addresses worked out once a route: the same that Django gives."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from commission.routes import address_of

PARTS = {
    "sessions:home": [],
    "commission:area-detail": ["roads-and-bridges"],
    "sessions:session-detail": ["tm-kz", "extraordinary-2020-09-17"],
    "sessions:passage-detail": ["tm-kz", "11", 9],
    "sessions:decision-detail": ["90007070700097", "9", 1234567],
}


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tk"])
@pytest.mark.parametrize("route", PARTS)
def test_it_is_the_address_that_django_gives(route, language):
    with override(language):
        assert address_of(route, *PARTS[route]) == reverse(route, args=PARTS[route])
