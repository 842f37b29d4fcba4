"""The forms of the page: what the text is, the session's facts, and a row for each proposal."""

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.admin.record import DateInput
from commission.countries import country_choices
from commission.dates import DatePrecision
from commission.models import Commission, CooperationArea
from commission.models.figure import Bound
from commission.templatetags.numbers import grouped
from participants.models import Participant
from sessions.models import DelegationMember, Session
from sessions.models.delegation import DelegationRole
from sessions.models.session import SessionFormat, SessionKind
from sessions.reading.text import paragraphs_of
from sessions.uploaded_texts import UnreadableError, text_of, tidied

from .choices import NEW

# Letters of a text: some hundred pages.
MOST_LETTERS = 200_000
FEWEST_LETTERS = 40
# Each is a row of the page, and Django takes 10,000 fields of one.
MOST_PARAGRAPHS = 600


def _area(rows):
    return forms.Textarea({"rows": rows, "class": "grows"})


class SourceFields(forms.Form):
    """Whom the text is from; asked with the text, and once more beside the proposals."""

    publisher = forms.CharField(
        label=_("publisher"), max_length=160, required=False,
        help_text=_("Who published the text: a news agency, a ministry; of a protocol, the commission."),
    )  # fmt: skip
    address = forms.URLField(
        label=_("address"), max_length=600, required=False, assume_scheme="https"
    )
    published_on = forms.DateField(
        label=_("published on"), required=False, widget=DateInput(),
        help_text=_("It also settles the year of dates that the text gives without one."),
    )  # fmt: skip


