"""Light Markdown of passages: emphasis, links, lists; no HTML, no images."""

import re
from html import unescape

import nh3
from django.db import models
from markdown_it import MarkdownIt

_PARSER = (
    MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    .enable(["emphasis", "link", "list", "newline", "escape", "entity", "balance_pairs"])
)  # fmt: skip
_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "br"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
# Of HTML that was rendered and cleaned here; an address may hold ">" between its quotes.
TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')


def render(text):
    """Safe HTML of a passage's Markdown.

    markdown-it-py renders with HTML off; nh3 stands behind it and lets through paragraphs,
    emphasis, lists and links to web and mail addresses, nothing else.
    """
    return nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def plain(html):
    """The text of rendered Markdown on one line."""
    return " ".join(unescape(TAG.sub("", html)).split())


class RenderedField(models.TextField):
    """HTML of the Markdown column `of`, rendered whenever the row is saved.

    A million passages are read far more often than written: no page renders them again.
    """

    def __init__(self, *args, of="", **kwargs):
        self.of = of
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance, add):
        text = getattr(model_instance, self.of)
        value = render(text) if text else ""
        setattr(model_instance, self.attname, value)
        return value
