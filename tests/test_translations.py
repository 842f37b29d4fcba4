"""The catalogues of the interface's words: whole, sound, and in use on every kind of page."""

import html
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation

from tests.browser.every_page import LANGUAGES, make_every_page

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
BASE = settings.BASE_DIR
APPS = ("commission", "participants", "sessions")
# As Django's makemessages calls them, beside Babel's own.
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LETTERS = re.compile("[A-Za-z]{2}")
each_language = pytest.mark.parametrize("language", TRANSLATED)


@cache
def catalogue(language):
    directory, _djangos = settings.LOCALE_PATHS
    file = directory / language / "LC_MESSAGES" / "django.po"
    return read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)


def entries(language):
    return [message for message in catalogue(language) if message.id]


def forms(words):
    """A message or its translation as a list: one of them, or one for each plural form."""
    return [words] if isinstance(words, str) else list(words)


# ── The catalogues ───────────────────────────────────────────────────────────────────────────


@each_language
def test_every_message_is_translated_in_each_plural_form(language):
    assert [m.id for m in entries(language) if not all(forms(m.string))] == []
    plurals = {len(m.string) for m in entries(language) if m.pluralizable}
    assert plurals == {catalogue(language).num_plurals}


@each_language
def test_no_translation_is_a_guess_or_a_leftover(language):
    assert [m.id for m in catalogue(language) if m.fuzzy] == []
    assert list(catalogue(language).obsolete) == []


@each_language
def test_translations_keep_the_placeholders_the_markup_and_the_spaces_at_the_ends(
    language,
):
    def kept(words):
        ends = (words[0].isspace(), words[-1].isspace())
        return sorted(PLACEHOLDER.findall(words)), re.findall(r"</?\w+>", words), ends

    wrong = [
        m.id
        for m in entries(language)
        for form in forms(m.string)
        if kept(form) != kept(forms(m.id)[-1])
    ]
    assert wrong == []
    assert [(m.id, e) for m in entries(language) for e in m.check(catalogue(language))] == []  # fmt: skip


@cache
def strings_of_the_sources():
    """(context, message) of all that templates and code mark for translation."""
    found = set()
    code = [file for app in APPS for file in (BASE / app).rglob("*.py")]
    for file in [*code, *(BASE / "templates").rglob("*.html")]:
        text = file.read_text()
        if file.suffix != ".py":
            # In brackets: its indentation means nothing.
            text = f"({templatize(text, origin=str(file))})"
        for _line, message, _notes, context in extract(
            "python", BytesIO(text.encode()), KEYWORDS
        ):
            found.add((context, forms(message)[0]))
    return found


@each_language
def test_the_catalogue_has_the_strings_of_the_code_and_the_templates_and_no_others(
    language,
):
    """Otherwise run makemessages, as the README says, and translate what is new."""
    known = {(m.context, forms(m.id)[0]) for m in entries(language)}
    assert known == strings_of_the_sources()


# ── Their use ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Заседания"), ("kk", "Отырыстар"), ("tk", "Mejlisler")]
)  # fmt: skip
def test_our_words_stand_before_djangos(language, said):
    with override(language):
        assert gettext("Sessions") == said


def test_russian_numbers_take_their_noun_in_its_form():
    with override("ru"):
        said = [ngettext("%(count)s session", "%(count)s sessions", n) % {"count": n} for n in (1, 2, 5, 21)]  # fmt: skip
    assert said == ["1 заседание", "2 заседания", "5 заседаний", "21 заседание"]


def english_sentences():
    """A pattern for each message of two words or more, its placeholders standing for anything."""
    messages = [form for m in entries("ru") for form in forms(m.id) if "<" not in form]
    patterns = {
        ".+".join(re.escape(piece) for piece in PLACEHOLDER.split(message))
        for message in messages
        if len(re.findall(r"[A-Za-z]{2,}", PLACEHOLDER.sub("", message))) > 1
    }
    return re.compile("|".join(patterns))


