"""Nothing unpublished on any public address: one walk through all of them.

Every text of every unpublished row is a word of its own ("hushed17"), whatever the row hangs on.
The walk follows every link from the front page in every language, asks for every address that
the rows have, published or not, and for the hidden names by every parameter.
"""

import datetime
import gzip
import re
from collections import deque
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import count
from urllib.parse import quote_plus, urlencode
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language_from_path, override
from modeltranslation.translator import translator

from commission.folding import FoldedField
from commission.models import (
    Agreement,
    AgreementEvent,
    Commission,
    CooperationArea,
    Correction,
    FormerSlug,
    naming,
)
from commission.models.noted import writing
from participants.models import Organisation, Participant
from sessions.api.operations import RESOURCES
from sessions.api.sessions import SESSIONS
from sessions.following.followed import NotUnderstoodError, followed
from sessions.following.letters import digest
from sessions.following.links import link_to_confirm, link_to_stop
from sessions.markdown import RenderedField
from sessions.models import (
    Decision,
    DocumentFile,
    Follower,
    Passage,
    Photo,
    Session,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

HIDDEN = [
    {"state": "draft"},
    {"state": "review"},
    {"state": "published", "publish_at": make.tomorrow()},
    {"state": "withdrawn"},
]
HUSHED = re.compile(r"hushed\d+", re.IGNORECASE)
LINK = re.compile(
    r'(?:href|src|action|data-copy-link|data-suggestions)="([^"]+)"|([^\s",]+) \d+w'
    rf'|content="{re.escape(settings.SITE_URL)}(/[^"]+\.png)"'
)
HERE_IN_JSON = re.compile(rf'"{re.escape(settings.SITE_URL)}(/[^"]*)"')
API = "/api/v1/"
LOCATION = re.compile(r"<loc>https?://[^/]+([^<]+)</loc>")
# Of the lists, as machines take them.
FILES = [
    f"/en/{file}"
    for file in (
        "sessions/table.csv", "passages/table.csv", "decisions/table.csv", "agreements/table.csv",
        "participants/table.csv", "organisations/table.csv", "sessions/feed.atom", "decisions/feed.atom",
        "agreements/feed.atom", "corrections/table.csv", "corrections/feed.atom", "sessions/calendar.ics", "decisions/calendar.ics", "sessions/chart.csv",
    )
]  # fmt: skip
OUTSIDE = [
    "/draft-colours.css",
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
DAY = datetime.timedelta(days=1)
_numbers = count(1)


# ── The record: public rows, and unpublished ones wherever a row can stand ───────────────────


def hush(row):
    """Give every free text of `row`, in every language, a word of its own."""
    registered = type(row) in translator.get_registered_models()
    translated = (
        translator.get_options_for_model(type(row)).fields if registered else ()
    )
    for field in row._meta.fields:
        if _is_free_text(field) and field.name not in translated:
            word = f"hushed{next(_numbers)}"
            setattr(
                row,
                field.attname,
                f"https://{word}.example/"
                if isinstance(field, models.URLField)
                else word,
            )
    row.save()
    return row


def hush_twice(rows):
    """In two changes: the address of the first word becomes a former one, its texts a former version."""
    for _time in range(2):
        with writing():
            for row in rows:
                hush(type(row).objects.get(pk=row.pk))


def _is_free_text(field):
    made = FoldedField | RenderedField | models.FileField
    fixed = {
        "key",
        "colour",
        "dac_code",
        "token",
        "sha256",
        "content_type",
        "language",
        "scope",
        "model",
    }
    is_text = isinstance(field, models.CharField | models.TextField)
    return (
        is_text
        and not isinstance(field, made)
        and not field.choices
        and field.name not in fixed
    )


def fill_session(session, area, agreement, participant, organisation):
    """Everything that can stand on a session, carried by the given rows."""
    side = session.commission.sides.first()
    decision = make.make_decision(session=session, areas=[area])
    document = make.make_document(session=session)
    session.agreements.add(agreement)
    return [
        make.make_passage(session=session, areas=[area]),
        make.make_agenda_item(session=session, areas=[area]),
        make.make_member(session=session, side=side, participant=participant, organisation=organisation, role="co_chair"),
        decision,
        make.make_responsible_body(decision=decision, organisation=organisation),
        make.make_follow_up(decision=decision, side=side),
        make.make_source(decision=decision),
        document,
        make.make_document_file(document=document, content=make.pdf(f"hushed{next(_numbers)}")),
        make.make_photo(session=session),
        make.make_source(session=session),
    ]  # fmt: skip


def fill_agreement(agreement, participant, organisation):
    document = make.make_document(agreement=agreement)
    signature = make.make_signature(
        agreement=agreement, participant=participant, organisation=organisation
    )
    file = make.make_document_file(
        document=document, content=make.pdf(f"hushed{next(_numbers)}")
    )
    event = make.make_event(
        agreement=agreement, publisher="x", address="https://x.example/"
    )
    source = make.make_source(agreement=agreement)
    return [document, signature, file, event, source]


def hide_everything(hidden, public):
    """Unpublished rows of every kind with all that hangs on them; what the hidden carries is hushed."""
    with writing():
        own, *pointed_at = make_hidden_rows(hidden, public)
    hush_twice(own)
    hang_on_public(public, *pointed_at)


def make_hidden_rows(hidden, public):
    """The rows to be hushed, and those of them that public rows will point at."""
    commission = make.make_commission(**hidden)
    sphere = make.make_area(**hidden)
    sector = make.make_area(parent=sphere)
    hidden_sector = make.make_area(parent=public["area"].parent, **hidden)
    organisation = make.make_organisation(variants=["x"], **hidden)
    participant = make.make_participant(variants=["x"], **hidden)
    agreement = make.make_agreement(
        commission=public["commission"], areas=[public["area"]], **hidden
    )
    session = make.make_session(commission=public["commission"], **hidden)
    of_hidden = make.make_session(commission=commission)
    corrected = [
        commission,
        sphere,
        organisation,
        participant,
        agreement,
        session,
        of_hidden,
    ]
    own = [
        *(Correction.objects.create(**naming(row), note="x") for row in corrected),
        commission, *commission.sides.all(), make.make_figure(commission=commission),
        make.make_source(commission=commission), sphere, sector, hidden_sector, organisation,
        *organisation.name_variants.all(), participant, *participant.name_variants.all(),
        make.make_position(participant=participant), make.make_source(participant=participant),
        agreement, session, of_hidden,
        make.make_agreement(commission=commission),
        *fill_agreement(agreement, public["participant"], public["organisation"]),
        *fill_session(session, public["area"], public["agreement"], public["participant"], public["organisation"]),
        *fill_session(of_hidden, public["area"], public["agreement"], public["participant"], public["organisation"]),
    ]  # fmt: skip
    return own, sector, hidden_sector, agreement, participant, organisation


@writing()
def hang_on_public(public, sector, hidden_sector, agreement, participant, organisation):
    """Let public rows point at the unpublished: the pointer must not give them away."""
    session = make.make_session(commission=public["commission"])
    member, *_ = [row for row in fill_session(session, sector, agreement, participant, organisation)
                  if row._meta.model_name == "delegationmember"]  # fmt: skip
    hush(member)
    make.make_passage(session=session, areas=[hidden_sector])
    hush(make.make_signature(agreement=public["agreement"], participant=participant))
    make.make_relation(agreement=public["agreement"], other=agreement)
    make.make_relation(
        agreement=make.make_agreement(commission=agreement.commission, state="draft"),
        other=public["agreement"],
        kind="supersedes",
    )
    make.make_decision(
        session=session, continues=public["decision"], areas=[hidden_sector]
    )
    for draft in Decision.objects.exclude(
        pk__in=Decision.objects.published().values("pk")
    ):
        draft.continues = public["decision"]
        draft.save()
    for position in participant.positions.all():
        position.organisation = public["organisation"]
        position.save()


def delete_what_was_public(public):
    """Public rows with words of their own, deleted: they can be put back, and nobody sees them."""
    rows = public["area"], public["agreement"], public["participant"]
    with writing():
        session = make.make_session(commission=public["commission"])
        filling = fill_session(session, *rows, public["organisation"])
        agreement = make.make_agreement(commission=public["commission"])
        filling += fill_agreement(agreement, public["participant"], public["organisation"])  # fmt: skip
        person, body = make.make_participant(variants=["x"]), make.make_organisation()
    hush_twice([*filling, session, agreement, person, *person.name_variants.all(), body])  # fmt: skip
    for row in (session, agreement, person, body):
        row.delete()


@writing()
def make_public_rows():
    area = make.make_area(parent=make.make_area(slug="sphere"), slug="sector")
    commission = make.make_commission(slug="public")
    participant, organisation = make.make_participant(), make.make_organisation()
    agreement = make.make_agreement(commission=commission, areas=[area])
    make.make_decision(session=make.make_session(commission=commission))
    session = make.make_session(commission=commission)
    fill_session(session, area, agreement, participant, organisation)
    fill_agreement(agreement, participant, organisation)
    make.make_figure(commission=commission)
    Correction.objects.create(**naming(session), note="It said another day.")
    DocumentFile.objects.all().delete()  # the fillers' files are hushed: these may be read
    make.make_document_file(document=session.documents.first())
    return {"area": area, "commission": commission, "participant": participant,
            "organisation": organisation, "agreement": agreement, "decision": session.decisions.first()}  # fmt: skip


@pytest.fixture(scope="module")
def record(shared_rows):
    """A public record with unpublished rows in every place where one can be."""
    public = make_public_rows()
    for hidden in HIDDEN:
        hide_everything(hidden, public)
    delete_what_was_public(public)
    # Files of public documents are read by visitors, whatever they say.
    for file in DocumentFile.objects.published():
        with file.file.open() as content:
            is_hushed = b"hushed" in content.read()
        if is_hushed:
            file.delete()
    return public


# ── The walk ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Answer:
    """What a visitor receives; `view` is the name of the view that made it, "" for no page."""

    status: int
    headers: dict
    body: bytes
    view: str

    @property
    def text(self):
        """What it says; workbooks, archives and JSON Lines are packed."""
        if self.body.startswith(b"\x1f\x8b"):
            return gzip.decompress(self.body).decode()
        if not self.body.startswith(b"PK"):
            return self.body.decode(errors="replace")
        with ZipFile(BytesIO(self.body)) as packed:
            contents = map(packed.read, packed.namelist())
            return "".join(each.decode(errors="replace") for each in contents)


def ask(client, address):
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Answer(answer.status_code, dict(answer.headers), body, _view(address))


def _view(address):
    path = address.partition("?")[0]
    with override(get_language_from_path(path) or "en"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return ""


def pages_of_followers():
    """What the letters of followers lead to, of public things and of unpublished ones."""
    areas = [f"area={area.slug}" for area in CooperationArea.objects.all()]
    decisions = [str(decision.pk) for decision in unpublished(Decision)[:3]]
    kinds = ["record"] * len(areas) + ["decision"] * len(decisions)
    for number, (kind, query) in enumerate(zip(kinds, areas + decisions, strict=True)):
        follower = Follower.objects.create(
            address=f"reader{number}@example.org", kind=kind, query=query, language="ru"
        )
        said = {"rhythm": "daily", "language": "ru"}
        for link in (link_to_stop(follower), link_to_confirm(follower, **said)):
            yield link.removeprefix(settings.SITE_URL)


def walk(client):
    """{address: answer} of everything that links lead to from the front pages."""
    front_pages = [f"/{code}/" for code in LANGUAGES]
    lists = [f"{API}{each.name}/" for each in RESOURCES]
    long = f"{API}sessions/?fields={','.join(SESSIONS.long)}"
    ahead = deque(["/", "/healthz", "/colours.css", *OUTSIDE, *front_pages])
    ahead += [API, f"{API}openapi.json", *lists, long, f"{API}sessions/?lang=kk"]
    answers: dict = {}
    ahead += pages_of_followers()
    while ahead:
        address = ahead.popleft().split("#")[0]
        if address in answers or not _is_ours(address):
            continue
        answers[address] = ask(client, address)
        ahead.extend(_links(address, answers[address]))
    return answers


def _is_ours(address):
    """Questions are asked one by one, and in one language: the others ask the same of the same rows.
    On PostgreSQL so is every page.
    """
    path, _sign, query = address.partition("?")
    inside = path.startswith("/") and not path.startswith(("/admin/", "/static/"))
    if connection.vendor != "sqlite" and get_language_from_path(path) in LANGUAGES[1:]:
        return False
    is_asked = path.startswith(("/en/", API)) and query.count("=") == 1
    # Pictures and PDFs take long to draw, and what they say is packed: of papers the Word files are
    # read here, and tests/sessions/test_papers.py reads both.
    is_drawn = path.endswith(
        ("card.png", "report.pdf", "book.pdf")
    ) and not path.startswith("/en/")
    return inside and not is_drawn and (not query or is_asked)


def _links(address, answer):
    if "Location" in answer.headers:
        return [answer.headers["Location"]]
    if answer.headers["Content-Type"] == "application/json":
        return HERE_IN_JSON.findall(answer.text)
    if answer.headers["Content-Type"] == "application/xml":
        return LOCATION.findall(answer.text)
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    links = [unescape("".join(found)) for found in LINK.findall(answer.text)]
    return [
        address.split("?")[0] + link if link.startswith("?") else link for link in links
    ]


def unpublished(model):
    return model.objects.exclude(pk__in=model.objects.published().values("pk"))


def addresses_of_unpublished_rows():
    """The address of every unpublished row that has one, today's and former, in every language."""
    for model in (
        Commission,
        CooperationArea,
        Agreement,
        Organisation,
        Participant,
        Session,
        Passage,
        Decision,
    ):
        for row in unpublished(model):
            for code in LANGUAGES:
                with override(code):
                    page = row.get_absolute_url()
                yield page
            yield follow_page(row)
            yield f"{page}card.png"
            yield f"/{code}/report-an-error/?about={page.removeprefix(f'/{code}')}"
    for resource in RESOURCES:
        for row in unpublished(resource.rows().model):
            with override("en"):
                yield resource.address_of(row).removeprefix(settings.SITE_URL)
    for former in FormerSlug.objects.all():
        yield from _former_addresses(former)
    yield from (file.get_absolute_url() for file in unpublished(DocumentFile))
    yield from (
        rendition.src for photo in unpublished(Photo) for rendition in photo.renditions
    )


def follow_page(row):
    """Where one would follow the row by mail, if one could; else its own page."""
    asked = {
        CooperationArea: lambda: {"area": row.slug},
        Commission: lambda: {"commission": row.slug},
        Decision: lambda: {
            "decision": f"{row.session.commission.slug}/{row.session.key}/{row.number}"
        },
        Organisation: lambda: {"list": "decisions", "organisation": row.slug},
        Participant: lambda: {"list": "sessions", "participant": row.slug},
    }
    if type(row) not in asked:
        return row.get_absolute_url()
    return f"{reverse('sessions:follow')}?{urlencode(asked[type(row)]())}"


def _former_addresses(former):
    names = {"commission.commission": "commission:commission-detail", "commission.cooperationarea": "commission:area-detail",
             "commission.agreement": "commission:agreement-detail", "participants.participant": "participants:participant-detail",
             "participants.organisation": "participants:organisation-detail"}  # fmt: skip
    if former.model in names:
        yield reverse(names[former.model], args=[former.slug])
        yield reverse(f"api:{names[former.model].split(':')[1]}", args=[former.slug])


def leaks(answers):
    """{address: the hidden words of its answer that the visitor had not written}."""
    found = {}
    for address, answer in answers.items():
        if words := {*HUSHED.findall(f"{answer.headers} {answer.text}".lower())} - {
            *HUSHED.findall(address.lower())
        }:
            found[address] = sorted(words)
    return found


def names_of_public_views():
    """The names of all views but the admin's, with their namespaces."""

    def names(patterns, prefix=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield f"{prefix}{pattern.name}"
            # The desk's are the admin's, too: see the next test.
            elif pattern.namespace not in ("admin", "desk"):
                yield from names(
                    pattern.url_patterns,
                    f"{pattern.namespace}:" if pattern.namespace else prefix,
                )

    return set(names(get_resolver().url_patterns))


def test_no_public_address_says_a_word_of_what_is_unpublished(client, record, settings):
    settings.SECURITY_CONTACT = "mailto:security@records.example.org"
    call_command("build_downloads", verbosity=0)
    answers = walk(client)
    assert leaks(answers) == {}
    broken = {
        address: answer.status
        for address, answer in answers.items()
        if answer.status >= 400
    }
    assert broken == {}
    # 302 leads to the reader's language, from an address that is no view ("/") too.
    reached = {each.view for each in answers.values() if each.status in (200, 302)}
    # A preview link is shown to nobody (tests/sessions/test_preview_links.py).
    assert reached - {""} == names_of_public_views() - {"preview"}


def test_the_desk_is_shut_to_visitors_and_to_readers_of_other_things(
    client, record, django_user_model
):
    """Pages beside the admin's own, which know the whole record."""
    desk = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "desk")  # fmt: skip
    given = {
        "spreadsheets": {}, "photo": {},
        "spreadsheet": {"name": "organisations"},
        "spreadsheet-template": {"name": "organisations"},
        "list-table": {"app_label": "participants", "model_name": "participant", "form": "csv"},
    }  # fmt: skip
    assert {each.name for each in desk.url_patterns} == set(given)
    addresses = [reverse(f"desk:{name}", kwargs=kwargs) for name, kwargs in given.items()]  # fmt: skip
    for address in addresses:
        answer = client.get(address + "?rows=1")
        assert (answer.status_code, answer.content) == (302, b""), address
        assert answer.headers["Location"].startswith("/admin/login/")
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    answers = [client.get(address + "?rows=1").status_code for address in addresses]
    # The list of kinds is empty for them, and a photo is only ever sent.
    assert answers == [200, 405, 403, 403, 403]


def test_a_hidden_agreement_changes_nobodys_status(record):
    assert record["agreement"].status == "in_force"


def test_addresses_of_unpublished_rows_answer_as_if_there_were_none(client, record):
    answers = {
        address: ask(client, address) for address in addresses_of_unpublished_rows()
    }
    assert len(answers) > 200
    assert {answer.status for answer in answers.values()} == {404}
    assert leaks(answers) == {}


def questions():
    """(parameter, hidden word) for all that a list may be asked of unpublished rows."""

    def slug(model):
        return (
            model.objects.exclude(pk__in=model.objects.published().values("pk"))
            .last()
            .slug
        )

    session = Session.objects.filter(state="draft").last()
    return [
        ("area", slug(CooperationArea)),
        ("commission", slug(Commission)),
        ("organisation", slug(Organisation)),
        ("organisation", Organisation.objects.filter(state="draft").last().name),
        ("participant", slug(Participant)),
        ("participant", Participant.objects.filter(state="draft").last().name),
        ("place", session.place),
        ("q", session.title),
        ("q", session.passages.last().text_ru),
        (
            "q",
            Participant.objects.filter(state="draft").last().name_variants.last().name,
        ),
        ("q", slug(Agreement)),
        ("q", _hidden_event().note_kk),
    ]


def _hidden_event():
    drafts = Agreement.objects.filter(state="draft")
    return AgreementEvent.objects.filter(agreement__in=drafts).last()


def test_asking_for_a_hidden_name_gets_the_answer_of_a_made_up_one(client, record):
    lists = [
        reverse(name)
        for name in sorted(names_of_public_views())
        if name.endswith(("-list", ":search", ":suggestions"))
    ]
    lists += FILES
    for address in lists:
        for name, word in questions():
            made_up = "unheard" + word.removeprefix("hushed")
            about_hidden, about_nothing = (
                ask(client, f"{address}?{urlencode({name: value})}")
                .text.replace(value, "—")
                .replace(quote_plus(value), "—")
                for value in (word, made_up)
            )
            assert about_hidden == about_nothing, f"{address}?{name}={word}"


def test_no_letter_says_a_word_of_what_is_unpublished(record):
    """Of everything that anybody could follow, public or not, whatever of it changed."""
    areas = [f"area={area.slug}" for area in CooperationArea.objects.all()]
    commissions = [f"commission={each.slug}" for each in Commission.objects.all()]
    asked = [("record", query) for query in ["", *areas, *commissions]]
    asked += [("sessions", ""), ("decisions", ""), ("agreements", "")]
    asked += [("decision", str(decision.pk)) for decision in Decision.objects.all()]
    after, until = make.LONG_AGO - DAY, timezone.now()
    letters = []
    for kind, query in asked:
        follower = Follower(kind=kind, query=query, told_until=after)
        try:
            it = followed(kind, query)
        except NotUnderstoodError:
            continue
        letters.append(digest(follower, it, it.changes(after=after, until=until)))
    letters = list(filter(None, letters))
    assert len(letters) > 8
    assert not [letter for letter in letters if HUSHED.search(" ".join(letter))]
