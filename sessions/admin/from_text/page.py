"""One page of proposals: its forms, the signs they rest on, and the source with its marks."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from commission.admin.choosing import PickMany, PickOne
from sessions.models import DelegationMember, Passage, Session

from .forms import (
    DecisionForms,
    FactsForm,
    FigureForms,
    PassageForms,
    PeopleForms,
    existing_session,
)
from .proposals import proposals_of
from .signs import Sign, Signs

# Lines of the form for the session itself: fields side by side.
FACT_LINES = [
    ["commission"],
    ["kind", "number", "format"],
    ["starts_on", "date_precision", "ends_on"],
    ["place", "country"],
    ["language"],
]
SOURCE_LINES = [["publisher"], ["title"], ["address", "published_on"]]
SETS = {"people": PeopleForms, "passages": PassageForms, "decisions": DecisionForms, "figures": FigureForms}  # fmt: skip


class Box(NamedTuple):
    """One of several things to tick, and what it rests on."""

    widget: object
    sign: Sign | None


class Row(NamedTuple):
    """A proposal: its form, what it rests on, the day it names, and the boxes of what hangs on it."""

    form: object
    sign: Sign | None
    due: Sign | None
    areas: list[Box]
    bodies: list[Box]
    is_blank: bool


class Page:
    def __init__(self, reading, choices, commissions, model_admin):
        self.reading, self.choices = reading, choices
        self.commissions = commissions
        self.site = model_admin.admin_site
        self.signs = Signs(reading.text)
        self.proposals = proposals_of(reading, choices, self.signs)
        self.problems: list[str] = []

    # ── Two ways to it ───────────────────────────────────────────────────────────────────────

    def propose(self, said):
        """The page as it is first seen; `said` is what was entered with the text."""
        own = {name: said[name] for name in ("publisher", "address", "published_on", "text") if said.get(name)}  # fmt: skip
        self.facts = FactsForm(
            initial=self.proposals.facts | own, commissions=self.commissions
        )
        for name, formset in SETS.items():
            setattr(self, name, self._formset(formset, name))
        self._dress()

    def take(self, data, facts):
        """The page as the clerk sent it."""
        self.facts = facts
        for name, formset in SETS.items():
            setattr(self, name, self._formset(formset, name, data))
        self._dress()

    def _formset(self, formset, name, data=None):
        initial = getattr(self.proposals, name)
        return formset(
            data, prefix=name, initial=initial, form_kwargs={"choices": self.choices}
        )

    def _dress(self):
        """The admin's pickers for whatever may be chosen freely."""
        for form in self.people:
            field = DelegationMember._meta.get_field("participant")
            _pick(form, "other", PickOne(field, self.site))
        for form in [*self.passages, *self.decisions]:
            field = Passage._meta.get_field("areas")
            _pick(form, "more_areas", PickMany(field, self.site))

    # ── What is wrong ────────────────────────────────────────────────────────────────────────

    def is_valid(self):
        """A list: every form says what is wrong with it."""
        parts = [self.facts, *(getattr(self, name) for name in SETS)]
        valid = all([part.is_valid() for part in parts])  # noqa: C419
        return valid and self.facts.existing is None

    def refuse(self, problems):
        """The importer's own checks found something that the forms did not."""
        self.problems = [str(problem) for problem in problems]

    def facts_existing(self):
        """The session that the commission has already with what stands in the form.  One query at most."""
        if self.facts.is_bound:
            return self.facts.existing
        said = self.facts.initial
        if not said.get("commission") or not said.get("starts_on"):
            return None
        session = Session(
            commission_id=said["commission"],
            kind=said["kind"],
            number=said.get("number"),
            starts_on=said["starts_on"],
            date_precision=said["date_precision"],
        )
        return existing_session(session)

    # ── What the template arranges ───────────────────────────────────────────────────────────

    def context(self):
        pieces = self.signs.pieces()
        return {
            "pieces": pieces,
            "language": self.reading.language,
            "facts": self.facts,
            "fact_lines": self._lines(FACT_LINES),
            "source_lines": self._lines(SOURCE_LINES),
            "sections": [
                (name, label, getattr(self, name), self._rows(name))
                for name, label in self._labels()
            ],
            "problems": self.problems,
            "has_errors": self._has_errors(),
            "pickers": self.facts.media + sum((getattr(self, n).media for n in SETS), self.facts.media),
        }  # fmt: skip

    def _has_errors(self):
        if not self.facts.is_bound:
            return False
        return bool(self.problems) or not self.is_valid()

    @staticmethod
    def _labels():
        return [
            ("people", _("Who took part")),
            ("passages", _("The report, passage by passage")),
            ("decisions", _("Decisions")),
            ("figures", _("Figures")),
        ]

    def _lines(self, lines):
        return [
            [(self.facts[name], self.signs.of(name)) for name in line] for line in lines
        ]

    def _rows(self, name):
        proposed = len(getattr(self.proposals, name))
        return [
            Row(
                form=form,
                sign=self.signs.of(f"{name}-{n}"),
                due=self.signs.of(f"{name}-{n}-due_on"),
                areas=self._boxes(form, name, n, "areas"),
                bodies=self._boxes(form, name, n, "bodies"),
                is_blank=n >= proposed,
            )
            for n, form in enumerate(getattr(self, name))
        ]

    def _boxes(self, form, name, n, field):
        if field not in form.fields:
            return []
        return [
            Box(widget, self.signs.of(f"{name}-{n}-{field}-{widget.data['value']}"))
            for widget in form[field]
        ]


def _pick(form, name, widget):
    field = form.fields[name]
    widget.choices = field.choices
    widget.is_required = False
    field.widget = widget
