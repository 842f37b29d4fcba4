"""From the forms, as the clerk left them, to what an import writes."""

from collections.abc import Iterable

from django.conf import settings

from commission.dates import first_day
from commission.folding import fold
from commission.models import CooperationArea
from commission.transliteration import free_address
from participants.models import Organisation, Participant
from sessions.importing.problems import Place
from sessions.importing.records import (
    DecisionRecord,
    MemberRecord,
    ParticipantRecord,
    PassageRecord,
    Publication,
    ResponsibleRecord,
    SessionRecord,
    SourceRecord,
    Texts,
)
from sessions.importing.written_dates import ImpreciseDate

from .choices import NEW

DRAFT = Publication(published=None, withdrawn=False)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def records_of(
    facts, people, passages, decisions
) -> tuple[SessionRecord, list[ParticipantRecord]]:
    """The session and the new people, of forms that are valid.  About six queries, and one for each new person."""
    told = _Told(facts.cleaned_data, people, passages, decisions)
    return told.session(), told.new_people


class _Told:
    def __init__(self, facts, people, passages, decisions):
        self.facts = facts
        self.language = facts["language"]
        self.people = _taken(people)
        self.passages = _taken(passages)
        self.decisions = _taken(decisions)
        self.areas = _slugs(
            CooperationArea,
            (a for f in [*self.passages, *self.decisions] for a in f.chosen_areas()),
        )
        self.bodies = Organisation.objects.in_bulk(
            {int(key) for form in self.decisions for key in form.cleaned_data["bodies"]}
        )
        chosen = [
            f.cleaned_data["who"] for f in self.people if f.cleaned_data["who"] != NEW
        ]
        known = Participant.objects.prefetch_related("positions__organisation")
        self.known = {str(row.pk): row for row in known.filter(pk__in=chosen)}
        self.new_people: list[ParticipantRecord] = []

    def text(self, words) -> Texts:
        return {self.language: words} if words else {}

    def session(self):
        facts = self.facts
        day = first_day(facts["starts_on"], facts["date_precision"])
        return SessionRecord(
            place=Place("", "session"),
            kind=facts["kind"],
            number=facts["number"],
            date=ImpreciseDate(day, facts["date_precision"]),
            until=facts["ends_on"],
            held_in=self.text(facts["place"]),
            country=facts["country"],
            format=facts["format"],
            title={},
            summary={},
            agreements=[],
            delegations=[
                self._member(n, form) for n, form in enumerate(self.people, 1)
            ],
            agenda=[],
            passages=[
                self._passage(n, form) for n, form in enumerate(self.passages, 1)
            ],
            decisions=[
                self._decision(n, form) for n, form in enumerate(self.decisions, 1)
            ],
            documents=[],
            photos=[],
            sources=[self._source()],
            publication=DRAFT,
        )

    def _source(self):
        facts = self.facts
        published = facts["published_on"]
        return SourceRecord(
            place=Place("", "source"),
            publisher=facts["publisher"],
            title=self.text(facts["title"]),
            address=facts["address"],
            date=ImpreciseDate(published) if published else None,
            doubt={},
        )

    # ── People ───────────────────────────────────────────────────────────────────────────────

    def _member(self, number, form):
        said = form.cleaned_data
        place = Place("", f"person {number}")
        if said["who"] == NEW:
            slug = self._new_person(said, place)
            position, organisation = self.text(said["position"]), ""
        else:
            person = self.known[said["who"]]
            slug = person.slug
            position, organisation = self._position(person, said["position"])
        return MemberRecord(
            place=place,
            side=said["side"],
            participant=slug,
            role=said["role"],
            position=position,
            organisation=organisation,
            role_confirmed=True,
        )

    def _new_person(self, said, place):
        slug = free_address(said["name"], Participant.objects)
        taken = {each.slug for each in self.new_people}
        if slug in taken:
            slug = next(s for n in range(2, 100) if (s := f"{slug}-{n}") not in taken)
        self.new_people.append(
            ParticipantRecord(
                place=place,
                slug=slug,
                name=self.text(said["name"]),
                sort_name="",
                country=said["side"],
                note={},
                variants=[],
                positions=[],
                sources=[],
                publication=DRAFT,
            )
        )
        return slug

    def _position(self, person, written):
        """(texts, organisation): None for texts leaves both to the person's positions.

        What the text calls the post, when one of the person's is called so, stands in all its languages.
        """
        if not written:
            return None, ""
        for held in person.positions.all():
            titles = {code: getattr(held, f"title_{code}") for code in LANGUAGES}
            titles = {code: title for code, title in titles.items() if title}
            if fold(written) in map(fold, titles.values()):
                return titles, held.organisation.slug if held.organisation else ""
        return self.text(written), ""

    # ── Report and decisions ─────────────────────────────────────────────────────────────────

    def _passage(self, number, form):
        return PassageRecord(
            place=Place("", f"passage {number}"),
            number=number,
            text=self.text(form.cleaned_data["text"]),
            areas=self._areas(form),
        )

    def _areas(self, form):
        return [self.areas[key] for key in form.chosen_areas() if key in self.areas]

    def _decision(self, number, form):
        said, place = form.cleaned_data, Place("", f"decision {number}")
        due = said["due_on"]
        bodies = [
            self.bodies[int(key)] for key in said["bodies"] if int(key) in self.bodies
        ]
        return DecisionRecord(
            place=place,
            number=number,
            text=self.text(said["text"]),
            due=ImpreciseDate(
                first_day(due, said["due_precision"]), said["due_precision"]
            )
            if due
            else None,
            areas=self._areas(form),
            responsible=[
                ResponsibleRecord(place, body.country, body.slug) for body in bodies
            ],
            continues=None,
            follow_ups=[],
            sources=[],
        )


def _taken(formset):
    return [form for form in formset if form.is_taken]


def _slugs(model, keys: Iterable[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=set(keys)).values_list("pk", "slug"))
