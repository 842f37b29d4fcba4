"""The letters, in plain text: the one that asks to confirm, and what changed."""

import re
import textwrap
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.dates import date_in_words
from sessions.feeds import KINDS, cleaned
from sessions.tables import TABLES

from .links import link_to_confirm, link_to_stop

WIDTH = 72
# Of each text; the page has the rest.
MOST_LETTERS = 1200
ENDS_LINE = re.compile(r"</(?:p|h\d|li|div|ul|ol|blockquote|tr)>|<br ?/?>", re.IGNORECASE)  # fmt: skip
TAG = re.compile("<[^>]+>")


def confirmation(follower, followed, *, rhythm, language):
    """(subject, body) of the letter that asks whether the address is to follow."""
    subject = _("Confirm: follow “%(title)s” by mail") % {"title": followed.title}
    body = _paragraphs(
        _("Somebody, most likely you, asked that this address be told of what changes here:"),
        _named(followed),
        _("If that is right, open this page within three days and confirm:"),
        link_to_confirm(follower, rhythm=rhythm, language=language),
        _("If it is not, there is nothing to do: without your word nothing more is sent, and the address is deleted after three days."),
    )  # fmt: skip
    return one_line(subject), body


def digest(follower, followed, changes):
    """(subject, body) of what changed (`Followed.changes`); None when there is nothing to tell."""
    number = sum(each.number for each in changes)
    if not number:
        return None
    counted = ngettext("%(count)d change", "%(count)d changes", number) % {"count": number}  # fmt: skip
    since = localtime(follower.told_until)
    body = _paragraphs(
        _named(followed),
        _("Added or changed since %(day)s, %(hour)s:") % {"day": date_in_words(since.date()), "hour": f"{since:%H:%M}"},
        *(piece for each in changes if each.number for piece in _list_of(each)),
        *_foot(follower),
    )  # fmt: skip
    return one_line(f"{followed.title}: {counted}"), body


def _list_of(changes):
    yield str(TABLES[changes.name].title).upper()
    for row in changes.rows:
        yield _entry(KINDS[changes.name], row)
    if left := changes.number - len(changes.rows):
        yield ngettext("And %(count)d more.", "And %(count)d more.", left) % {"count": left}  # fmt: skip


def _entry(kind, row):
    title = cleaned(kind.title(row))
    if row.is_new:
        title = _("New: %(title)s") % {"title": title}
    html = render_to_string(kind.template, {kind.model._meta.model_name: row})
    text = textwrap.indent(plain_text(cleaned(html), MOST_LETTERS), "  ")
    return "\n".join([_filled(title), settings.SITE_URL + row.get_absolute_url(), text])


def _foot(follower):
    yield "-- "
    yield _("You are sent this because you asked for it. To stop, which deletes your address:")  # fmt: skip
    yield link_to_stop(follower)


def _named(followed):
    return f"{followed.title}\n{settings.SITE_URL}{followed.page}"


def _paragraphs(*pieces):
    """Lines of words are filled, lines of entries and addresses are so already."""
    return "\n\n".join(
        piece if "\n" in piece or piece == "-- " else _filled(piece) for piece in pieces
    ).replace("-- \n\n", "-- \n") + "\n"  # fmt: skip


def _filled(text):
    return textwrap.fill(
        one_line(text), WIDTH, break_long_words=False, break_on_hyphens=False
    )


def one_line(text):
    return " ".join(text.split())


def plain_text(html, most):
    """What HTML of a feed says, a line for each of its paragraphs, to about `most` letters."""
    text = ENDS_LINE.sub("\0", html.replace("<li", "•&nbsp;<li"))
    lines = [" ".join(line.split()) for line in unescape(TAG.sub("", text)).split("\0")]
    kept, letters = [], 0
    for line in filter(None, lines):
        if letters + len(line) > most:
            kept.append(_filled(line[: most - letters].rsplit(" ", 1)[0] + " …"))
            break
        kept.append(_filled(line))
        letters += len(line)
    return "\n".join(kept)