def said_on(page):
    """What a page shows or reads out: its texts and the attributes that carry words."""
    texts = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:aria-label|title|placeholder|alt|content|data-o\w+|data-copied)="([^"]+)"', texts)  # fmt: skip
    return [" ".join(html.unescape(each).split()) for each in [*re.split(r"<[^>]+>", texts), *spoken]]  # fmt: skip


@pytest.mark.django_db
@each_language
def test_no_page_says_a_sentence_of_the_interface_in_english(client, language):
    english = english_sentences()
    left = {}
    for name, address in make_every_page().items():
        page = client.get(address.replace("/en/", f"/{language}/", 1)).content.decode()
        assert f'lang="{language}"' in page, name
        if said := [each for each in said_on(page) if english.fullmatch(each)]:
            left[name] = said
    assert left == {}


@pytest.mark.django_db
def test_the_english_pages_do_say_them(client):
    """Otherwise the test above would look for nothing."""
    english = english_sentences()
    for name, address in make_every_page().items():
        page = client.get(address).content.decode()
        assert [each for each in said_on(page) if english.fullmatch(each)], name


@pytest.mark.django_db
def test_a_page_asks_the_same_in_every_language(client):
    numbers = {}
    for name, address in make_every_page().items():
        asked = set()
        for language in LANGUAGES:
            own = address.replace("/en/", f"/{language}/", 1)
            client.get(own)
            with CaptureQueriesContext(connection) as queries:
                client.get(own)
            asked.add(len(queries))
        numbers[name] = asked
    assert {name: asked for name, asked in numbers.items() if len(asked) > 1} == {}


# ── The admin, of which the most is Django's ─────────────────────────────────────────────────


@cache
def messages_of_django():
    folders = [
        Path(django.__file__).parent / part
        for part in ("conf", "contrib/admin", "contrib/auth")
    ]
    files = [each / "locale/en/LC_MESSAGES/django.po" for each in folders]
    return {
        form
        for file in files
        for m in read_po(BytesIO(file.read_bytes()))
        for form in forms(m.id)
    }


@pytest.fixture
def left_in_english(monkeypatch):
    """The messages, ours and Django's, that were looked up and came back as they were."""
    left = set()
    known = messages_of_django() | {message for _context, message in strings_of_the_sources()}  # fmt: skip

    def watched(look_up):
        def answer(catalogue, message, *others):
            said = look_up(catalogue, message, *others)
            if said == message in known and LETTERS.search(
                PLACEHOLDER.sub("", message)
            ):
                left.add(str(message))
            return said

        return answer

    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(
            DjangoTranslation, name, watched(getattr(DjangoTranslation, name))
        )
    return left


FROM_TEXT = "commission_sessions/session/from-text/"
REPORT = {
    "text": "The twelfth session of the commission of Turkmenistan and Kazakhstan was held on 15 May 2023.",
    "publisher": "An agency",
    "read": "1",
    "anyway": "1",
}


def pages_of_the_admin():
    yield from (
        "",
        "password_change/",
        "missing-texts/",
        "recovery-codes/",
        "login/",
        FROM_TEXT,
    )
    for model in admin.site._registry:
        place = f"{model._meta.app_label}/{model._meta.model_name}/"
        yield from (place, f"{place}add/", f"{place}?q=nothing")
        if row := model._default_manager.first():
            for page in ("change", "history", "delete"):
                yield f"{place}{row.pk}/{page}/"


# As good Turkmen as English.
ALIKE = {"memorandum"}


@pytest.mark.django_db
@each_language
def test_no_page_of_the_admin_says_a_message_in_english(
    admin_client, left_in_english, language
):
    make_every_page()
    for page in pages_of_the_admin():
        answer = admin_client.get(f"/admin/{page}", headers={"accept-language": language})  # fmt: skip
        assert answer.status_code in (200, 302, 403), page
        if "add/" in page and answer.status_code == 200:
            admin_client.post(f"/admin/{page}", {}, headers={"accept-language": language})  # fmt: skip
    for data in ({}, REPORT, REPORT | {"save": "1"}):
        admin_client.post(f"/admin/{FROM_TEXT}", data, headers={"accept-language": language})  # fmt: skip
    assert left_in_english - ALIKE == set()
