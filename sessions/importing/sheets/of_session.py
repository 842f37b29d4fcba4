"""Tables of one session: its delegations, its decisions, and what became of them."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission.countries import country_name
from commission.folding import fold
from commission.languages import text_and_language
from commission.letters import language_of
from commission.models import CooperationArea, Side
from commission.transliteration import free_address
from participants.models import Organisation, Participant, Position
from sessions.actions import record_follow_up
from sessions.models import Decision, DelegationMember, FollowUp, ResponsibleBody

from .columns import (
    Choice,
    Column,
    Day,
    ImpreciseDay,
    Number,
    Related,
    Several,
    area_called,
    fields_of,
    in_each_language,
    text_of,
)
from .names import Names
from .people import FULL_NAME
from .resource import SheetResource
from .written import CODES


class SessionSheet(SheetResource):
    """Lines of a session."""

    def __init__(self, *, session: Any, **options: Any) -> None:
        self.session = session
        self.sides = list(session.commission.sides.all())
        super().__init__(**options)

    def side_called(self, text: str) -> Side:
        """A side by its own name, or the name or code of its country, in any language."""
        for side in self.sides:
            names = [getattr(side, f"name_{code}") for code in CODES]
            names += [country_name(side.country, code) for code in CODES]
            if fold(text) in {fold(name) for name in (side.country, *names) if name}:
                return side
        raise ValueError(
            gettext(
                "“%(text)s” is no side of this commission; its sides are: %(sides)s."
            )
            % {"text": text, "sides": ", ".join(map(text_of, self.sides))}
        )


class DelegationSheet(SessionSheet):
    """People are found by any spelling; who is not in the record yet comes into it as a draft."""

    class Meta:
        model = DelegationMember

    def __init__(self, **options: Any) -> None:
        self.people = Names(Participant.objects.all(), "name")
        self.bodies = Names(Organisation.objects.all(), "name", "short_name")
        super().__init__(**options)
        self.members = {m.participant_id: m for m in self.recorded()}

    def make_columns(self) -> list[Column]:
        field = fields_of(DelegationMember)
        title = fields_of(Position)("title").verbose_name
        return [
            Related("participant", field("participant").verbose_name, self._person, also=[*FULL_NAME.values(), "Ф.И.О."],
                    needed=["participant"],
                    note=_("Who is not in the record yet is added to it as a draft.")),
            Related("side", field("side").verbose_name, self.side_called,
                    also=[fields_of(Participant)("country").verbose_name],
                    note=_("The side or its country.")),
            Choice("role", field("role")),
            *in_each_language("position", field("position"), also=[title]),
            Related("organisation", field("organisation").verbose_name, self.bodies.known),
        ]  # fmt: skip

    def _person(self, text):
        known = self.people.find(text)
        if known or self._is_new is False:
            return known
        if not self.reach.may_add(Participant):
            return self.people.known(text)
        name = " ".join(text.split())
        return Participant(**{f"name_{language_of(name)}": name})

    def find(self, row: dict[str, str]) -> Any:
        name = row.get("participant", "")
        person = name and self.people.find(name, self._country(row))
        return self.members.get(person.pk) if person else None

    def _country(self, row):
        """Of namesakes the one of the side's country is meant."""
        try:
            return self.side_called(row["side"]).country if row.get("side") else ""
        except ValueError:
            return ""

    def new(self, row: dict[str, str]) -> Any:
        return DelegationMember(session=self.session)

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:  # fmt: skip
        super().import_instance(instance, row, **kwargs)
        self._add_person(instance)

    def _add_person(self, member):
        person = member._state.fields_cache.get("participant")
        if person and person.pk is None and member._state.fields_cache.get("side"):
            person.country = member.side.country
            person.slug = free_address(person.name, Participant._base_manager)
            person.full_clean(exclude=["name"])
            person.save()
            self.people.add(person)
            member.participant = person

    def _left_out(self, instance):
        """Somebody new is saved once the side is known."""
        person = instance._state.fields_cache.get("participant")
        is_new = person is not None and person.pk is None
        return super()._left_out(instance) | ({"participant"} if is_new else set())

    def complete(self, instance: Any, row: dict[str, str]) -> None:
        person = instance._state.fields_cache.get("participant")
        if person is None:
            return  # Said of the cell that should name somebody.
        if not instance.side_id and not row.get("side"):
            country = person.country
            sides = [side for side in self.sides if side.country == country]
            if not sides:
                raise ValidationError(
                    {"side": gettext("Say for which side the person came.")}
                )
            instance.side = sides[0]
        if not instance.side_id:
            return  # Said of the cell that should name it.
        others = [m for m in self.members.values() if m.side_id == instance.side_id]
        instance.order = max((m.order for m in others), default=0) + 1

    def was_saved(self, instance: Any, is_new: bool) -> None:
        self.members[instance.participant_id] = instance

    def recorded(self) -> Any:
        rows = self.session.delegation_members.select_related(
            "participant", "organisation", "side"
        )
        return rows.order_by("side__order", "order", "pk")


