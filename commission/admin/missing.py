"""Texts that published records lack: which, in which language, and how many."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.languages import IN_LANGUAGE

from .texts import text_names

CODES = [code for code, _name in settings.LANGUAGES]


def _is_empty(name, code):
    column = f"{name}_{code}"
    return Q(**{column: ""}) | Q(**{f"{column}__isnull": True})


def lacks(name, code):
    """The rows whose field `name` says something in another language, and nothing in this one."""
    elsewhere = Q()
    for other in CODES:
        if other != code:
            elsewhere |= ~_is_empty(name, other)
    return _is_empty(name, code) & elsewhere


def texts_of(model_admin):
    """{what a list calls a text: (its name for people, language code → a condition)}, of a record's own
    texts and of `parts` that belong to it: (relation, field).
    """
    model = model_admin.model
    texts = {}
    for name in text_names(model):
        field = model._meta.get_field(name)
        texts[name] = field.verbose_name, lambda code, name=name: lacks(name, code)
    for relation, name in getattr(model_admin, "parts_with_texts", ()):
        part = model._meta.get_field(relation)
        rows = part.related_model._base_manager.filter(
            **{part.field.name: OuterRef("pk")}
        )
        texts[relation] = (
            part.related_model._meta.verbose_name_plural,
            lambda code, rows=rows, name=name: Exists(rows.filter(lacks(name, code))),
        )
    return texts


class MissingTextFilter(admin.SimpleListFilter):
    """Public records that lack a text in a language: any (`?missing=tk`) or one (`?missing=tk-summary`)."""

    title = _("text that is missing")
    parameter_name = "missing"

    def __init__(self, request, params, model, model_admin):
        self.texts = texts_of(model_admin)
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        options = list(IN_LANGUAGE.items())
        code, text = self._asked()
        if text:
            label = f"{capfirst(self.texts[text][0])}, {dict(settings.LANGUAGES)[code]}"
            options.append((f"{code}-{text}", label))
        return options

    def queryset(self, request, queryset):
        code, text = self._asked()
        if not code:
            return queryset
        condition = Q()
        for name, (_label, lacking) in self.texts.items():
            if not text or name == text:
                condition |= Q(lacking(code))
        return queryset.published().filter(condition)

    def _asked(self):
        """(language code, text), each "" when it is not asked for or means nothing."""
        code, _dash, text = (self.used_parameters.get(self.parameter_name) or "").partition("-")  # fmt: skip
        if code not in CODES or (text and text not in self.texts):
            return "", ""
        return code, text


@dataclass(frozen=True)
class Missing:
    """A text of a kind of record: how many lack it in each language, with the list of them."""

    text: str
    numbers: list[tuple[str, int, str]]


def missing_texts(request, site):
    """[(kind of record, its list's address, [Missing])] of the published records that the reader may see.

    What no record lacks is left out.  One query for each kind.
    """
    kinds = []
    for model, model_admin in site._registry.items():
        if MissingTextFilter not in model_admin.list_filter:
            continue
        if model_admin.has_view_permission(request):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # fmt: skip
            if rows := _missing_of(request, model_admin, address):
                kinds.append((capfirst(model._meta.verbose_name_plural), address, rows))
    return kinds


def _missing_of(request, model_admin, address):
    texts = texts_of(model_admin)
    numbers = {
        f"{code}_{place}": Count("pk", filter=Q(lacking(code)), distinct=True)
        for place, (_label, lacking) in enumerate(texts.values())
        for code in CODES
    }
    public = model_admin.model.objects.published()
    editable = public.filter(pk__in=model_admin.get_queryset(request).values("pk"))
    counts = editable.order_by().aggregate(**numbers)
    return [
        Missing(
            capfirst(label),
            [
                (code, counts[f"{code}_{place}"], f"{address}?{urlencode({'missing': f'{code}-{name}'})}")
                for code in CODES
            ],
        )
        for place, (name, (label, _lacking)) in enumerate(texts.items())
        if any(counts[f"{code}_{place}"] for code in CODES)
    ]  # fmt: skip
