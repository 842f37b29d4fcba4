"""Widgets drawn without templates.

A session's page has more than a thousand of them, and a template for each, with one more for its
attributes and one for each option, took most of the page's time (tests/load/session_page.py).
"""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


def drawn_input(widget):
    """A plain input or text area, from the `widget` of a widget's context."""
    value, attrs = widget["value"], widget["attrs"]
    if "type" not in widget:
        # The line break at its beginning belongs to the markup.
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>',
            widget["name"],
            flatatt(attrs),
            value or "",
        )
    said = {} if value is None else {"value": value}
    return format_html(
        '<input type="{}" name="{}"{}>',
        widget["type"],
        widget["name"],
        flatatt(said | attrs),
    )


def drawn_select(widget):
    """A select with its options, which stand in no groups."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], flatatt(option["attrs"]), option["label"])
            for _group, options, _index in widget["optgroups"]
            for option in options
        ),
    )
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        options,
    )


class InputByHand:
    def render(self, name, value, attrs=None, renderer=None):
        return drawn_input(self.get_context(name, value, attrs)["widget"])


class SelectByHand:
    def render(self, name, value, attrs=None, renderer=None):
        return drawn_select(self.get_context(name, value, attrs)["widget"])


def _by_hand(mixin, plain):
    return type(f"{plain.__name__}ByHand", (mixin, plain), {})


_QUICK = {
    plain: _by_hand(InputByHand, plain)
    for plain in (forms.HiddenInput, forms.CheckboxInput, forms.TextInput)
} | {forms.Select: _by_hand(SelectByHand, forms.Select)}


def by_hand(widget):
    """The same widget drawn by hand, or the widget itself where that is none of the plain ones."""
    quick = _QUICK.get(type(widget))
    if quick is None:
        return widget
    widget.__class__ = quick
    return widget
