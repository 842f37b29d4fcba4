"""In which language a text is shown: the reader's, else the first of an order that has it.

The order is the one of the commission the text belongs to (`Commission.languages`), then the
portal's own for the reader's language (settings.MODELTRANSLATION_FALLBACK_LANGUAGES).  What
belongs to no commission (areas, people, bodies) has the portal's alone.
"""

from collections.abc import Iterable
from functools import cache

from babel.core import Locale, get_global
from babel.languages import get_official_languages, get_territory_language_info
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import resolution_order

# From a part of a record to what it is a part of.
OWNERS = ("commission", "session", "side", "decision", "delegation", "document", "agreement")  # fmt: skip
# Sentences of their own: other languages than English decline the name of a language.
IN_LANGUAGE = {
    "en": _("in English"),
    "ru": _("in Russian"),
    "kk": _("in Kazakh"),
    "tk": _("in Turkmen"),
}


def language_name(code: str) -> str:
    """The name of a language in the active one (CLDR): "русский", "rus dili"."""
    return Locale.parse(get_language() or "en").languages.get(code, code)


def languages_of_countries(countries: Iterable[str]) -> list[str]:
    """Those of the portal's languages that are official in `countries` (ISO 3166), by CLDR.

    In the order of the countries; a country's own language before one it shares.
    """
    codes = [code for code, _name in settings.LANGUAGES]
    found = []
    for country in countries:
        official = [c for c in get_official_languages(country) if c in codes]
        found += sorted(official, key=lambda code: _home_of(code) != country)
    return list(dict.fromkeys(found))


def _home_of(language):
    """The country most of its speakers live in: "kk" → "KZ"."""
    return get_global("likely_subtags")[language].rpartition("_")[2]


@cache
def nearest_language(code: str) -> str | None:
    """The portal's language that most people speak in the country where `code` is at home: "uz" → "ru".

    By CLDR's figures; None where it is fewer than one in ten.
    """
    country = _home_of(code) if code in get_global("likely_subtags") else ""
    spoken: dict = get_territory_language_info(country) if country else {}
    known = [
        (spoken[ours]["population_percent"], ours)
        for ours, _name in settings.LANGUAGES
        if ours in spoken
    ]
    percent, nearest = max(known, default=(0, None))
    return nearest if percent >= 10 else None


def check_languages(text: str) -> None:
    """Raise ValidationError unless `text` is codes of the portal's languages, each once."""
    known, codes = [code for code, _name in settings.LANGUAGES], text.split()
    strange = [code for code in codes if code not in known]
    if strange or len(set(codes)) < len(codes):
        raise ValidationError(
            _(
                "Write codes of the portal's languages with spaces between, each once: %(codes)s."
            )
            % {"codes": " ".join(known)}
        )


@cache
def columns_of(name: str, language: str, own: str = "") -> list[tuple[str, str]]:
    """[(column of the translated field `name`, its language)], in the order they are read in."""
    order = dict.fromkeys((language, *own.split(), *resolution_order(language)))
    return [(f"{name}_{code}", code) for code in order]


def text_and_language(
    record: Model, name: str, language: str | None = None
) -> tuple[str, str]:
    """(text, language code) of the translated field `name` as it is shown to the reader of
    `language`, the active one by default; ("", that language) when it is empty in all.  No query.
    """
    active = language or get_language() or "en"
    if text := getattr(record, f"{name}_{active}", None):
        return text, active
    for column, code in columns_of(name, active, own_languages(record)):
        if text := getattr(record, column, None):
            return text, code
    return "", active


def called(record: Model, language: str | None = None) -> tuple[str, str]:
    """(what a record is called, the language of that where it is not the reader's, else ""): by its
    field `called_by`, `name` unless it says another.  `language` is the reader's, the active one.
    """
    active = language or get_language() or "en"
    label, code = text_and_language(
        record, getattr(record, "called_by", "name"), active
    )
    return label, "" if code == active else code


def own_languages(record: Model) -> str:
    """The order of the commission that `record` belongs to, "" when none is known.  No query: it
    goes from what is loaded to what is loaded.
    """
    owner: Model | None = record
    while owner is not None:
        languages = owner.__dict__.get("languages")
        if languages is not None:
            return languages
        loaded = owner._state.fields_cache
        owner = next((loaded[name] for name in OWNERS if loaded.get(name)), None)
    return ""
