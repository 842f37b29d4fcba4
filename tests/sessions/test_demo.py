"""The demo records speak the portal's four languages."""

import tomllib

import pytest
from django.conf import settings

DEMO = settings.BASE_DIR / "sessions" / "demo"
LANGUAGES = {code for code, _name in settings.LANGUAGES}
FILES = sorted(path.name for path in DEMO.glob("*.toml"))
# What a reader meets on every page, in whichever language …
IN_ALL = {
    "areas.name", "indicators.name", "organisations.name", "participants.positions.title",
    "commission.name", "commission.short_name", "commission.description", "commission.sides.name",
    "sessions.place", "sessions.delegations.position", "agreements.place",
}  # fmt: skip
# … and what stands as a source has it: names of people, titles of sources.
AS_READ = {"participants.name", "sessions.sources.title"}
# The spellings in Turkmen letters that no source was read to give.
TRANSLITERATED = {"Atdaýew", "Gylyjow", "Meredow", "Nökerguly"}


def read(name):
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


def texts(record, path=""):
    """(path, {language: text}) of every text per language in a file."""
    if isinstance(record, list):
        for each in record:
            yield from texts(each, path)
    elif isinstance(record, dict) and record.keys() and record.keys() <= LANGUAGES:
        yield path, record
    elif isinstance(record, dict):
        for key, each in record.items():
            yield from texts(each, f"{path}.{key}".lstrip("."))


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_there_in_the_languages_it_is_to_have(name):
    missing = []
    for path, text in texts(read(name)):
        wanted = {"en", "ru"}
        if path in IN_ALL or name == "tm-kz.toml":
            wanted = LANGUAGES
        if path not in AS_READ and (left := wanted - set(filter(text.get, text))):
            missing.append((path, text, left))
    assert missing == []


def test_those_that_every_language_is_to_have_are_in_the_files():
    assert {path for name in FILES for path, _text in texts(read(name))} >= IN_ALL


def test_every_sector_has_terms_in_all_languages():
    areas = read("areas.toml")["areas"]
    assert len(areas) > 40
    assert [area["slug"] for area in areas if area["terms"].keys() != LANGUAGES] == []


def test_a_spelling_that_was_not_read_is_a_variant_and_no_name():
    people = read("participants.toml")["participants"]
    shown = {
        word
        for person in people
        for name in [*person["name"].values(), person["sort_name"]]
        for word in name.split()
    }
    variants = {
        word
        for each in people
        for name in each.get("variants", [])
        for word in name.split()
    }
    assert not shown & TRANSLITERATED and variants >= TRANSLITERATED
