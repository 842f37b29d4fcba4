"""What the address of a page asks, and addresses that ask something else as well or no more."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

# What the lists may be asked, one or another; all but `page`, which every list has.
PARAMETERS = [
    "q", "area", "commission", "year_from", "year_to", "kind", "level", "status", "country",
    "party", "place", "organisation", "participant", "side", "session", "due", "sort",
]  # fmt: skip


def quoted(value, most=40):
    """`value` as a notice repeats it: short, and free of the characters nobody can see.

    Of one that holds no others, a notice says that.
    """
    text = "".join(c for c in str(value) if c.isprintable())
    return Truncator(text).chars(most) if text.strip() else _("(invisible characters)")


def asked_without(request: HttpRequest, *names: str) -> str:
    """What was asked ("area=roads&q=gas") by other parameters than `names`; "" for nothing."""
    return "&".join(
        written for name, _value, written in _asked(request) if name not in names
    )


def asked_of(request: HttpRequest, *left_out: str) -> str:
    """What a list was asked ("?area=roads"), whichever of its pages it is, without what no list can
    be asked and what is to be `left_out`; "" for nothing.
    """
    strange = [name for name in request.GET if name not in PARAMETERS]
    query = asked_without(request, *strange, *left_out)
    return f"?{query}" if query else ""


def asked_alike(data: QueryDict, names: Iterable[str]) -> str:
    """What was asked by any of `names` ("?area=roads"), written in one way whoever asks it; "" for nothing."""
    said = [(name, value) for name in sorted(names) for value in sorted({*data.getlist(name)} - {""})]  # fmt: skip
    return f"?{urlencode(said)}" if said else ""


def address_without(request: HttpRequest, name: str, only: object = None) -> str:
    """The query string ("?area=roads", "?" when empty) without one parameter, and from page 1.

    With `only`, just that value of the parameter goes.
    """
    left = [
        written
        for each, value, written in _asked(request)
        if each != "page" and (each != name or (only and value != str(only)))
    ]
    return f"?{'&'.join(left)}"


def address_with(request: HttpRequest, name: str, value: str) -> str:
    """The query string with another value of one parameter, in its place, and from page 1."""
    written = urlencode({name: value})
    rest = [
        written if each == name else old
        for each, _value, old in _asked(request)
        if each != "page"
    ]
    # Where it was asked more than once, the first is its place.
    return f"?{'&'.join(dict.fromkeys([*rest, written]))}"


def _asked(request):
    """[(name, value, "name=value" as an address has it)], written once: a page says it a dozen times."""
    if not hasattr(request, "written_asked"):
        request.written_asked = [
            (name, value, urlencode({name: value}))
            for name, values in request.GET.lists()
            for value in values
        ]
    return request.written_asked
