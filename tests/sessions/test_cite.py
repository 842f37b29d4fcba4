"""How a session, a passage, a decision, an agreement is cited: the page and its files."""

import datetime
import json

import pytest
from django.conf import settings
from django.utils import timezone

from commission.dates import date_in_words
from tests.factories import (
    make_agreement,
    make_commission,
    make_decision,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
EACH = pytest.mark.parametrize("form", ["cite/", "cite.txt", "cite.bib", "cite.ris", "cite.json"])  # fmt: skip


@pytest.fixture
def session():
    commission = make_commission(
        slug="tm-kz", name="Commission of Turkmenistan & Kazakhstan", languages=""
    )
    return make_session(
        commission=commission, number=11, place="Ashgabat", starts_on=datetime.date(2021, 12, 20)
    )  # fmt: skip


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def today():
    return timezone.localdate()


# ── What is cited ────────────────────────────────────────────────────────────────────────────


def test_a_session_is_cited_with_its_commission_place_date_and_address(client, session):
    assert read(client, "/en/sessions/tm-kz/11/cite.txt") == (
        "Commission of Turkmenistan & Kazakhstan. Eleventh session. Ashgabat, 20 December 2021. "
        f"Commission Records. {SITE}/en/sessions/tm-kz/11/ (accessed {date_in_words(today())})"
    )


def test_a_passage_is_cited_as_a_part_of_its_session_with_the_words_quoted(
    client, session
):
    make_passage(session=session, text="The two sides *agreed* to build a railway.")
    text = read(
        client, "/en/sessions/tm-kz/11/passages/1/cite.txt?quote=sides%20agreed%20to"
    )
    assert text == (
        "“sides agreed to”. Commission of Turkmenistan & Kazakhstan. Eleventh session, passage 1. "
        f"Ashgabat, 20 December 2021. Commission Records. {SITE}/en/sessions/tm-kz/11/passages/1/"
        f"?quote=sides+agreed+to (accessed {date_in_words(today())})"
    )


def test_a_decision_is_cited_by_its_number(client, session):
    make_decision(session=session)
    assert read(client, "/en/decisions/tm-kz/11/1/cite.txt").startswith(
        "Commission of Turkmenistan & Kazakhstan. Eleventh session, decision 1. Ashgabat, 20 December 2021."
    )


def test_an_agreement_is_cited_by_title_and_number_without_an_author(client, session):
    make_agreement(slug="programme", commission=session.commission, title="Programme",
                   number="12-a", place="Astana")  # fmt: skip
    assert read(client, "/en/agreements/programme/cite.txt").startswith(
        "Programme. Astana, 20 December 2021, No. 12-a. Commission of Turkmenistan & Kazakhstan."
    )


@pytest.mark.parametrize(
    ("precision", "issued", "parts"),
    [("month", "2021-12", [2021, 12]), ("year", "2021", [2021])],
)
def test_a_date_is_given_as_far_as_it_is_known(client, precision, issued, parts):
    session = make_session(
        starts_on=datetime.date(2021, 12, 20), date_precision=precision
    )
    address = session.get_absolute_url()
    assert f"date = {{{issued}}}," in read(client, f"{address}cite.bib")
    item = json.loads(read(client, f"{address}cite.json"))[0]
    assert item["issued"] == {"date-parts": [parts]}


def test_it_speaks_the_readers_language(client, session):
    make_passage(session=session, text_ru="О железной дороге.")
    assert "Одиннадцатое заседание, абзац 1. " in read(
        client, "/ru/sessions/tm-kz/11/passages/1/cite.txt"
    )


# ── How it is written ────────────────────────────────────────────────────────────────────────


def test_bibtex_escapes_what_tex_reads_as_its_own(client, session):
    session.title_en = "50 % of {all}_sessions, ~x^2 \\ #1 $"
    session.save()
    assert read(client, "/en/sessions/tm-kz/11/cite.bib") == "\n".join(
        [
            "@misc{tm-kz-11,",
            r"  author = {{Commission of Turkmenistan \& Kazakhstan}},",
            r"  title = {{50 \% of \{all\}\_sessions, \textasciitilde{}x\textasciicircum{}2 "
            r"\textbackslash{} \#1 \$}},",
            "  howpublished = {Commission Records},",
            "  address = {Ashgabat},",
            "  year = {2021},",
            "  month = {12},",
            "  date = {2021-12-20},",
            f"  url = {{{SITE}/en/sessions/tm-kz/11/}},",
            f"  urldate = {{{today().isoformat()}}},",
            "  langid = {english},",
            "}",
            "",
        ]
    )


def test_ris_has_one_field_a_line_and_ends_its_reference(client, session):
    make_passage(session=session, text="On\nrailways.")
    lines = read(
        client, "/en/sessions/tm-kz/11/passages/1/cite.ris?quote=On%0Arailways"
    )
    assert lines.split("\r\n") == [
        "TY  - ELEC",
        "AU  - Commission of Turkmenistan & Kazakhstan",
        "TI  - Passage 1",
        "T2  - Eleventh session",
        "CY  - Ashgabat",
        "PY  - 2021",
        "DA  - 2021/12/20/",
        "PB  - Commission Records",
        "LA  - en",
        "N1  - On railways",
        f"UR  - {SITE}/en/sessions/tm-kz/11/passages/1/?quote=On+railways",
        f"Y2  - {today():%Y/%m/%d}/",
        "ER  - ",
        "",
    ]


def test_csl_json_says_the_same(client, session):
    make_agreement(slug="programme", commission=session.commission, title="Programme")
    assert json.loads(read(client, "/en/agreements/programme/cite.json")) == [
        {
            "id": "programme",
            "type": "treaty",
            "title": "Programme",
            "container-title": "Commission of Turkmenistan & Kazakhstan",
            "issued": {"date-parts": [[2021, 12, 20]]},
            "publisher": "Commission Records",
            "URL": f"{SITE}/en/agreements/programme/",
            "accessed": {"date-parts": [[today().year, today().month, today().day]]},
            "language": "en",
        }
    ]


def test_the_files_say_what_they_are(client, session):
    kinds = {
        form: client.get(f"/en/sessions/tm-kz/11/cite.{form}").headers
        for form in ("txt", "bib", "ris", "json")
    }
    assert {
        form: (headers["Content-Type"], headers["Content-Disposition"])
        for form, headers in kinds.items()
    } == {
        "txt": ("text/plain; charset=utf-8", 'attachment; filename="tm-kz-11.txt"'),
        "bib": (
            "application/x-bibtex; charset=utf-8",
            'attachment; filename="tm-kz-11.bib"',
        ),
        "ris": (
            "application/x-research-info-systems; charset=utf-8",
            'attachment; filename="tm-kz-11.ris"',
        ),
        "json": (
            "application/vnd.citationstyles.csl+json; charset=utf-8",
            'attachment; filename="tm-kz-11.json"',
        ),
    }


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_every_way_and_leads_to_the_files(client, session):
    make_passage(session=session, text="On railways.")
    answer = client.get("/en/sessions/tm-kz/11/passages/1/cite/?quote=railways")
    context = answer.context
    assert [context["plain"][0].name, *(each[0].name for each in context["written"])] == ["txt", "bib", "ris", "json"]  # fmt: skip
    files = [address for _form, _text, address in context["written"]]
    assert files == [
        f"/en/sessions/tm-kz/11/passages/1/cite.{form}?quote=railways"
        for form in ("bib", "ris", "json")
    ]
    assert all(client.get(file).status_code == 200 for file in files)


@pytest.mark.parametrize(
    "page", ["sessions/tm-kz/11/", "sessions/tm-kz/11/passages/1/", "decisions/tm-kz/11/1/", "agreements/programme/"]
)  # fmt: skip
def test_the_page_of_a_record_leads_to_it(client, session, page):
    make_passage(session=session)
    make_decision(session=session)
    make_agreement(slug="programme", commission=session.commission)
    assert f'href="/en/{page}cite/"' in client.get(f"/en/{page}").text
    assert client.get(f"/en/{page}cite/").status_code == 200


def test_a_quotation_that_does_not_stand_in_the_passage_is_looked_for_on_its_page(
    client, session
):
    make_passage(session=session, text="On railways.")
    answer = client.get("/en/sessions/tm-kz/11/passages/1/cite/?quote=invented")
    assert (answer.status_code, answer.url) == (
        302,
        "/en/sessions/tm-kz/11/passages/1/?quote=invented",
    )


@EACH
def test_a_former_address_leads_on(client, form):
    session = make_session(commission=make_commission(slug="tm-kz"), kind="extraordinary",
                           starts_on=datetime.date(2020, 9, 16))  # fmt: skip
    session = type(session).objects.get(pk=session.pk)
    session.starts_on = datetime.date(2020, 9, 17)
    session.save()
    answer = client.get(
        f"/en/sessions/tm-kz/extraordinary-2020-09-16/{form}?quote=words"
    )
    assert (answer.status_code, answer.url) == (
        301, f"/en/sessions/tm-kz/extraordinary-2020-09-17/{form}?quote=words",
    )  # fmt: skip


@EACH
@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_nothing_that_is_not_public_is_cited_not_even_for_staff(
    client, admin_client, session, form, draft
):
    hidden = make_session(commission=session.commission, **draft)
    make_passage(session=hidden)
    make_decision(session=hidden)
    agreement = make_agreement(commission=session.commission, **draft)
    session_page = hidden.get_absolute_url()
    pages = [
        session_page,
        f"{session_page}passages/1/",
        f"{session_page.replace('sessions', 'decisions')}1/",
        agreement.get_absolute_url(),
    ]
    for each in (client, admin_client):
        assert [each.get(f"{page}{form}").status_code for page in pages] == [404] * 4


def test_it_asks_few_questions(client, session, django_assert_num_queries):
    make_passage(session=session)
    client.get("/en/sessions/tm-kz/11/cite/")
    with django_assert_num_queries(2):
        client.get("/en/sessions/tm-kz/11/cite/")
    with django_assert_num_queries(3):
        client.get("/en/sessions/tm-kz/11/passages/1/cite/")