class TextForm(SourceFields):
    """The text, pasted or uploaded.  `cleaned_data["text"]` is it, tidied."""

    text = forms.CharField(
        label=_("text"), required=False, strip=False,
        widget=forms.Textarea({"rows": 16, "data-most": MOST_LETTERS, "autofocus": True}),
        help_text=_("A press report or a protocol, in English, Russian, Kazakh or Turkmen; up to 200,000 letters."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("or a file"), required=False,
        widget=forms.FileInput({"accept": ".txt,.html,.htm,.docx,.pdf"}),
        help_text=_(
            ".docx, .pdf with text in it, .html or .txt, up to 10 MB and 200 pages. The file is read and not kept."
        ),
    )  # fmt: skip
    field_order = ["text", "file", "publisher", "address", "published_on"]

    def clean(self):
        data = super().clean()
        uploaded, pasted = data.get("file"), tidied(data.get("text") or "")
        if uploaded and not self.errors:
            try:
                pasted = text_of(uploaded.read())
            except UnreadableError as error:
                self.add_error("file", str(error))
                return data
        if "file" not in self.errors:
            self._check(pasted)
        return data | {"text": pasted}

    def _check(self, text):
        if not text:
            self.add_error("text", _("Paste the text, or choose a file."))
        elif len(text) > MOST_LETTERS:
            sentence = ngettext(
                "The text has %(count)s letter, more than the 200,000 that are read at once: leave out what is not about the session. It is still here.",
                "The text has %(count)s letters, more than the 200,000 that are read at once: leave out what is not about the session. It is still here.",
                len(text),
            )
            self.add_error("text", sentence % {"count": grouped(len(text))})
        elif (count := len(paragraphs_of(text))) > MOST_PARAGRAPHS:
            sentence = ngettext(
                "The text has %(count)s paragraph, more than the 600 that are read at once: leave out what is not about the session. It is still here.",
                "The text has %(count)s paragraphs, more than the 600 that are read at once: leave out what is not about the session. It is still here.",
                count,
            )
            self.add_error("text", sentence % {"count": count})
        elif sum(map(str.isalpha, text)) < FEWEST_LETTERS:
            self.add_error(
                "text",
                _("There is too little text to read: paste the whole report or protocol."),
            )  # fmt: skip


class FactsForm(SourceFields):
    """The session itself.  Its rules are the model's; `existing` is the session there is already."""

    existing: Session | None = None

    commission = forms.ModelChoiceField(
        Commission.objects.none(), label=_("commission"), empty_label=_("Choose …")
    )
    language = forms.ChoiceField(
        label=_("language of the text"), choices=settings.LANGUAGES
    )
    kind = forms.ChoiceField(label=_("kind"), choices=SessionKind.choices)
    number = forms.IntegerField(
        label=_("number"), required=False, min_value=1, max_value=999
    )
    format = forms.ChoiceField(label=_("held"), choices=SessionFormat.choices)
    starts_on = forms.DateField(label=_("date"), widget=DateInput())
    date_precision = forms.ChoiceField(
        label=_("precision"), choices=DatePrecision.choices
    )
    ends_on = forms.DateField(label=_("until"), required=False, widget=DateInput())
    place = forms.CharField(label=_("place"), required=False, max_length=120)
    country = forms.ChoiceField(label=_("country"), required=False)
    title = forms.CharField(
        label=_("title of the text"), required=False, max_length=300
    )
    text = forms.CharField(strip=False, widget=forms.HiddenInput())

    def __init__(self, *args, commissions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = commissions
        self.fields["country"].choices = [("", "—"), *country_choices()]
        # Every fact has its source.
        self.fields["publisher"].required = True

    def clean_text(self):
        return tidied(self.cleaned_data["text"])

    def clean(self):
        data = super().clean()
        if data.get("kind") != SessionKind.ORDINARY:
            data["number"] = None
        if not self.errors:
            self._check_session(data)
        return data

    def _check_session(self, data):
        names = ("commission", "kind", "number", "format", "starts_on", "date_precision", "ends_on", "country")  # fmt: skip
        session = Session(**{name: data[name] for name in names})
        self.existing = existing_session(session)
        if self.existing:
            return
        try:
            session.clean()
            session.validate_constraints()
        except ValidationError as error:
            for name, errors in error.update_error_dict({}).items():
                at = name if name in self.fields and name != NON_FIELD_ERRORS else None
                self.add_error(at, errors)


def existing_session(session: Session) -> Session | None:
    """The one with the same commission and address.  One query; `session` has both and its date."""
    if session.kind == SessionKind.ORDINARY and not session.number:
        return None
    session.set_key()
    same = Session.objects.select_related("commission")
    return same.filter(commission=session.commission_id, key=session.key).first()


class ProposalForm(forms.Form):
    """A row that counts when its box is ticked; what is wrong in another says nothing."""

    take = forms.BooleanField(label=_("take over"), required=False)

    def __init__(self, *args, choices, **kwargs):
        self.choices = choices
        super().__init__(*args, **kwargs)

    @property
    def is_taken(self):
        return bool(self.cleaned_data.get("take"))

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("take"):
            self._errors = forms.utils.ErrorDict()

    def offered(self, name, labels):
        """(key, label) of the keys that were proposed or have been sent."""
        keys = [*self.initial.get(f"offered_{name}", ())]
        if self.is_bound:
            sent = self.data.getlist(self.add_prefix(name))
            keys += [int(key) for key in sent if key.isdecimal()]
        return [(str(key), labels[key]) for key in dict.fromkeys(keys) if key in labels]


class PersonForm(ProposalForm):
    who = forms.ChoiceField(
        label=_("who it is"), widget=forms.RadioSelect(), required=False
    )
    other = forms.ModelChoiceField(
        Participant.objects.all(), label=_("somebody else in the record"), required=False
    )  # fmt: skip
    name = forms.CharField(label=_("name"), required=False, max_length=160)
    side = forms.ChoiceField(label=_("side"))
    role = forms.ChoiceField(label=_("role"), choices=DelegationRole.choices)
    position = forms.CharField(
        label=_("position that day"), required=False, max_length=300,
        help_text=_("Left empty, it is copied from the person's positions."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = self.offered("who", self.choices.people) or [
            (str(key), self.choices.people[key])
            for key in self.initial.get("candidates", ())
            if key in self.choices.people
        ]
        new = [(NEW, _("new person, by the name below"))]
        self.fields["who"].choices = [
            *candidates,
            *(new if self.choices.may_add_people else []),
        ]
        self.fields["side"].choices = [("", "—"), *self.choices.sides.items()]

    def clean(self):
        data = super().clean()
        if not data.get("take"):
            return data
        if data.get("other"):
            data["who"] = str(data["other"].pk)
        if not data.get("who") and "who" not in self.errors:
            self.add_error(
                "who", _("Choose who of the record this is, or a new person.")
            )
        elif data.get("who") == NEW and not data.get("name"):
            self.add_error("name", _("Write the name of the new person."))
        return data


class WithAreas(ProposalForm):
    areas = forms.MultipleChoiceField(
        label=_("areas"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    more_areas = forms.ModelMultipleChoiceField(
        CooperationArea.objects.all(),
        label=_("other areas"), required=False,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = self.offered("areas", self.choices.areas)

    def chosen_areas(self):
        """Primary keys."""
        more = [area.pk for area in self.cleaned_data["more_areas"]]
        return list(dict.fromkeys([*map(int, self.cleaned_data["areas"]), *more]))


class PassageForm(WithAreas):
    text = forms.CharField(label=_("text"), widget=_area(3))


class DecisionForm(WithAreas):
    text = forms.CharField(label=_("text"), widget=_area(2))
    due_on = forms.DateField(label=_("due"), required=False, widget=DateInput())
    due_precision = forms.ChoiceField(
        label=_("precision"), choices=DatePrecision.choices
    )
    bodies = forms.MultipleChoiceField(
        label=_("responsible bodies"), required=False, widget=forms.CheckboxSelectMultiple()
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = self.offered("bodies", self.choices.bodies)


class FigureForm(ProposalForm):
    """Figures are entered on their own page afterwards: they are public as soon as they are saved."""

    indicator = forms.ChoiceField(label=_("indicator"))
    value = forms.DecimalField(label=_("value"), max_digits=18, decimal_places=3)
    period_start = forms.DateField(
        label=_("period from"), required=False, widget=DateInput()
    )
    period_end = forms.DateField(
        label=_("period until"), required=False, widget=DateInput()
    )
    bound = forms.ChoiceField(
        label=_("as the source puts it"),
        choices=Bound.choices,
    )
    change_percent = forms.DecimalField(
        label=_("change on a year earlier, %"), required=False
    )
    is_target = forms.BooleanField(label=_("a target"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicators = ((str(key), name) for key, name in self.choices.indicators.items())
        self.fields["indicator"].choices = [("", "—"), *indicators]


class _People(forms.BaseFormSet):
    def clean(self):
        """Nobody twice, and one co-chair a side."""
        seen: set[tuple[str, str]] = set()
        once, one_co_chair = DelegationMember._meta.constraints
        for form in self.forms:
            data = dict(getattr(form, "cleaned_data", {}))
            if not data.get("take") or form.errors:
                continue
            who = data["name"].casefold() if data["who"] == NEW else data["who"]
            rules = [("who", who, once)]
            if data["role"] == DelegationRole.CO_CHAIR:
                rules.append(("role", data["side"], one_co_chair))
            for name, value, rule in rules:
                if (name, value) in seen:
                    form.add_error(name, rule.violation_error_message)
                seen.add((name, value))


def _rows(form, formset=forms.BaseFormSet, extra=0):
    # Far more than 200,000 letters hold; Django counts the extra ones in.
    return forms.formset_factory(
        form, formset=formset, extra=extra, max_num=3000, absolute_max=3000
    )


PeopleForms = _rows(PersonForm, _People, extra=1)
PassageForms = _rows(PassageForm)
DecisionForms = _rows(DecisionForm, extra=1)
FigureForms = _rows(FigureForm)
