"""The page of one passage of a report."""

from django.shortcuts import get_object_or_404

from commission.addresses import moved, reader_of, record_page
from sessions.addresses import find_session
from sessions.strips import cells_of


def passage_detail(request, commission, key, number):
    session = find_session(request, commission, key)
    passages = session.passages.with_areas(reader_of(session, request))
    passage = get_object_or_404(passages, number=number)
    if (session.commission.slug, session.key) != (commission, key):
        return moved(request, passage)
    whole = list(session.passages.for_strip())
    place = [each.number for each in whole].index(number)
    context = {
        "session": session,
        "passage": passage,
        "cells": cells_of(whole, lambda each: each.number != number),
        "earlier": whole[place - 1] if place else None,
        "later": whole[place + 1] if place + 1 < len(whole) else None,
        "sources": session.sources.all(),
    }
    return record_page(request, "sessions/passage_detail.html", session, context)
