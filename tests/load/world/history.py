"""What happened in a commission, session after session: everything that belongs to its sessions."""

from datetime import date, timedelta

from commission.models import Agreement
from participants.models import Signature
from sessions.models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    DocumentFile,
    FollowUp,
    Passage,
    ResponsibleBody,
    Session,
    Source,
)

from .shared import LONG_AGO, PUBLIC
from .tables import Table
from .words import language

PASSAGES = 10
PASSAGE_WORDS = 60
# A key is the session's, with room for its rows: whoever makes them needs to ask nobody.
ROOM = 128
# In the order in which they refer to each other.
MODELS = [
    Agreement, Agreement.areas.through, Signature, Session, Session.agreements.through, AgendaItem,
    AgendaItem.areas.through, Passage, Passage.areas.through, Decision, Decision.areas.through, ResponsibleBody,
    FollowUp, DelegationMember, Document, DocumentFile, Source,
]  # fmt: skip
_STATUSES = [
    "planned",
    "in_progress",
    "in_progress",
    "completed",
    "completed",
    "superseded",
    "dropped",
]
_KINDS = ["extraordinary", "co-chairs"]
_FILE = {"content_type": "application/pdf", "sha256": "0" * 64, "size": 240_000}


class History:
    """Makes the rows of one commission's sessions: {model: [tuples]} in `rows`."""

    def __init__(self, world, pair):
        self.world, self.pair = world, pair
        self.chance = world.chance("history", pair.number)
        self.languages = [(code, language(code, world.seed)) for code in pair.languages]
        self.tables = {model: Table(model) for model in MODELS}
        self.rows = {model: [] for model in MODELS}
        self.earlier = []
        # A commission comes back to the same few sectors.
        self.usual = self.chance.sample(world.areas, 12)
        self.made = dict.fromkeys(MODELS, 0)
        self.number, self.keys = 0, set()

    def add(self, model, **said):
        """Add a row; return its key, made of the session's where none is given."""
        if "id" not in said:
            said["id"] = self.session * ROOM + self.made[model]
            self.made[model] += 1
        self.rows[model].append(self.tables[model].row(**said))
        return said["id"]

    def texts(self, words, areas=()):
        """{language: text} of so many words about the areas."""
        return {
            code: spoken.text(
                self.chance,
                words,
                [t for a in areas for t in self.world.terms.get((a.pk, code), ())],
            )
            for code, spoken in self.languages
        }

    def areas(self, most):
        return self.chance.sample(self.usual, self.chance.randint(1, most))

    def carry(self, model, areas, **carrier):
        for area in areas:
            self.add(model, cooperationarea_id=area.pk, **carrier)

    def make(self):
        span = 33 * 365
        for n in range(self.pair.sessions):
            self.session = self.pair.first_session + n
            self.made = dict.fromkeys(MODELS, 0)
            day = date(1993, 1, 1) + timedelta(
                span * n // self.pair.sessions + self.chance.randint(0, 60)
            )
            self.make_session(day)
            self.make_papers(day)
            self.make_delegations()
            self.make_decisions(day)
        return self.rows

    def called(self, day, precision):
        """kind, number and key of the next session: most are ordinary, one key is one session's."""
        kind = self.chance.choice(_KINDS)
        key = f"{kind}-{str(day)[:7] if precision == 'month' else day}"
        if self.chance.random() < 0.08 and key not in self.keys:
            self.keys.add(key)
            return {"kind": kind, "key": key}
        self.number += 1
        return {"kind": "ordinary", "key": str(self.number), "number": self.number}

    def make_session(self, day):
        host = self.chance.choice(self.pair.countries)
        precision = "month" if self.chance.random() < 0.05 else "day"
        day = day.replace(day=1) if precision == "month" else day
        self.add(
            Session, id=self.session, commission_id=self.pair.number, **self.called(day, precision),
            title=self.texts(6, self.areas(1)) if self.chance.random() < 0.2 else {}, summary=self.texts(18, self.areas(2)),
            starts_on=str(day), date_precision=precision, place=self.chance.choice(host.cities), country=host.code,
            **self.state(),
        )  # fmt: skip
        for n in range(1, 6):
            areas = self.areas(1)
            item = self.add(
                AgendaItem, session_id=self.session, number=n, text=self.texts(9, areas)
            )
            self.carry(AgendaItem.areas.through, areas, agendaitem_id=item)
        for n in range(1, PASSAGES + 1):
            areas = self.areas(2)
            passage = self.add(Passage, session_id=self.session, number=n, text=self.texts(PASSAGE_WORDS, areas))  # fmt: skip
            self.carry(Passage.areas.through, areas, passage_id=passage)

    def state(self):
        drawn = self.chance.random()
        if drawn < 0.95:
            return {
                **PUBLIC,
                "publish_at": f"{self.chance.randint(2010, 2024)}-05-01 00:00:00",
            }
        if drawn < 0.97:
            return {"state": "draft"}
        if drawn < 0.985:
            return {"state": "withdrawn", "publish_at": LONG_AGO}
        return {**PUBLIC, "publish_at": "2099-01-01 00:00:00"}

    def make_papers(self, day):
        self.add(Source, session_id=self.session, publisher="Made-up Gazette", title=self.texts(8),
                 address=f"https://gazette.invalid/{self.session}", published_on=str(day))  # fmt: skip
        paper = self.add(
            Document, session_id=self.session, kind="protocol", title=self.texts(6)
        )
        for code in self.pair.languages:
            self.add(DocumentFile, document_id=paper, language=code, authentic=1, file=f"documents/{paper}-{code}",
                     original_name=f"protocol-{self.session}-{code}.pdf", **_FILE)  # fmt: skip
        if self.chance.random() < 0.2:
            self.make_agreement(day)

    def make_agreement(self, day):
        areas = self.areas(2)
        agreement = self.add(
            Agreement, commission_id=self.pair.number, slug=f"agreement-{self.session}", title=self.texts(10, areas),
            summary=self.texts(20, areas), kind=self.chance.choice(["agreement", "memorandum", "protocol"]),
            level="governments", number=f"{self.session}/{day.year}", signed_on=str(day),
            dated_on=str(day), signed_by_all=True, **PUBLIC,
        )  # fmt: skip
        self.carry(Agreement.areas.through, areas, agreement_id=agreement)
        self.add(
            Session.agreements.through, session_id=self.session, agreement_id=agreement
        )
        for side, country in self.sides():
            signed = self.chance.choice(country.people)
            self.add(Signature, agreement_id=agreement, side_id=side, participant_id=signed.person, organisation_id=signed.body,
                     position=signed.title)  # fmt: skip

    def sides(self):
        return enumerate(self.pair.countries, self.pair.number * 2 - 1)

    def make_delegations(self):
        for side, country in self.sides():
            for order, post in enumerate(self.chance.sample(country.people, 5)):
                self.add(DelegationMember, session_id=self.session, side_id=side, participant_id=post.person, order=order,
                         role="member" if order else "co_chair", organisation_id=post.body, position=post.title)  # fmt: skip

    def make_decisions(self, day):
        made = []
        for number in range(1, self.chance.choice([0, 1, 1, 2]) + 1):
            areas = self.areas(2)
            due = (
                {"due_on": f"{day.year + 1}-12-01", "due_precision": "month"}
                if number % 2
                else {}
            )
            continues = (
                self.chance.choice(self.earlier)
                if self.earlier and self.chance.random() < 0.3
                else None
            )
            decision = self.add(Decision, session_id=self.session, number=number, text=self.texts(25, areas),
                                continues_id=continues, **due)  # fmt: skip
            self.carry(Decision.areas.through, areas, decision_id=decision)
            self.make_follow_ups(decision, day)
            made.append(decision)
        self.earlier = made or self.earlier

    def make_follow_ups(self, decision, day):
        for side, country in self.sides():
            body, _name = self.chance.choice(country.bodies)
            self.add(
                ResponsibleBody,
                decision_id=decision,
                side_id=side,
                organisation_id=body,
            )
            if self.chance.random() < 0.6:
                self.add(FollowUp, decision_id=decision, side_id=side, status=self.chance.choice(_STATUSES),
                         stated_on=str(day + timedelta(self.chance.randint(100, 400))), note=self.texts(15))  # fmt: skip
