"""Deleting asks with the list of all that goes along, by kinds, as people call them."""

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from commission.history.tables import KEPT

# Of one kind, so many are named.
NAMED = 30


class NamingWhatGoes:
    """For a ModelAdmin: before something is deleted, the rows of its own kind and of its inlines are named."""

    def is_named(self, model):
        return model in {self.model, *(inline.model for inline in self.inlines)}

    def get_deleted_objects(self, objs, request):
        """As Django's, but rows stand by their kinds; links between rows are none."""
        _nested, _counts, refused, protected = super().get_deleted_objects(objs, request)  # fmt: skip
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        kinds = {
            model: rows
            for model, rows in collector.data.items()
            if self.is_named(model)
        }
        listed: list = []
        for model, rows in kinds.items():
            name = capfirst(model._meta.verbose_name_plural)
            rows = sorted(rows, key=lambda row: row.pk)
            listed += [f"{name}: {len(rows)}", self._named(model, rows)]
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in kinds.items()}  # fmt: skip
        return listed, counts, refused, protected

    def _named(self, model, rows):
        named = [self._link(model, row) for row in rows[:NAMED]]
        return [*named, "…"] if len(rows) > NAMED else named

    def _link(self, model, row):
        try:
            name = f"{self.admin_site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
            return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), row)
        except NoReverseMatch:
            return format_html("{}", row)


class Deleting(NamingWhatGoes):
    """For a ModelAdmin: the page that asks before a record is deleted, for one and for several."""

    delete_confirmation_template = "admin/delete_record.html"
    delete_selected_confirmation_template = "admin/delete_records.html"

    def is_named(self, model):
        return model in KEPT
