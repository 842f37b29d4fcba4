"""The names and terms that reading knows; where they come from is not its business."""

from dataclasses import dataclass, field

# {language code: what it is called there}
Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class SideKnown:
    """`names` are what the side is called ("Turkmen side"); they bring the country's adjective."""

    key: int
    country: str
    names: Names


@dataclass(frozen=True, slots=True)
class CommissionKnown:
    key: int
    names: Names
    short_names: Names
    sides: tuple[SideKnown, ...]


@dataclass(frozen=True, slots=True)
class PersonKnown:
    """`names` are all spellings, of every language; `family` is the family name in one of them."""

    key: int
    names: tuple[str, ...]
    family: str
    country: str


@dataclass(frozen=True, slots=True)
class BodyKnown:
    """`names` are (language, name); a spelling that belongs to no language has ""."""

    key: int
    names: tuple[tuple[str, str], ...]
    country: str

    def name(self, language: str) -> str:
        return next((n for code, n in self.names if code == language), self.names[0][1])


@dataclass(frozen=True, slots=True)
class AreaKnown:
    """A sector, or a sphere when `sphere` is None; `terms` are (language, term), besides its names."""

    key: int
    sphere: int | None
    names: Names
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IndicatorKnown:
    key: int
    names: Names
    unit: str
    area: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceKnown:
    """A city where sessions were held."""

    names: Names
    country: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    commissions: tuple[CommissionKnown, ...] = ()
    people: tuple[PersonKnown, ...] = ()
    bodies: tuple[BodyKnown, ...] = ()
    areas: tuple[AreaKnown, ...] = ()
    indicators: tuple[IndicatorKnown, ...] = ()
    places: tuple[PlaceKnown, ...] = field(default=())
