"""What may be asked, as the document says it: of a list's own filters, and of every resource."""

from typing import Any

from commission.listing import FIRST_YEAR, LAST_YEAR, ChoicesFilter, YearField

from .resource import LANGUAGES, MOST, USUAL, Resource

Parameter = dict[str, Any]
MEANING = {
    "q": "Words, in any language and spelling, as on the pages: “exact words”, -without, one OR another.",
    "area": "Cooperation areas by slug; a sphere includes its sectors.",
    "commission": "Commissions by slug.",
    "indicator": "Indicators by slug.",
    "status": "What became of it, as on the pages.",
    "kind": "Kinds.",
    "level": "Levels.",
    "country": "Countries by ISO 3166 code.",
    "party": "Countries of the commission's sides by ISO 3166 code.",
    "side": "Countries whose bodies answer, by ISO 3166 code.",
    "place": "Places, in any of the languages.",
    "organisation": "Organisations by slug, or by any spelling of the name.",
    "participant": "Participants by slug, or by any spelling of the name.",
    "session": "Sessions as in their addresses: tm-kz/11.",
    "due": "Years in which it is due; “none”: without a due date.",
    "year_from": "From this year on.",
    "year_to": "Until the end of this year.",
    "sort": "The order; the first is the usual one.",
}
# What may stand there, as the pages' addresses have it; of choices one is taken from them.
EXAMPLES: dict[str, Any] = {
    "q": "railway OR road",
    "area": ["transport", "railways"],
    "commission": ["tm-kz"],
    "indicator": ["mutual-trade"],
    "country": ["KZ"],
    "party": ["TM", "KZ"],
    "side": ["KZ"],
    "place": ["Astana"],
    "organisation": ["Ministry of Transport"],
    "participant": ["Atdaev"],
    "session": ["tm-kz/11"],
    "due": ["2026", "none"],
    "year_from": 2020,
    "year_to": 2024,
    "sort": "oldest",
}
# More choices than this are described by their words.
FEW = 40


def of_list(resource: Resource) -> list[Parameter]:
    filters = resource.filters.base_filters
    return [
        *(_filter(name, each) for name, each in filters.items()),
        *_of_every_resource(resource),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
               "How many at once.", MOST),
        _query("cursor", {"type": "string"}, "From “next”, which is to be followed as it stands.",
               "WyIyMDI0LTA5LTE3Iiw0Ml0:Xa0zP6o3VJxXn1pB2cJd8mWlYtq5sKfGh4uRvEwT7Zk"),
    ]  # fmt: skip


def of_record(resource: Resource) -> list[Parameter]:
    return _of_every_resource(resource)


def _of_every_resource(resource):
    names = {"type": "array", "items": {"enum": list(resource.fields)}}
    said = "Only these fields, with commas between."
    if resource.long:
        said += f" A list gives {', '.join(resource.long)} only when named."
    first = [
        "address",
        *(name for name in resource.short if name not in ("address", "page")),
    ][:4]
    return [
        _query("fields", names, said, first) | {"explode": False},
        _query("lang", {"enum": LANGUAGES}, "Texts in this language, or in the first there is instead; without it, in all.", "ru"),
    ]  # fmt: skip


def _query(name, schema, description, example):
    return {
        "in": "query",
        "name": name,
        "schema": schema,
        "description": description,
        "required": False,
        "example": example,
        # As forms send what nobody filled in.
        "allowEmptyValue": True,
    }


def _filter(name, each):
    schema = _schema(name, each)
    choices = schema.get("items", {}).get("enum")
    example = choices[:1] if choices else EXAMPLES[name]
    return _query(name, schema, MEANING[name], example)


def _schema(name: str, each: Any) -> dict[str, Any]:
    if name == "q":
        return {"type": "string"}
    if each.field_class is YearField:
        return {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    choices = [value for value, _label in getattr(each, "choices", [])]
    if isinstance(each, ChoicesFilter) and len(choices) <= FEW:
        value: dict[str, Any] = {"enum": choices}
    else:
        value = {"type": "string"}
    return value if name == "sort" else {"type": "array", "items": value}
