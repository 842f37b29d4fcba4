"""A kind of record as the API gives it: a list, narrowed and read on by cursor, and one record."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import override
from ninja import Schema

from commission.addresses import find_record
from commission.listing import Listing, number_in, quoted
from commission.models import load_corrections
from commission.prepared import Prepared

from . import cursor
from .problems import NotUnderstoodError
from .values import Say, Values, address, in_all_languages, in_language

MOST, USUAL = 200, 50
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Whose eyes the API has: nobody's who signed in.
PUBLIC: Any = SimpleNamespace(user=None)
OWN = ("cursor", "limit", "fields", "lang")
# The field of what stands beside a record of any kind, and is no relation of its row.
CORRECTIONS = "corrections"


Loads = Callable[[], tuple]


def loading(*lookups: Any) -> Loads:
    """Gives lookups that are the same at every moment."""
    return lambda: lookups


class NothingToAsk(Listing):
    """A list that is not narrowed."""


@dataclass(frozen=True)
class Resource:
    """`name` is of the list and its address, `one` of a record; `parts` are its address.

    `fields` gives each field of a row, and its address is added to them; `loads` what of the database a field needs besides the
    row: functions that give the arguments of `prefetch_related`, since what is public is so at a
    moment.  Lists leave out the `long` fields unless they are
    named.  `rows()` are all there are, with what is joined to each.
    """

    name: str
    one: str
    schema: type[Schema]
    rows: Callable[[], Any]
    fields: dict[str, Callable[[Any, Say], Any]]
    filters: type[Listing] = NothingToAsk
    loads: dict[str, Loads] = field(default_factory=dict)
    long: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("slug",)

    def __post_init__(self) -> None:
        named = {"address": lambda row, say: self.address_of(row), **self.fields}
        object.__setattr__(self, "fields", named)

    @property
    def short(self) -> list[str]:
        return [name for name in self.fields if name not in self.long]

    # ── What a list finds ────────────────────────────────────────────────────────────────────

    def found(self, data: QueryDict) -> Listing:
        return self.filters(data, self.rows().published())

    def following(self, found: Listing, after: cursor.Key | None, most: int) -> list:
        """[(key, row)] of what comes after a key."""
        return cursor.following(found.qs, after, most)

    # ── One record ───────────────────────────────────────────────────────────────────────────

    def find(self, *parts: Any) -> Any:
        """The public record at an address, of today or before; raises Http404."""
        return find_record(PUBLIC, self.rows(), *parts)

    def parts_of(self, row: Any) -> tuple:
        return tuple(getattr(row, part) for part in self.parts)

    def address_of(self, row: Any) -> str:
        return address(f"{self.one}-detail", *self.parts_of(row))

    # ── Shape ────────────────────────────────────────────────────────────────────────────────

    def shaped(self, rows: Iterable[Any], names: Iterable[str], say: Say) -> list:
        """The rows as dicts of the fields `names`.  A query for each thing to be loaded."""
        rows, chosen = list(rows), [(name, self.fields[name]) for name in names]
        if loads := self.loaded(names):
            prefetch_related_objects(rows, *loads)
        if CORRECTIONS in names:
            load_corrections(rows)
        return [{name: make(row, say) for name, make in chosen} for row in rows]

    def loaded(self, names: Iterable[str]) -> list:
        """What the fields `names` need, once each."""
        loads = dict.fromkeys(self.loads[name] for name in names if name in self.loads)
        return [each for load in loads for each in load()]

    def whole(self, row: Any, say: Say) -> Values:
        """All fields of a row that stands in another, with what they need loaded already."""
        return {name: make(row, say) for name, make in self.fields.items()}


class Registered(Resource):
    """Of rows that a register holds: narrowed in memory, and read by the page."""

    def found(self, data: QueryDict) -> Listing:
        return self.filters(data)

    @cached_property
    def public(self) -> Prepared:
        """The public ones of the rows with the primary keys `pks`."""
        return Prepared(
            lambda pks, now: self.rows().published(at=now).filter(pk__in=pks).order_by()
        )

    def following(self, found: Any, after: cursor.Key | None, most: int) -> list:
        """A row that is withdrawn at this moment is None, and its key leads on all the same."""
        places = found.qs.following(after, most)
        rows = self.public(pks=[pk for _key, pk in places], now=timezone.now())
        known = {row.pk: row for row in rows}
        return [(key, known.get(pk)) for key, pk in places]


# ── Questions ────────────────────────────────────────────────────────────────────────────────


@dataclass
class Asked:
    """What the parameters that every resource has say."""

    names: list[str]
    language: str | None
    limit: int
    errors: dict[str, list[str]]

    @property
    def say(self) -> Say:
        return in_language(self.language) if self.language else in_all_languages


def _asked(resource, data, usual):
    errors: dict[str, list[str]] = {}
    fields = [name.strip() for text in data.getlist("fields") for name in text.split(",")]  # fmt: skip
    fields = [name for name in dict.fromkeys(fields) if name]
    unknown = [name for name in fields if name not in resource.fields]
    if unknown:
        named = ", ".join(f"“{quoted(name)}”" for name in unknown)
        known = ", ".join(resource.fields)
        errors["fields"] = [f"There is no field {named}; there are: {known}."]
    language = data.get("lang") or None
    if language and language not in LANGUAGES:
        errors["lang"] = [f"“{quoted(language)}” is none of {', '.join(LANGUAGES)}."]
    limit = data.get("limit") or str(USUAL)
    if not number_in(limit, 1, MOST):
        errors["limit"] = [f"“{quoted(limit)}” is not a number from 1 to {MOST}."]
        limit = USUAL
    return Asked(fields or usual, language, int(limit), errors)


def _strangers(data, known):
    """Sentences by parameter, of those that nothing can be asked by: a slip would be a wider answer."""
    sentence = "Nothing here can be asked by “%s”; it can be asked by %s."
    return {
        quoted(name): [sentence % (quoted(name), ", ".join(known))]
        for name in data
        if name not in known
    }


def _misunderstood(found):
    """Sentences by parameter, of what the list's own filters could not understand.

    Pages leave such things out and say so; here nothing is left out, and the sentence ends before.
    """
    found.form.is_valid()
    errors = {}
    for name, each in found.form.fields.items():
        if name != "q":
            said = [*found.form.errors.get(name, []), *getattr(each, "notices", [])]
            if said:
                errors[name] = [text.partition(", so it ")[0] + "." for text in said]
    return errors


# ── Answers ──────────────────────────────────────────────────────────────────────────────────


@override("en")
def answer_list(resource: Resource, request: HttpRequest) -> HttpResponse:
    """What is wrong is said in English, whatever the browser would like."""
    data = request.GET
    asked = _asked(resource, data, resource.short)
    found = resource.found(data)
    known = (*found.filters, *OWN)
    errors = asked.errors | _misunderstood(found) | _strangers(data, known)
    of, after = _place(resource, found, data, errors)
    if errors:
        raise NotUnderstoodError(errors)
    with override(asked.language or "en"):
        rows = resource.following(found, after, asked.limit + 1)
        page = rows[: asked.limit]
        following = None
        if len(rows) > asked.limit:
            following = _address_after(request, cursor.write_cursor(of, page[-1][0]))
        body = {
            "count": found.qs.count(),
            "next": following,
            "notices": list(map(str, found.values_left_out)),
            "results": resource.shaped(
                [row for _key, row in page if row is not None], asked.names, asked.say
            ),
        }
    response = as_json(body)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _place(resource, found, data, errors):
    """(the list and its order, the key that the cursor says or None)."""
    sort = found.filters.get("sort")
    of = f"{resource.name} {sort.current() if sort else ''}"
    text = data.get("cursor")
    if not text or errors:
        return of, None
    try:
        return of, cursor.read_cursor(of, text)
    except ValueError:
        errors["cursor"] = ["This cursor does not belong to this list in this order: follow “next” as it stands."]  # fmt: skip
        return of, None


def _address_after(request, text):
    query = request.GET.copy()
    query["cursor"] = text
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


@override("en")
def answer_record(
    resource: Resource, request: HttpRequest, *parts: Any
) -> HttpResponse:
    data = request.GET
    asked = _asked(resource, data, list(resource.fields))
    known = ("fields", "lang")
    errors = asked.errors | _strangers(data, known)
    if errors:
        raise NotUnderstoodError(errors)
    row = resource.find(*parts)
    if resource.parts_of(row) != parts:
        return _moved(request, resource.address_of(row))
    with override(asked.language or "en"):
        [body] = resource.shaped([row], asked.names, asked.say)
    return as_json(body)


def _moved(request, place):
    query = request.META.get("QUERY_STRING")
    return HttpResponse(
        status=301, headers={"Location": f"{place}?{query}" if query else place}
    )


def as_json(body: Any) -> HttpResponse:
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type="application/json"
    )
