"""What sessions share: areas, countries with their cities, bodies and people, and the commissions."""

import random
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from commission.countries import country_choices, country_name
from commission.models import (
    AreaTerm,
    Commission,
    CooperationArea,
    Figure,
    Indicator,
    Side,
)
from participants.models import NameVariant, Organisation, Participant, Position

from . import names
from .tables import CODES, Table
from .words import language

MODELS = [Organisation, Participant, NameVariant, Position, Commission, Side, Figure]
LONG_AGO = "2020-01-01 00:00:00"
PUBLIC = {"state": "published", "publish_at": LONG_AGO}
COLOURS = ["#0b7d4d", "#1f5fa8", "#8a3b12", "#5b3d8f", "#7a5c00", "#a3195b"]
# How often a commission writes in each pair of languages.
PAIRS = {("en", "ru"): 50, ("en", "kk"): 12, ("en", "tk"): 13, ("ru", "kk"): 10, ("ru", "tk"): 10, ("kk", "tk"): 5}  # fmt: skip


@dataclass
class Country:
    code: str
    name: dict
    weight: float
    cities: list
    bodies: list = field(default_factory=list)
    people: list = field(default_factory=list)


@dataclass
class Post:
    """A person in a position, as delegations name them."""

    person: int
    body: int
    title: dict


@dataclass
class World:
    seed: int
    sessions: int
    areas: list = field(default_factory=list)
    terms: dict = field(default_factory=dict)
    countries: list = field(default_factory=list)
    commissions: list = field(default_factory=list)

    def chance(self, *about):
        return random.Random(f"{self.seed} {' '.join(map(str, about))}")


@dataclass
class Pair:
    """A commission: its number, its two countries (sides `2n-1` and `2n`), how many sessions."""

    number: int
    countries: tuple
    languages: tuple
    sessions: int
    first_session: int


def load_areas(world):
    """The real spheres and sectors of the demo records, by the road all records take."""
    demo = Path(settings.BASE_DIR) / "sessions" / "demo"
    call_command(
        "import_records", demo / "areas.toml", demo / "indicators.toml", verbosity=0
    )
    read_areas(world)


def read_areas(world):
    world.areas = list(CooperationArea.objects.order_by("pk"))
    for term in AreaTerm.objects.order_by("pk"):
        world.terms.setdefault((term.area_id, term.language), []).append(term.term)


def make_countries(world):
    chance = world.chance("countries")
    codes = sorted(code for code, _name in country_choices())
    chance.shuffle(codes)
    needed = max(12, min(len(codes), round((world.sessions / 4) ** 0.5) * 2))
    for n, code in enumerate(codes[:needed], 1):
        name = {each: country_name(code, each) for each in CODES}
        cities = [names.city(chance) for _city in range(3)]
        world.countries.append(Country(code, name, 1 / n**0.5, cities))


def _by_weight(chance, countries, number, least):
    """`number` countries, each at least `least` times."""
    weights = [country.weight for country in countries]
    surely = [country for country in countries for _time in range(least)]
    return surely + chance.choices(countries, weights, k=max(0, number - len(surely)))


