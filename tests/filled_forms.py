"""The form on a page as a browser would send it: `fields(response)` → {name: value or values}."""

from html import unescape
from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the successful controls (HTML 4.10.22.4) of a page's post forms; templates are inert."""

    def __init__(self):
        super().__init__()
        self.fields, self.inert, self.inside = {}, 0, False
        self.textarea = self.select = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = (
                attrs.get("id", "").endswith("_form")
                or attrs.get("id") == "content-main"
            )
        if tag == "template":
            self.inert += 1
        if self.inert or not self.inside:
            return
        if tag == "input":
            self._input(attrs)
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.fields[self.textarea] = ""
        elif tag == "select":
            self.select, self.first = attrs, None
        elif tag == "option" and self.select is not None:
            self._option(attrs)

    def handle_endtag(self, tag):
        if tag == "template":
            self.inert -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            # The first line break after the opening tag belongs to the markup.
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "select" and self.select is not None:
            if self.first is not None and "multiple" not in self.select:
                self.fields.setdefault(self.select["name"], self.first)
            self.select = None

    def handle_data(self, data):
        if self.textarea and not self.inert:
            self.fields[self.textarea] += data

    def _input(self, attrs):
        kind = attrs.get("type", "text")
        if "name" not in attrs or kind in {"submit", "file", "button"}:
            return
        if kind in {"checkbox", "radio"}:
            # What is public is changed with a note, or, as here unless a test says otherwise, as minor.
            if "checked" in attrs or attrs["name"] == "minor":
                self._add(attrs["name"], attrs.get("value", "on"))
        else:
            self._add(attrs["name"], attrs.get("value") or "")

    def _option(self, attrs):
        self.first = attrs.get("value", "") if self.first is None else self.first
        if "selected" in attrs:
            self._add(self.select["name"], attrs.get("value", ""))

    def _add(self, name, value):
        if name in self.fields:
            self.fields[name] = [*_listed(self.fields[name]), value]
        else:
            self.fields[name] = value


def _listed(value):
    return value if isinstance(value, list) else [value]


def fields(response):
    """What the page's form would send if nobody touched it; a public record's, as a minor change."""
    form = _Form()
    form.feed(response.content.decode())
    return form.fields


def new_row(data, prefix, **row):
    """`data` with one more row in the section `prefix`; returns the row's index."""
    index = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = index + 1
    data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return index


def sentences(response):
    """Every sentence of refusal on the page."""
    found, text = [], response.content.decode()
    for piece in text.split('<ul class="errorlist')[1:]:
        found += [
            unescape(li.split("</li>")[0])
            for li in piece.split("</ul>")[0].split("<li>")[1:]
        ]
    return found
