"""Tables of organisations, participants and positions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commission.folding import fold
from commission.transliteration import free_address
from participants.models import NameVariant, Organisation, Participant, Position

from .columns import (
    Choice,
    Column,
    Country,
    ImpreciseDay,
    Line,
    Related,
    Several,
    fields_of,
    in_each_language,
)
from .names import Names
from .resource import SheetResource
from .written import CODES, country_in

# How officials head the column with people's names.
FULL_NAME = {
    "en": "Full name",
    "ru": "ФИО",
    "kk": "Аты-жөні",
    "tk": "Familiýasy, ady",
}
ADDRESS_NOTE = _(
    "Only to tell namesakes apart: the last part of the page's address, “batyr-atdayev”."
)


def texts_in(row: dict[str, str], name: str) -> list[str]:
    return [text for code in CODES if (text := row.get(f"{name}_{code}", ""))]


def _spelling(text):
    """A variant, refused where it is too long for one."""
    try:
        return fields_of(NameVariant)("name").clean(text, None)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None


class NamedSheet(SheetResource):
    """Records that are told apart by their names and variants, new ones being drafts."""

    owner = ""
    names_of: tuple[str, ...] = ("name",)
    needed_texts = ("name",)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.names = Names(self._meta.model._default_manager.all(), *self.names_of)

    def find(self, row: dict[str, str]) -> Any:
        if slug := row.get("slug"):
            return self.names.rows.filter(slug=slug).first()
        country = row.get("country", "")
        try:
            country = country and country_in(country)
        except ValueError:
            country = ""  # Said of its own cell.
        return self.names.one_of(texts_in(row, "name"), country)

    def complete(self, instance: Any, row: dict[str, str]) -> None:
        if not instance.slug:
            name = next(iter(texts_in(row, "name")), "")
            instance.slug = free_address(name, self._meta.model._base_manager)

    def was_saved(self, instance: Any, is_new: bool) -> None:
        self.names.add(instance)

    def variants(self) -> Several:
        return Several(
            "variants",
            NameVariant._meta.verbose_name_plural,
            attribute="name_variants",
            stored=lambda row: [each.name for each in row.name_variants.all()],
            write=self._write_variants,
            find=_spelling,
            adds=True,
            note=_("Other spellings, parted by semicolons. Those that are there stay."),
        )

    def _write_variants(self, instance, names):
        known = {each.name for each in instance.name_variants.all()}
        for name in names:
            if name not in known:
                NameVariant.objects.create(**{self.owner: instance, "name": name})

    def recorded(self) -> Any:
        return super().recorded().prefetch_related("name_variants")


class OrganisationSheet(NamedSheet):
    owner = "organisation"
    names_of = ("name", "short_name")

    class Meta:
        model = Organisation

    def make_columns(self) -> list[Column]:
        field = fields_of(Organisation)
        return [
            *in_each_language("name", field("name"), also=[fields_of(Position)("organisation").verbose_name], needed=True),
            *in_each_language("short_name", field("short_name")),
            Choice("kind", field("kind"), needed=["kind"]),
            Country("country", field("country").verbose_name),
            self.variants(),
            *in_each_language("description", field("description"), column=Column),
            Line("slug", field("slug").verbose_name, note=ADDRESS_NOTE),
        ]  # fmt: skip


class ParticipantSheet(NamedSheet):
    owner = "participant"

    class Meta:
        model = Participant

    def make_columns(self) -> list[Column]:
        field = fields_of(Participant)
        return [
            *in_each_language("name", field("name"), also_in=FULL_NAME, needed=True),
            Country("country", field("country").verbose_name),
            self.variants(),
            Line("sort_name", field("sort_name").verbose_name, note=field("sort_name").help_text),
            *in_each_language("note", field("note"), column=Column),
            Line("slug", field("slug").verbose_name, note=ADDRESS_NOTE),
        ]  # fmt: skip


class PositionSheet(SheetResource):
    """Told apart by person, title and body; of one that is there the dates are mended."""

    needed_texts = ("title",)

    class Meta:
        model = Position

    def __init__(self, **options: Any) -> None:
        self.people = Names(Participant.objects.all(), "name")
        self.bodies = Names(Organisation.objects.all(), "name", "short_name")
        super().__init__(**options)

    def make_columns(self) -> list[Column]:
        field = fields_of(Position)
        return [
            Related("participant", field("participant").verbose_name, self.people.known,
                    also=[*FULL_NAME.values(), "Ф.И.О."], needed=["participant"],
                    note=_("As the record knows the name, in any language and spelling.")),
            *in_each_language("title", field("title"), needed=True),
            Related("organisation", field("organisation").verbose_name, self.bodies.known),
            ImpreciseDay("starts_on", pgettext_lazy("heading of a table", "In office from"),
                         precision="starts_precision", also=[field("starts_on").verbose_name]),
            ImpreciseDay("ends_on", pgettext_lazy("heading of a table", "In office until"),
                         precision="ends_precision", ends=True, also=[field("ends_on").verbose_name]),
        ]  # fmt: skip

    def find(self, row: dict[str, str]) -> Any:
        person = row.get("participant") and self._quietly(self.people, row["participant"])  # fmt: skip
        if not person:
            return None
        titles = {code: fold(row.get(f"title_{code}", "")) for code in CODES}
        body = row.get("organisation") and self._quietly(self.bodies, row["organisation"])  # fmt: skip
        starts = self.fields["starts_on"]
        matching = []
        for held in person.positions.all():
            same = any(
                title and title == fold(getattr(held, f"title_{code}") or "")
                for code, title in titles.items()
            )
            other_body = body and held.organisation_id not in (None, body.pk)
            if same and not other_body:
                matching.append(held)
        if len(matching) > 1 and row.get("starts_on"):
            # Held twice: the beginning tells which.
            day = starts.read(row["starts_on"]).day
            matching = [held for held in matching if held.starts_on == day]
        if len(matching) > 1:
            raise ValueError(
                _("The record has this position several times: mend it on the person's page.")
            )  # fmt: skip
        for held in matching:
            held.participant = person
        return matching[0] if matching else None

    def _quietly(self, names, text):
        """None where the name is refused: its own cell says so."""
        try:
            return names.find(text)
        except ValueError:
            return None

    def recorded(self) -> Any:
        rows = super().recorded().select_related("participant", "organisation")
        return rows.order_by("participant__sort_name", "participant", "starts_on", "pk")
