"""The page of one passage of a report."""

import textwrap

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from commission.addresses import moved, reader_of, record_page
from commission.languages import text_and_language
from sessions.addresses import find_session
from sessions.markdown import plain
from sessions.models.record import keep
from sessions.quoting import languages_with, marked, passage_with, words_quoted
from sessions.report import rows_of
from sessions.strips import cells_of, links_of, outlines_of

# What search engines and messengers show of a description.
DESCRIPTION_LETTERS = 160


def passage_detail(request, commission, key, number):
    """The passage with this number; with `?quote=`, the one in which those words stand, wherever the
    report has it now.
    """
    session = find_session(request, commission, key)
    passage = session.passages.filter(number=number).first()
    quote = words_quoted(request.GET.get("quote", ""))
    languages = languages_with(passage, quote) if passage and quote else []
    if quote and not languages:
        if elsewhere := passage_with(session.passages.all(), quote):
            return redirect(_quoting(elsewhere, quote))
    if passage is None:
        raise Http404
    if (session.commission.slug, session.key) != (commission, key):
        return moved(request, passage)
    whole = outlines_of(session.pk, reader_of(session, request))
    place = [each.number for each in whole].index(number)
    keep(passage, "areas", whole[place].areas)
    context = {
        "session": session,
        "passage": passage,
        "description": _beginning(passage),
        "rows": [_with_marks(row, quote) for row in rows_of([passage])],
        "notices": [*filter(None, [_not_here(quote, languages)])],
        "quoted_in": _elsewhere(passage, quote, languages),
        "cells": links_of(cells_of(whole, lambda each: each.number != number)),
        "earlier": whole[place - 1] if place else None,
        "later": whole[place + 1] if place + 1 < len(whole) else None,
        "sources": session.sources.all(),
    }
    return record_page(request, "sessions/passage_detail.html", session, context)


def _beginning(passage):
    """Of its text as it is shown, in plain words, cut at a word."""
    text = plain(text_and_language(passage, "html")[0])
    return textwrap.shorten(
        text, DESCRIPTION_LETTERS, placeholder="…", break_on_hyphens=False
    )


def _quoting(passage, quote):
    return f"{passage.get_absolute_url()}?{urlencode({'quote': quote})}"


def _with_marks(row, quote):
    return row._replace(html=(quote and marked(row.html, quote)) or row.html)


def _not_here(quote, languages):
    if quote and not languages:
        return _(
            "The words that the link quotes do not stand in this report: it may have been corrected since."
        )
    return ""


def _elsewhere(passage, quote, languages):
    """[(language code, its name, address)] of the texts that have the words, where the reader's has not."""
    if get_language() in languages:
        return []
    names = dict(settings.LANGUAGES)
    addresses = []
    for code in languages:
        with override(code):
            addresses.append((code, names[code], _quoting(passage, quote)))
    return addresses