class DecisionSheet(SessionSheet):
    """Told apart by their numbers; a line without one is a new decision after the last."""

    needed_texts = ("text",)

    class Meta:
        model = Decision

    def __init__(self, **options: Any) -> None:
        self.bodies = Names(Organisation.objects.all(), "name", "short_name")
        self.areas = _areas_by_name()
        super().__init__(**options)
        self.decisions = {each.number: each for each in self.recorded()}

    def make_columns(self) -> list[Column]:
        field = fields_of(Decision)
        return [
            Number("number", field("number").verbose_name, also=["№", "No."]),
            *in_each_language("text", field("text"), column=Column,
                              also=[Decision._meta.verbose_name], needed=True),
            ImpreciseDay("due_on", field("due_on").verbose_name, precision="due_precision"),
            Several("areas", field("areas").verbose_name, find=self._area,
                    stored=lambda decision: list(decision.areas.all()),
                    write=lambda decision, areas: decision.areas.set(areas)),
            *map(self._bodies_of, self.sides),
        ]  # fmt: skip

    def _area(self, text):
        return area_called(text, self.areas, fold(text))

    def _bodies_of(self, side):
        return Several(
            f"bodies_{side.country}",
            _Responsible(side),
            attribute="responsible_bodies",
            find=lambda text: self.bodies.known(text, side.country),
            stored=lambda decision: [
                body.organisation
                for body in decision.responsible_bodies.all()
                if body.side_id == side.pk
            ],
            write=lambda decision, bodies: _set_bodies(decision, side, bodies),
        )

    def find(self, row: dict[str, str]) -> Any:
        number = row.get("number", "")
        return self.decisions.get(int(number)) if number.isdecimal() else None

    def new(self, row: dict[str, str]) -> Any:
        return Decision(session=self.session)

    def complete(self, instance: Any, row: dict[str, str]) -> None:
        if not instance.number:
            instance.number = max(self.decisions, default=0) + 1

    def was_saved(self, instance: Any, is_new: bool) -> None:
        self.decisions[instance.number] = instance

    def recorded(self) -> Any:
        rows = self.session.decisions.prefetch_related(
            "areas", "responsible_bodies__organisation"
        )
        return rows.select_related("continues__session").order_by("number")


class FollowUpSheet(SessionSheet):
    """Statements are added, never overwritten; of one of the same side, day and status the words may
    be mended.
    """

    class Meta:
        model = FollowUp

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        decisions = self.session.decisions.select_related("session__commission")
        self.decisions = {each.number: each for each in decisions}

    def make_columns(self) -> list[Column]:
        field = fields_of(FollowUp)
        return [
            Related("decision", field("decision").verbose_name, self._decision,
                    also=["№", "No.", fields_of(Decision)("number").verbose_name],
                    needed=["decision"], note=_("Its number in the protocol.")),
            Related("side", field("side").verbose_name, self.side_called,
                    note=_("Empty when both say it together.")),
            Choice("status", field("status"), needed=["status"]),
            Day("stated_on", field("stated_on").verbose_name, needed=["stated_on"]),
            *in_each_language("note", field("note"), column=Column),
        ]  # fmt: skip

    def _decision(self, text):
        number = re.match(r"\D{0,3}(\d{1,4})\b", text)
        decision = number and self.decisions.get(int(number[1]))
        if decision is None:
            raise ValueError(
                gettext("The session has no decision “%(text)s”: write the number it has in the protocol.")
                % {"text": text}
            )  # fmt: skip
        return decision

    def find(self, row: dict[str, str]) -> Any:
        try:
            wanted = {
                key: self.fields[key].read(row[key])
                for key in ("decision", "status", "stated_on")
            }
            side = self.side_called(row["side"]) if row.get("side") else None
        except (ValueError, KeyError):
            return None  # Said of the cell that is wrong.
        return FollowUp.objects.filter(**wanted, side=side).first()

    def new(self, row: dict[str, str]) -> Any:
        return FollowUp()

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        if not is_create:
            instance.save()
            return
        saved = record_follow_up(
            decision=instance.decision,
            side=instance.side,
            status=instance.status,
            stated_on=instance.stated_on,
            note={code: getattr(instance, f"note_{code}") or "" for code in CODES},
            by=self.by,
        )
        instance.pk = saved.pk

    def recorded(self) -> Any:
        rows = FollowUp.objects.filter(decision__session=self.session)
        return rows.select_related("decision", "side").order_by(
            "decision__number", "stated_on", "pk"
        )


class _Responsible:
    """The heading of the column with a side's bodies, in whatever language is active."""

    def __init__(self, side):
        self.side = side

    def __str__(self):
        return str(_("Responsible: %(side)s") % {"side": text_and_language(self.side, "name")[0]})  # fmt: skip


def _set_bodies(decision, side, organisations):
    ours = ResponsibleBody.objects.filter(decision=decision, side=side)
    ours.exclude(organisation__in=organisations).delete()
    for organisation in organisations:
        ours.get_or_create(decision=decision, side=side, organisation=organisation)


def _areas_by_name():
    """{folded name in any language, or address: areas}.  One query."""
    known: dict[str, list[CooperationArea]] = {}
    for area in CooperationArea.objects.all():
        names = {area.slug, *(getattr(area, f"name_{code}") for code in CODES)}
        for name in {fold(name) for name in names if name}:
            known.setdefault(name, []).append(area)
    return known
