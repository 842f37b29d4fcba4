"""What a page of the record is about, found by its address: for whoever says something of it."""

from typing import Any, NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.addresses import find_record
from commission.languages import text_and_language
from commission.models import Agreement, Commission, CooperationArea
from participants.models import Organisation, Participant

from .addresses import find_session
from .api.resource import PUBLIC
from .markdown import plain
from .models import Decision
from .tables.columns import title_of, words

NO_TEXT = ("", "")


class Subject(NamedTuple):
    """A public record: the address of its page below the language, what it is called, and its own text
    with the language that is in, where it is a text ("" otherwise).
    """

    address: str
    title: str
    quote: str
    quote_language: str
    record: Any


def subject_at(address: str) -> Subject:
    """Of the page at an address below the language ("/sessions/tm-kz/11/").

    Raises Http404 where no public record has a page there; a draft's is none, whoever asks.
    """
    language = get_language() or "en"
    try:
        found = resolve(f"/{language}{address}")
    except Resolver404:
        raise Http404 from None
    find = FINDERS.get(found.view_name)
    if find is None:
        raise Http404
    record, title, (quote, quote_language) = find(**found.kwargs)
    here = record.get_absolute_url().removeprefix(f"/{language}")
    return Subject(here, title, quote, quote_language, record)


def _session_named(session):
    return f"{title_of(session)}, {session.date_in_words} · {words('short_name')(session.commission)}"


def _session(commission, key):
    session = find_session(PUBLIC, commission, key)
    return session, _session_named(session), NO_TEXT


def _passage(commission, key, number):
    session = find_session(PUBLIC, commission, key)
    passage = get_object_or_404(session.passages, number=number)
    passage.session = session
    named = _("Passage %(number)s") % {"number": number}
    html, language = text_and_language(passage, "html")
    return passage, f"{named} · {_session_named(session)}", (plain(html), language)


def _decision(commission, key, number):
    session = find_session(PUBLIC, commission, key)
    decision = get_object_or_404(Decision, session=session, number=number)
    decision.session = session
    named = _("Decision %(number)s") % {"number": number}
    text = text_and_language(decision, "text")
    return decision, f"{named} · {_session_named(session)}", text


def _by_slug(model, name):
    def find(slug):
        record = find_record(PUBLIC, model.objects.all(), slug)
        return record, words(name)(record), NO_TEXT

    return find


FINDERS = {
    "sessions:session-detail": _session,
    "sessions:passage-detail": _passage,
    "sessions:decision-detail": _decision,
    "commission:commission-detail": _by_slug(Commission, "short_name"),
    "commission:area-detail": _by_slug(CooperationArea, "name"),
    "commission:agreement-detail": _by_slug(Agreement, "title"),
    "participants:participant-detail": _by_slug(Participant, "name"),
    "participants:organisation-detail": _by_slug(Organisation, "name"),
}
