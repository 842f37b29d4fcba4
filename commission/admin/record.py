"""What every page of the admin shares: texts per language, pickers, plain date inputs, addresses."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Case, When

from commission.folding import fold
from commission.languages import text_and_language
from commission.models import CooperationArea
from commission.templatetags.record import in_its_language
from commission.transliteration import free_address

from .choosing import PickMany, PickOne, hand_over_loaded, picker_of
from .deleting import Deleting
from .history import HistoryPages
from .reach import ReachedChoices, WithinReach
from .shared_pages import NOT_YET, SharedPages, refusal_of
from .texts import TextsForm, languages_field, text_names
from .together import Meeting


class DateInput(forms.DateInput):
    """The browser's own date input, which knows how its user writes dates."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class RecordForm(TextsForm):
    """The form of every record.  An empty address is made from the field `addressed_by`."""

    addressed_by = "name"
    # What others did since the page was made, where it has to be looked at before anything is saved.
    meeting: Meeting | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hand_over_loaded(self)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _post_clean(self):
        if "slug" in self.cleaned_data and not self.cleaned_data["slug"]:
            texts = self.cleaned_data.get(self.addressed_by) or {}
            self.cleaned_data["slug"] = free_address(
                next(filter(None, texts.values()), ""),
                self._meta.model._base_manager.exclude(pk=self.instance.pk),
            )
        super()._post_clean()
        if self.meeting:
            self.add_error(None, NOT_YET)


class RecordOptions(ReachedChoices):
    """For ModelAdmin and inlines alike: which widget each kind of column gets."""

    form = RecordForm
    formfield_overrides = {
        models.DateField: {"widget": DateInput},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in text_names(self.model):
            return languages_field(db_field, field)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # To look at, change or delete another record one goes to its own page.
            field.widget.can_view_related = field.widget.can_delete_related = False
            field.widget.can_change_related = False
            # The tree of areas is decided once, not in passing.
            field.widget.can_add_related &= (
                db_field.related_model is not CooperationArea
            )
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if self._is_picked(db_field) and "widget" not in kwargs:
            kwargs["widget"] = PickOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if self._is_picked(db_field) and "widget" not in kwargs:
            kwargs["widget"] = PickMany(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _is_picked(self, db_field):
        related = db_field.remote_field.model
        return self.admin_site.is_registered(related) and bool(
            self.admin_site.get_model_admin(related).search_fields
        )

    def narrow(self, form_class, **narrowed):
        """Narrow the search behind the form's pickers: `agreements={"commission": 3}`."""
        for name, parameters in narrowed.items():
            if name in form_class.base_fields:
                picker = picker_of(form_class.base_fields[name].widget)
                if picker:
                    picker.narrow = parameters
        return form_class


def languages_of_record(record):
    """Codes of the languages of the commission that `record` belongs to.  One query where it is not loaded."""
    for owner in ("session", "commission"):
        record = getattr(record, owner, record)
    return getattr(record, "languages", "").split()


class FoldedSearch:
    """Searching a model's column `folded`: every language, without regard to case or accents."""

    search_fields = ["folded"]

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            queryset = queryset.filter(folded__contains=word)
        return queryset, False


class RecordAdmin(
    SharedPages, HistoryPages, Deleting, RecordOptions, WithinReach, admin.ModelAdmin
):
    """A page for one kind of record."""

    save_on_top = False
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change=change, **kwargs)
        form_class.own_languages = languages_of_record(obj)
        form_class.meeting = refusal_of(request)
        return form_class

    def construct_change_message(self, request, form, formsets, add=False):
        """Fields are called as our catalogues call them: histories are translated when they are read."""
        message = super().construct_change_message(request, form, formsets, add)
        for entry in message:
            for change in entry.values():
                if "fields" in change:
                    change["fields"] = list(map(_as_in_a_sentence, change["fields"]))
        return message

    class Media:
        css = {"all": ["css/admin-record.css", "css/admin-history.css"]}
        js = [
            "admin/js/jquery.init.js",
            "js/admin-rows.js",
            "js/admin-form.js",
            "js/admin-together.js",
            "js/admin-drag.js",
            "js/admin-paste.js",
        ]


def _as_in_a_sentence(label):
    """ "Place of signature" → "place of signature"; "DAC code" stays."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def shown_text(name, description, ordering=None):
    """A list column with the text of a translated field, marked when it is in another language."""

    @admin.display(description=description, ordering=ordering or name)
    def column(self, row):
        return in_its_language(*text_and_language(row, name)) or "—"

    return column


def first_of_country(request, queryset):
    """`queryset` in its order, after the rows of the country that a picker asks for (`?country=TM`).

    A list that is filtered by country has the same parameter.
    """
    country = request.GET.get("country")
    if not country:
        return queryset
    elsewhere = Case(When(country=country, then=0), default=1)
    order = queryset.query.order_by or queryset.model._meta.ordering
    return queryset.order_by(elsewhere, *order)
