"""The page of one passage of a report."""

from django.shortcuts import get_object_or_404

from commission.addresses import moved, reader_of, record_page
from sessions.addresses import find_session
from sessions.models.record import keep
from sessions.report import rows_of
from sessions.strips import cells_of, links_of, outlines_of


def passage_detail(request, commission, key, number):
    session = find_session(request, commission, key)
    passage = get_object_or_404(session.passages, number=number)
    if (session.commission.slug, session.key) != (commission, key):
        return moved(request, passage)
    whole = outlines_of([session.pk], reader_of(session, request))[session.pk]
    place = [each.number for each in whole].index(number)
    keep(passage, "areas", whole[place].areas)
    context = {
        "session": session,
        "passage": passage,
        "rows": rows_of([passage]),
        "cells": links_of(cells_of(whole, lambda each: each.number != number)),
        "earlier": whole[place - 1] if place else None,
        "later": whole[place + 1] if place + 1 < len(whole) else None,
        "sources": session.sources.all(),
    }
    return record_page(request, "sessions/passage_detail.html", session, context)
