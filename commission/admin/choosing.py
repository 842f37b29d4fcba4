"""Pickers: a relation is chosen by typing, and a page of a hundred rows asks the database once."""

from urllib.parse import urlencode

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.forms import Media

from commission.admin_site import choice_label

from .by_hand import SelectByHand


class Picker(SelectByHand):
    """A picker that shows what the form has loaded already (`loaded`) without a query.

    `narrow` are parameters for the search behind it: {"commission": 3}.
    """

    narrow: dict[str, object] = {}
    loaded: tuple = ()

    @property
    def media(self):
        # After the script that makes them.
        own = Media(js=["admin/js/autocomplete.js", "js/admin-pickers.js"])
        return super().media + own

    def get_url(self):
        query = urlencode(self.narrow)
        return super().get_url() + (f"?{query}" if query else "")

    def optgroups(self, name, value, attr=None):
        keys = [key for key in map(str, value) if key not in ("", "None")]
        rows = self._rows(keys)
        # Also where one must be chosen: without it a browser would choose the first by itself.
        blank = [] if self.allow_multiple_selected else [("", "")]
        options = [
            self.create_option(name, key, label, False, 0) for key, label in blank
        ]
        for key in keys:
            if key in rows:
                label = choice_label(self.admin_site, rows[key])
                options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]

    def _rows(self, keys):
        rows = {str(row.pk): row for row in self.loaded}
        missing = [key for key in keys if key not in rows and key.isdecimal()]
        if missing:
            rows |= {
                str(row.pk): row for row in self.choices.queryset.filter(pk__in=missing)
            }
        return rows


class PickOne(Picker, AutocompleteSelect):
    pass


class PickMany(Picker, AutocompleteSelectMultiple):
    pass


def picker_of(widget):
    """The `Picker` in `widget`, which the admin may have wrapped, or None."""
    inner = getattr(widget, "widget", widget)
    return inner if isinstance(inner, Picker) else None


def hand_over_loaded(form):
    """Give the form's pickers the related rows that its instance has loaded.  No query."""
    related = form.instance._state.fields_cache
    prefetched = getattr(form.instance, "_prefetched_objects_cache", {})
    for name, field in form.fields.items():
        picker = picker_of(field.widget)
        if picker and related.get(name):
            picker.loaded = (related[name],)
        elif picker and name in prefetched:
            picker.loaded = tuple(prefetched[name])
