"""What several kinds of record share, for the document: answers are made without it (`resource.py`)."""

from typing import Annotated, Any, Literal

from ninja import Schema as NinjaSchema
from pydantic import ConfigDict, Field

from commission.dates import DatePrecision


class Schema(NinjaSchema):
    model_config = ConfigDict(extra="forbid")


class OneText(Schema):
    """A text in one language: the one that was asked for, or the first there is instead."""

    text: str
    lang: Literal["en", "ru", "kk", "tk"]


class Texts(Schema):
    """A text by language; languages without one are left out."""

    en: str | None = None
    ru: str | None = None
    kk: str | None = None
    tk: str | None = None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        made = handler.resolve_ref_schema(handler(core))
        for name in made["properties"]:
            made["properties"][name] = {"type": "string"}
        return made


Text = Annotated[
    Texts | OneText | None,
    Field(description="In all languages, or in one with “lang”; null when there is none."),
]  # fmt: skip
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Date = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-\d\d(-\d\d)?)?$",
        description="As much of the day as is known: 2020-09-17, 2020-09 or 2020.",
    ),
]
Country = Annotated[
    str, Field(pattern="^[A-Z]{2}$", description="ISO 3166 code of two letters.")
]
Side = Annotated[
    Country,
    Field(description="The side of a commission, by the ISO 3166 code of its country."),
]
Slug = Annotated[
    str, Field(pattern="^[-a-zA-Z0-9_]+$", description="As in its address.")
]
AreaSlugs = Annotated[
    list[Slug], Field(description="Cooperation areas (sectors), by slug.")
]


class Source(Schema):
    publisher: str
    title: Text
    address: str | None
    date: Date | None
    date_precision: DatePrecision | None
    doubt: Text


class Correction(Schema):
    """What its readers were told was changed since it was published."""

    moment: Moment
    note: Text = Field(description="What it said, and what it says now.")
    page: Address = Field(description="The note's place on the record's page.")


Corrections = Annotated[list[Correction], Field(description="The first first.")]


class File(Schema):
    language: str
    authentic: bool = Field(description="False: a translation.")
    file: Address
    content_type: str
    size: int = Field(description="In bytes.")
    sha256: str


class Document(Schema):
    kind: Literal["protocol", "final-act", "communique", "annex", "agreement-text", "other"]  # fmt: skip
    title: Text
    files: list[File]


class Record(Schema):
    """What every kind of record has."""

    address: Address = Field(description="Of the record here.")
    page: Address = Field(description="Of the record's page, for people.")


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] | None = Field(
        None, description="Sentences by parameter."
    )
