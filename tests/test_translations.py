"""The catalogues of the interface's words: whole, sound, and in use on every kind of page."""

import html
import json
import re
from collections import defaultdict
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import DjangoTranslation
from modeltranslation.translator import translator

from sessions.models import Session
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


class Pieces(HTMLParser):
    """(text, language that its element names) of a page's body; of drawings and choices, which hold no
    element but their own, as of all else.
    """

    def __init__(self, page):
        super().__init__()
        self.open, self.found = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            above = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or above))

    def handle_endtag(self, tag):
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = {tag for tag, _language in self.open}
        if data.strip() and not inside & {"head", "script", "style", "option"}:
            self.found.append((" ".join(data.split()), self.open[-1][1]))


VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def texts_of_the_record():
    """{text: the languages it is written in} of all records."""
    found = defaultdict(set)
    for model in translator.get_registered_models(abstract=False):
        for field in translator.get_options_for_model(model).fields:
            for code in LANGUAGES:
                for text in model._base_manager.values_list(
                    f"{field}_{code}", flat=True
                ):
                    found[" ".join((text or "").split())].add(code)
    return found


@pytest.fixture(scope="module")
def pages(shared_rows):
    """{name: address} of every kind of page."""
    return make_every_page()


@pytest.mark.django_db
@each_language
def test_no_page_says_a_sentence_of_the_interface_in_english_or_a_text_in_no_language_of_its_own(
    client, pages, language
):
    english = english_sentences()
    texts = texts_of_the_record()
    left, unnamed = {}, {}
    for name, address in pages.items():
        page = client.get(address.replace("/en/", f"/{language}/", 1)).content.decode()
        assert f'lang="{language}"' in page, name
        if said := [each for each in said_on(page) if english.fullmatch(each)]:
            left[name] = said
        pieces = Pieces(page).found
        if wrong := [
            each
            for each in pieces
            if each[0] in texts and each[1] not in texts[each[0]]
        ]:
            unnamed[name] = wrong
    assert (left, unnamed) == ({}, {})


@pytest.mark.django_db
def test_the_english_pages_do_say_them(client, pages):
    """Otherwise the test above would look for nothing."""
    english = english_sentences()
    for name, address in pages.items():
        page = client.get(address).content.decode()
        assert [each for each in said_on(page) if english.fullmatch(each)], name


@pytest.mark.django_db
def test_a_page_asks_the_same_in_every_language(client, pages):
    numbers = {}
    for name, address in pages.items():
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
def catalogues_of_django(domain="django"):
    """The messages of Django's English catalogues."""
    folders = [
        Path(django.__file__).parent / part
        for part in ("conf", "contrib/admin", "contrib/auth")
    ]
    files = [each / f"locale/en/LC_MESSAGES/{domain}.po" for each in folders]
    return [
        message
        for file in files
        if file.exists()
        for message in read_po(BytesIO(file.read_bytes()))
        if message.id
    ]


@cache
def messages_of_django():
    return {form for message in catalogues_of_django() for form in forms(message.id)}


# What says these is not part of the portal: Django's own pages for errors and for passwords by e-mail, its
# first page, its archives; the names of languages are ours.
NOT_OURS = re.compile(
    r"password_reset|(404|500|invalid_setup|default_urlconf)\.html|views/(csrf|generic)|conf/global_settings"
)
# As good Turkmen as English.
ALIKE = {"memorandum", "apr"}
# The same in every language, or joined of names alone.
SAME = {"IPv4", "IPv6", "…", ":", ":?.!", ", ", "URL", "AM", "PM", *(f"%s {unit}B" for unit in "KMGTP"), "%(class_name)s %(instance)s", "%(truncated_text)s…", "%(number)s%%"}  # fmt: skip


@each_language
def test_django_says_nothing_in_english_that_staff_may_come_to_hear(language):
    """After saving and deleting, in histories, above forms that are wrong: whatever its catalogues hold."""
    with override(language):
        left = {
            forms(m.id)[0]
            for m in catalogues_of_django()
            if not all(NOT_OURS.search(place) for place, _line in m.locations)
            and _said(m) == forms(m.id)[0]
        }
    assert left - SAME - ALIKE == set()


def _said(message):
    singular = forms(message.id)[0]
    return pgettext(message.context, singular) if message.context else _in_one(message)


