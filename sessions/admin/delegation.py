"""Delegations on a session's page: one section a side, people chosen or entered by name right there."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext_lazy as _

from commission.admin.choosing import PickOne
from commission.admin.record import RecordForm
from commission.admin.rows import Rows, RowsFormSet
from commission.letters import language_of
from commission.transliteration import free_address
from participants.models import Participant
from sessions.models import DelegationMember
from sessions.models.delegation import DelegationRole

from .copied_delegation import last_delegation

# A value of the picker that is no key: the name of somebody who is not in the record yet.
NEW = "new:"
_ONCE = DelegationMember._meta.constraints[0].violation_error_message
_ONE_CO_CHAIR = DelegationMember._meta.constraints[1].violation_error_message


class PickPerson(PickOne):
    """Offers, after those found, to enter the typed name as a new person (see admin-form.js)."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-tags": "true", "data-new-label": _("New person: ")}

    def optgroups(self, name, value, attr=None):
        (label, options, index), *_others = super().optgroups(name, value, attr)
        for key in map(str, value):
            if key.startswith(NEW):
                words = f"{_('New person: ')}{key.removeprefix(NEW)}"
                options.append(self.create_option(name, key, words, True, len(options)))
        return [(label, options, index)]


class PersonField(forms.ModelChoiceField):
    """A participant, or a new one by name who is saved (as a draft) with the row."""

    def to_python(self, value):
        if not str(value or "").startswith(NEW):
            return super().to_python(value)
        name = " ".join(value.removeprefix(NEW).split())
        column = f"name_{language_of(name)}"
        try:
            Participant._meta.get_field(column).clean(name, None)
        except ValidationError as error:
            raise ValidationError(error.messages) from None
        return Participant(**{column: name})


class MemberForm(RecordForm):
    def _get_validation_exclusions(self):
        # Whether a person is in a delegation already is asked of all rows at once.
        return super()._get_validation_exclusions() | {"participant"}

    def save(self, commit=True):
        member = self.instance
        if commit and member.participant.pk is None:
            self._save_person(member.participant, member.side.country)
            member.participant = member.participant  # takes its key over
        return super().save(commit)

    def _save_person(self, person, country):
        person.country = country
        person.slug = free_address(person.name, Participant.objects)
        person.save()


class MemberFormSet(RowsFormSet):
    """The delegation of one side.  `others` are those of the sides before it."""

    side = None
    others: tuple = ()

    @classmethod
    def get_default_prefix(cls):
        return f"delegation-{cls.side.pk}"

    def numbered_together(self):
        return super().numbered_together().filter(side=self.side)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.side = self.side
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["side"] = InlineForeignKeyField(self.side)

    def clean(self):
        super().clean()
        kept = [
            f for f in self.forms if hasattr(f, "cleaned_data") and not self._goes(f)
        ]
        kept = [form for form in kept if form.cleaned_data.get("participant")]
        self._one_co_chair(kept)
        self._each_person_once(kept)

    def _goes(self, form):
        return self.can_delete and self._should_delete_form(form)

    def _one_co_chair(self, forms_kept):
        chairs = [
            f
            for f in forms_kept
            if f.cleaned_data.get("role") == DelegationRole.CO_CHAIR
        ]
        for form in chairs[1:]:
            form.add_error("role", _ONE_CO_CHAIR)

    def _each_person_once(self, forms_kept):
        seen = {pk for other in self.others for pk in other.people}
        self.people = set()
        keeps = self._rows_in_the_way(forms_kept)
        for form in forms_kept:
            person = form.cleaned_data["participant"].pk
            if person is None:
                continue
            if (
                person in seen | self.people
                or keeps.get(person, form.instance.pk) != form.instance.pk
            ):
                form.add_error("participant", _ONCE)
            self.people.add(person)

    def _rows_in_the_way(self, forms_kept):
        """{participant: row} that the database has and that are not removed before ours are saved."""
        if not self.instance.pk:
            return {}
        gone = [
            f.instance.pk
            for each in (*self.others, self)
            for f in each.forms
            if each._goes(f)
        ]
        people = [f.cleaned_data["participant"].pk for f in forms_kept]
        rows = DelegationMember.objects.filter(
            session=self.instance, participant__in=people
        )
        return dict(
            rows.exclude(pk__in=[p for p in gone if p]).values_list("participant", "pk")
        )

    @transaction.atomic
    def save(self, commit=True):
        """Removed rows go first, and changed roles are free in between: a side has one co-chair."""
        if commit:
            rows = DelegationMember.objects
            rows.filter(
                pk__in=[f.instance.pk for f in self.initial_forms if self._goes(f)]
            ).delete()
            changed = [
                f.instance.pk for f in self.initial_forms if "role" in f.changed_data
            ]
            rows.filter(pk__in=changed).update(role=DelegationRole.MEMBER)
        return super().save(commit)


class MemberRows(Rows):
    model = DelegationMember
    form = MemberForm
    formset = MemberFormSet
    number_field = "order"
    side = None
    fields = [("participant", "role", "role_confirmed"), ("position", "organisation")]

    def get_queryset(self, request):
        members = super().get_queryset(request).filter(side=self.side)
        return members.select_related(
            "side", "organisation", "participant"
        ).prefetch_related("participant__positions")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.side = self.side
        self.last_delegation = obj and last_delegation(obj, self.side)
        country = {"country": self.side.country}
        self.narrow(formset.form, participant=country, organisation=country)
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "participant" and field:
            # The picker itself offers to enter somebody new; the way to the role is one Tab.
            field.widget.can_add_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "participant" and request.user.has_perm(
            "participants.add_participant"
        ):
            kwargs |= {
                "widget": PickPerson(db_field, self.admin_site),
                "form_class": PersonField,
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def rows_of_delegations(commission):
    """An inline class for each side, in the commission's own order."""
    return [
        type(
            "SideMemberRows",
            (MemberRows,),
            {
                "side": side,
                "verbose_name": _("member of the delegation"),
                "verbose_name_plural": _("Delegation: %(side)s") % {"side": side.name},
            },
        )
        for side in commission.sides.all()
    ]
