"""The OpenAPI document: made from the operations and from records, checked in as docs/openapi.json."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from .operations import RESOURCES, api
from .problems import body
from .resource import Resource
from .values import in_all_languages

FILE = settings.BASE_DIR / "docs" / "openapi.json"
EXAMPLE_SITE = "https://records.example.org"
DESCRIPTION = """\
Everything that is published, to be read by programs. Lists are narrowed by the same parameters as the
pages, and read on by following `next`: what is added or withdrawn meanwhile neither repeats a row
nor hides one. Every answer has an ETag; asked with it again, it is 304 while nothing has changed.
Dates are as exact as they are known. Answers may be read from any site."""
Document = dict[str, Any]


@cache
def checked_in() -> Document:
    return json.loads(FILE.read_text())


def made(examples: dict[str, Any] | None = None) -> Document:
    """The document as the code is now, with `examples` by the name of the resource."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))
    document["info"]["description"] = DESCRIPTION
    document["servers"] = [{"url": EXAMPLE_SITE}]
    for path in document["paths"].values():
        # Said of GET; HEAD is the same without a body.
        path.pop("head")
        for status, answer in path["get"]["responses"].items():
            _describe(status, answer)
    schemas = document["components"]["schemas"]
    for resource in RESOURCES:
        # A reader may ask for some of the fields.
        del _schema_of(document, resource)["required"]
        _give_example(document, resource, (examples or {}).get(resource.name))
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _describe(status, answer):
    answer["headers"] = dict(HEADERS.get(status, {}))
    if status != "200":
        [content] = answer["content"].values()
        example = {"example": PROBLEMS[status]}
        answer["content"] = {"application/problem+json": content | example}
    answer["description"] = MEANING[status]


MEANING = {
    "200": "As asked.",
    "400": "Something asked is not understood; “errors” says what.",
    "404": "Nothing that is published stands at this address.",
    "429": "Too many requests from this address.",
}
# As the portal answers: `?lang=de`, a name that is nobody's, the 301st question of a minute.
PROBLEMS = {
    "400": body(
        400,
        "Not understood, so nothing was answered: lang.",
        {"lang": ["“de” is none of en, ru, kk, tk."]},
    ),
    "404": body(404, MEANING["404"]),
    "429": body(429, "More than 300 requests in a minute: wait 42 seconds."),
}
HEADERS: dict[str, dict[str, Any]] = {
    "200": {
        "ETag": {"schema": {"type": "string"}, "description": "For If-None-Match."},
    },
    "429": {
        "Retry-After": {
            "schema": {"type": "integer"},
            "description": "Seconds.",
            "example": 42,
        },
    },
}


def _schema_of(document, resource):
    return document["components"]["schemas"][resource.schema.__name__]


def _give_example(document, resource, example):
    if example is None:
        return
    for methods in document["paths"].values():
        operation = methods["get"]
        if operation["tags"] != [resource.name]:
            continue
        content = operation["responses"]["200"]["content"]["application/json"]
        content["example"] = example
        if operation["operationId"].startswith("list_"):
            row = {name: example[name] for name in resource.short}
            content["example"] = {"count": 1, "next": None, "notices": [], "results": [row]}  # fmt: skip


# ── Examples ─────────────────────────────────────────────────────────────────────────────────


def examples() -> dict[str, Any]:
    """{resource: a record of the example commission}; its records must be in the database."""
    with override("en"):
        return {resource.name: _example(resource) for resource in RESOURCES}


def _example(resource: Resource) -> Any:
    rows = resource.rows().published()
    row = rows.filter(**EXAMPLES[resource.name]).order_by("pk").first()
    [shaped] = resource.shaped([row], resource.fields, in_all_languages)
    text = json.dumps(shaped, ensure_ascii=False).replace(settings.SITE_URL, EXAMPLE_SITE)  # fmt: skip
    # Keys of rows are as it happens.
    text = re.sub(r"/(figures|documents|photos)/\d+/", r"/\1/1/", text)
    return json.loads(re.sub(r'"id": \d+', '"id": 1', text))


COMMISSION = "example-iceland-new-zealand"
EXAMPLES: dict[str, dict[str, Any]] = {
    "commissions": {"slug": COMMISSION},
    "areas": {"slug": "example-ports"},
    "sessions": {"commission__slug": COMMISSION, "key": "2"},
    "participants": {"slug": "example-minister-is"},
    "organisations": {"slug": "example-ministry-of-ports-is"},
    "decisions": {
        "session__commission__slug": COMMISSION,
        "session__key": "2",
        "number": 1,
    },
    "agreements": {"commission__slug": COMMISSION, "number": "Ex-1"},
    "figures": {"commission__slug": COMMISSION},
}


# ── The page ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Term:
    """A parameter or field: its name, what it holds, what it means."""

    name: str
    holds: str
    means: str


@dataclass(frozen=True)
class Explained:
    """A kind of record: its list and one record, what they may be asked and what they give."""

    name: str
    means: str
    lists: str
    reads: str
    parameters: list[Term]
    fields: list[Term]
    example: str


# Explained once for all of them.
OF_EVERY_LIST = ("fields", "lang", "limit", "cursor")


@cache
def explained() -> list[Explained]:
    """The document as the page tells it, in the order of the resources."""
    return [_explained(checked_in(), resource) for resource in RESOURCES]


def _explained(document, resource):
    (lists, asked), (reads, one) = [
        (path, methods["get"])
        for path, methods in document["paths"].items()
        if methods["get"]["tags"] == [resource.name]
    ]
    schema = _schema_of(document, resource)
    example = one["responses"]["200"]["content"]["application/json"]["example"]
    return Explained(
        name=resource.name,
        means=schema["description"],
        lists=lists,
        reads=reads,
        parameters=[
            Term(each["name"], _in_words(document, each["schema"]), each["description"])
            for each in asked["parameters"]
            if each["name"] not in OF_EVERY_LIST
        ],
        fields=[
            Term(name, _in_words(document, each), each.get("description", ""))
            for name, each in schema["properties"].items()
        ],
        example=json.dumps(example, ensure_ascii=False, indent=2),
    )


def _in_words(document, schema):
    """ "text or null", "list of: side, date, status, note", "one of: day, month"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _in_words(document, document["components"]["schemas"][name])
    if "anyOf" in schema:
        return " or ".join(_in_words(document, each) for each in schema["anyOf"])
    if "enum" in schema:
        return f"one of: {', '.join(schema['enum'])}"
    if schema.get("type") == "array":
        return f"list of: {_in_words(document, schema['items'])}"
    if "properties" in schema:
        return f"{{ {', '.join(schema['properties'])} }}"
    return {"string": "text", "integer": "number"}.get(schema["type"], schema["type"])
