"""Everything that a text says of one session."""

import datetime
from dataclasses import dataclass, field, replace

from .areas import AreaTerms
from .bodies import Bodies
from .commissions import commissions_named
from .countries import Countries
from .decisions import DecisionNamed, decisions_in
from .figures import FigureNamed, Figures
from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .kinds import SessionNamed, sessions_named
from .passages import PassageNamed, passages_in, publisher_in
from .people import People, PersonNamed
from .places import PlaceOfSession, held_by_video, places_named
from .session_dates import DateOfSession, session_dates
from .text import Text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text proposes; of commissions, sessions, dates and places the likeliest comes first."""

    text: str
    language: str
    commissions: list[Found[int]] = field(default_factory=list)
    sessions: list[Found[SessionNamed]] = field(default_factory=list)
    dates: list[Found[DateOfSession]] = field(default_factory=list)
    places: list[Found[PlaceOfSession]] = field(default_factory=list)
    video: Found[str] | None = None
    publisher: Found[str] | None = None
    people: list[Found[PersonNamed]] = field(default_factory=list)
    passages: list[PassageNamed] = field(default_factory=list)
    decisions: list[Found[DecisionNamed]] = field(default_factory=list)
    figures: list[Found[FigureNamed]] = field(default_factory=list)

    @property
    def is_about_a_session(self) -> bool:
        """False for an article about something else: no commission is named, or nothing of a session."""
        sure = [each for each in self.commissions if each.trust > Trust.LOW]
        return bool((sure and self.sessions) or (sure and sure[0].trust == Trust.HIGH) or (
            self.sessions and self.sessions[0].trust == Trust.HIGH and self.commissions
        ))  # fmt: skip


def read(
    written: str, gazetteer: Gazetteer, published: datetime.date | None = None
) -> Reading:
    """Read a text of some pages.  `published` is the day it appeared, if that is known.

    No query.  Time grows with the length of the text and hardly with the gazetteer: some tens of
    milliseconds for a press report.
    """
    text = Text(written)
    countries = Countries(gazetteer.commissions)
    commissions = commissions_named(text, gazetteer, countries)
    sessions = sessions_named(text)
    spans = list(sessions[0].spans) if sessions else []
    bodies = Bodies(gazetteer, countries, text.language)
    people = People(text, gazetteer, countries).found()
    masked = [span for each in commissions[:1] for span in each.spans]
    masked += [span for each in people for span in each.spans]
    terms = AreaTerms(gazetteer, text.language)
    return Reading(
        text=written,
        language=text.language,
        commissions=commissions,
        sessions=sessions,
        dates=session_dates(text, spans, published),
        places=places_named(text, gazetteer, countries, spans),
        video=held_by_video(text),
        publisher=publisher_in(text),
        people=people,
        passages=[_with_areas(each, text, terms, masked) for each in passages_in(text)],
        decisions=[_decided(each, text, terms) for each in decisions_in(text, bodies)],
        figures=Figures(gazetteer, text.language).figures_in(text),
    )


def _with_areas(
    passage: PassageNamed, text: Text, terms: AreaTerms, masked: list[Span]
) -> PassageNamed:
    masked = [span for span in masked if span.meets(passage.span)]
    areas = terms.areas_of(text, passage.span, masked)
    return replace(passage, areas=tuple(areas))


def _decided(
    found: Found[DecisionNamed], text: Text, terms: AreaTerms
) -> Found[DecisionNamed]:
    """With the areas of its sentence; a ministry's name says what it is about, too."""
    areas = terms.areas_of(text, found.value.span, [])
    return replace(found, value=replace(found.value, areas=tuple(areas)))
