"""The letters, in plain text: the one that asks to confirm, and what changed."""

import re
import textwrap
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.dates import date_in_words
from sessions.feeds import KINDS, cleaned
from sessions.markdown import render
from sessions.models import Decision, Passage
from sessions.tables import TABLES

from .links import link_to_confirm, link_to_stop

WIDTH = 72
# Of a record that is new, of each part of one that was changed, and of all its parts; the page has the rest.
MOST_LETTERS = 1200
MOST_OF_PART = 600
MOST_OF_PARTS = 2400
# Of a whole letter: what comes after is told by title and address.
MOST_IN_ALL = 60_000
# So many of those that are gone are named.
MOST_GONE = 20
# Of what a decision says, where only something was said of it.
MOST_OF_BEGINNING = 200
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
        *_lists(changes),
        *_foot(follower),
    )  # fmt: skip
    return one_line(f"{followed.title}: {counted}"), body


def _lists(several):
    """The lists and their entries, whole until there is enough of them."""
    letters = 0
    for changes in several:
        if not changes.number:
            continue
        yield str(TABLES[changes.name].title).upper()
        for row in changes.rows:
            entry = _entry(KINDS[changes.name], row, is_whole=letters < MOST_IN_ALL)
            letters += len(entry)
            yield entry
        if left := changes.number - len(changes.rows):
            yield _and_more(left)


def _and_more(count):
    return ngettext("And %(count)d more.", "And %(count)d more.", count) % {"count": count}  # fmt: skip


def _entry(kind, row, *, is_whole):
    title = cleaned(kind.title(row))
    if row.is_new:
        title = _("New: %(title)s") % {"title": title}
    named = [_filled(title), settings.SITE_URL + row.get_absolute_url()]
    if not is_whole:
        return "\n".join(named)
    told = [_text_of(kind.template, row, MOST_LETTERS)] if row.is_new else _differences(row)  # fmt: skip
    return "\n".join([*named, *(textwrap.indent(each, "  ") for each in told)])


def _text_of(template, row, most, before=""):
    html = render_to_string(template, {row._meta.model_name: row})
    return plain_text(cleaned(html), most, before)


def _differences(row):
    """What is new of a record that was told of before, the most telling first and each with its address."""
    new = row.differences
    if isinstance(row, Decision) and all(part.row != row for part in new.parts):
        yield _text_of("sessions/letter/decision.html", row, MOST_OF_BEGINNING)
    letters = 0
    for number, part in enumerate(new.parts):
        if letters > MOST_OF_PARTS:
            yield "\n" + _and_more(len(new.parts) - number)
            break
        told = _part(part)
        letters += len(told)
        yield "\n" + told
    if new.gone:
        several = new.gone[:MOST_GONE] + ["…"] * (len(new.gone) > MOST_GONE)
        yield "\n" + _filled(_("No longer there: %(parts)s") % {"parts": ", ".join(several)})  # fmt: skip
    if new.is_told_below:
        yield "\n" + _filled(_("What is new of its decisions stands below."))
    if new.others:
        yield "\n" + _filled(_("Other facts were changed."))


def _part(part):
    sentence = _("New: %(title)s") if part.is_new else _("Changed: %(title)s")
    text = _text_of(part.kind.template, part.row, MOST_OF_PART, _before(part))
    address = settings.SITE_URL + part.address
    return "\n".join([_filled(sentence % {"title": part.label}), address, text])


def _before(part):
    """What was said before, as HTML, of those that may be long and begin with what they say."""
    model = part.kind.model
    if model is Passage:
        return render(part.before)
    return escape(part.before) if model is Decision else ""


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


def plain_text(html, most, before=""):
    """What HTML of a feed says, a line for each of its paragraphs, to about `most` letters: of what
    is longer, and was `before` (HTML too), from the sentence on in which it says something else.
    """
    lines = _lines_of(html)
    if before and sum(map(len, lines)) > most:
        lines = _from_first_difference(lines, _lines_of(before))
    kept, letters = [], 0
    for line in lines:
        if letters + len(line) > most:
            kept.append(_filled(line[: most - letters].rsplit(" ", 1)[0] + " …"))
            break
        kept.append(_filled(line))
        letters += len(line)
    return "\n".join(kept)


def _lines_of(html):
    text = ENDS_LINE.sub("\0", html.replace("<li", "•&nbsp;<li"))
    lines = (one_line(line) for line in unescape(TAG.sub("", text)).split("\0"))
    return list(filter(None, lines))


def _from_first_difference(lines, before):
    """Lines from the sentence on in which they say something else than `before`."""
    same = _length_of_same(lines[:-1], before)
    line = lines[same]
    common = _length_of_same(line, before[same]) if same < len(before) else 0
    # A sentence that was the last one ends before the space behind it.
    begins = max(line.rfind(end, 0, common + 1) for end in (". ", "; ", "! ", "? ")) + 1
    told = [line[begins:].strip(), *lines[same + 1 :]]
    return [f"… {told[0]}", *told[1:]] if same or begins else lines


def _length_of_same(one, other):
    pairs = zip(one, other, strict=False)
    differing = (at for at, (a, b) in enumerate(pairs) if a != b)
    return next(differing, min(len(one), len(other)))
