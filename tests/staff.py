"""Accounts of staff: `make_staff("editor", bound_to=[commission])`."""

from itertools import count

from django.contrib.auth.models import Group, User

from commission.models import Binding

_numbers = count(1)


def make_staff(*roles, bound_to=(), name=""):
    """Somebody with these roles, bound to these commissions; their password is "password"."""
    user = User.objects.create_user(
        name or f"{'-'.join(roles) or 'nobody'}-{next(_numbers)}",
        password="password",
        is_staff=True,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles)
    for commission in bound_to:
        Binding.objects.create(user=user, commission=commission)
    return user