def _in_one(message):
    words = forms(message.id)
    return ngettext(*words, 1) if len(words) > 1 else gettext(words[0])


@each_language
def test_what_we_say_for_django_is_whole_and_keeps_its_placeholders(language):
    _ours, directory = settings.LOCALE_PATHS
    holders = re.compile(r"%\(\w+\)[srd]|%[sd]|\{\w+\}|</?\w+>")
    wrong = [
        forms(m.id)[0]
        for file in directory.glob(f"{language}/LC_MESSAGES/*.po")
        for m in read_po(BytesIO(file.read_bytes()), locale=language)
        if m.id
        for form in forms(m.string)
        if set(holders.findall(form)) != set(holders.findall(forms(m.id)[-1]))
        or not form
        or m.fuzzy
    ]
    assert wrong == []


@each_language
def test_the_scripts_of_the_admin_speak_the_language_too(admin_client, language):
    page = admin_client.get("/admin/jsi18n/", headers={"accept-language": language})
    said = json.loads(re.search(r"const newcatalog = ({.*?});\n", page.text, re.DOTALL)[1])  # fmt: skip
    asked = {
        f"{m.context}\x04{words}" if m.context else words
        for m in catalogues_of_django("djangojs")
        for words in forms(m.id)[:1]
    }
    assert asked - said.keys() == set()


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
        "deleted/",
        "spreadsheets/",
        "spreadsheets/participants/",
    )
    session = Session.objects.first()
    yield f"commission_sessions/session/brief/{session.commission_id}/"
    for page in ("follow-ups", "publish", "withdraw", "send-back"):
        yield f"commission_sessions/session/{session.pk}/{page}/"
    for model in admin.site._registry:
        place = f"{model._meta.app_label}/{model._meta.model_name}/"
        yield from (place, f"{place}add/", f"{place}?q=nothing")
        if row := model._default_manager.first():
            for page in ("change", "history", "delete"):
                yield f"{place}{row.pk}/{page}/"


@pytest.mark.django_db
@each_language
def test_no_page_of_the_admin_says_a_message_in_english(
    admin_client, pages, left_in_english, language
):
    for page in pages_of_the_admin():
        answer = admin_client.get(f"/admin/{page}", headers={"accept-language": language})  # fmt: skip
        assert answer.status_code in (200, 302, 403), page
        if "add/" in page and answer.status_code == 200:
            admin_client.post(f"/admin/{page}", {}, headers={"accept-language": language})  # fmt: skip
    for data in ({}, REPORT, REPORT | {"save": "1"}):
        admin_client.post(f"/admin/{FROM_TEXT}", data, headers={"accept-language": language})  # fmt: skip
    assert left_in_english - ALIKE == set()


# Names of things that have one name in every language, and of what the tests call their account.
EVERYWHERE = set("admin Excel CSV XLSX PDF Word JSON Markdown docx xlsx html txt Alt Ctrl Enter Mac Command Single Sign LDAP DAC CRS cookie ISO SVG Atom count moment rrggbb http https English Türkmençe Atdayev Batyr batyr atdayev TKM JPEG PNG WebP AVIF".split())  # fmt: skip
LATIN = re.compile("[A-Za-zÄÇŇÖŞÜÝŽäçňöşüýž]{3,}")


@pytest.mark.django_db
def test_kazakh_pages_of_the_admin_have_no_latin_words_but_those_of_the_record(
    admin_client, pages
):
    """What no catalogue was asked for, as the names of rights that Django keeps, stays English unseen."""
    known = EVERYWHERE | {
        word
        for model in apps.get_models()
        if model not in (ContentType, Permission)
        for row in model._base_manager.values_list(
            *(field.attname for field in model._meta.concrete_fields)
        )
        for value in row
        for word in LATIN.findall(str(value))
    }
    found = {}
    for page in pages_of_the_admin():
        answer = admin_client.get(f"/admin/{page}", headers={"accept-language": "kk"})
        # Where nothing is to be seen, words of the address are offered to be searched for.
        shown = answer.text if answer.status_code == 200 else ""
        spoken = said_on(re.sub("<meta[^>]*>", "", shown))
        said = {word for words in spoken for word in LATIN.findall(words)}
        if said - known:
            found[page] = sorted(said - known)
    assert found == {}