def make_bodies(world):
    """{Organisation: rows}; every country knows its own afterwards."""
    chance, table, rows = world.chance("bodies"), Table(Organisation), []
    number = max(50, world.sessions // 10)
    for pk, country in enumerate(_by_weight(chance, world.countries, number, 4), 1):
        area = chance.choice(world.areas)
        about = {"en": area.name_en, "ru": area.name_ru}
        kind, name, short = names.body(chance, country.name, about)
        country.bodies.append((pk, name))
        rows.append(
            table.row(id=pk, slug=f"body-{pk}", name=name, short_name={"en": short}, kind=kind,
                      country=country.code, **_state(chance))
        )  # fmt: skip
    return {Organisation: rows}


def _state(chance):
    if chance.random() < 0.98:
        return PUBLIC
    return {"state": "draft"}


def make_people(world):
    """{model: rows} of people, three spellings more of each name, and one or two positions."""
    chance = world.chance("people")
    tables = {
        model: (Table(model), []) for model in (Participant, NameVariant, Position)
    }
    number = max(120, world.sessions // 5)
    for pk, country in enumerate(_by_weight(chance, world.countries, number, 8), 1):
        _make_person(chance, tables, pk, country)
    return {model: rows for model, (_table, rows) in tables.items()}


def _make_person(chance, tables, pk, country):
    name, variants = names.person(chance)
    add = _adder(tables)
    family = " ".join(reversed(name["en"].split()))
    add(Participant, id=pk, slug=f"person-{pk}", name=name, sort_name=family, country=country.code, **_state(chance))  # fmt: skip
    for n, variant in enumerate(dict.fromkeys(variants)):
        add(NameVariant, id=pk * 4 + n, participant_id=pk, name=variant)
    first = chance.randint(1990, 2015)
    for n in range(chance.randint(1, 2)):
        body, body_name = chance.choice(country.bodies)
        english, russian = chance.choice(names.POSTS)
        title = {
            "en": f"{english}, {body_name['en']}",
            "ru": f"{russian}, {body_name['ru']}",
        }
        add(Position, id=pk * 2 + n, participant_id=pk, organisation_id=body, title=title,
            starts_on=f"{first + 8 * n}-03-01", starts_precision="year")  # fmt: skip
        if not n:
            country.people.append(Post(pk, body, title))


def _adder(tables):
    def add(model, **said):
        table, rows = tables[model]
        rows.append(table.row(**said))

    return add


def make_commissions(world):
    """{model: rows} of commissions, their sides and figures; plans how many sessions each has."""
    chance = world.chance("commissions")
    models = (Commission, Side, Figure)
    tables = {model: (Table(model), []) for model in models}
    indicators = list(Indicator.objects.order_by("pk").values_list("pk", flat=True))
    for pair in _pairs(world, chance):
        world.commissions.append(pair)
        _make_commission(world, chance, tables, pair, indicators)
    return {model: rows for model, (_table, rows) in tables.items()}


def _pairs(world, chance):
    number = max(5, world.sessions * 3 // 100)
    # The most active countries meet first.
    known = sorted(
        combinations(world.countries, 2), key=lambda two: -two[0].weight * two[1].weight
    )
    first = 1
    for n, countries in enumerate(known[:number], 1):
        left, commissions_left = world.sessions + 1 - first, number - n
        length = left - commissions_left
        if commissions_left:
            usual = world.sessions / number
            length = min(
                length,
                max(1, round(chance.triangular(usual / 4, usual * 2, usual * 0.75))),
            )
        languages = chance.choices(list(PAIRS), PAIRS.values())[0]
        yield Pair(n, countries, languages, length, first)
        first += length


def _make_commission(world, chance, tables, pair, indicators):
    add = _adder(tables)
    one, other = pair.countries
    slug = f"{one.code}-{other.code}".lower()
    short = {code: f"{one.name[code]} – {other.name[code]}" for code in CODES}
    name = {
        "en": f"Intergovernmental commission of {one.name['en']} and {other.name['en']}",
        "ru": f"Межправительственная комиссия: {one.name['ru']}, {other.name['ru']}",
    }
    about = {
        code: language(code, world.seed).text(chance, 25) for code in pair.languages
    }
    add(Commission, id=pair.number, slug=slug, name=name, short_name=short, description=about, **_state(chance))  # fmt: skip
    for n, country in enumerate(pair.countries):
        add(Side, id=pair.number * 2 - 1 + n, commission_id=pair.number, country=country.code, order=n + 1,
            name=country.name, colour=COLOURS[(pair.number + n) % len(COLOURS)])  # fmt: skip
    for n in range(12):
        year = 2010 + n
        add(Figure, id=pair.number * 12 + n, commission_id=pair.number, value=str(chance.randint(10, 9000)),
            indicator_id=indicators[n % 3], period_start=f"{year}-01-01", period_end=f"{year}-12-31")  # fmt: skip
