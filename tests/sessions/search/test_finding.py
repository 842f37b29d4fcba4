"""What a search finds in the record, and what it never finds."""

import pytest

from sessions.models import Document, Session
from tests import factories as make
from tests.sessions.test_session_list import ADDRESS, found, notices, snippets

pytestmark = pytest.mark.django_db


def finding(search):
    return sorted(
        Session.objects.published()
        .mentioning(search)
        .values_list("title_en", flat=True)
    )


# ── Where it looks ───────────────────────────────────────────────────────────────────────────


def put_in_text(session, word, **state):
    make.make_passage(session=session, text=word)


def put_in_agenda(session, word, **state):
    make.make_agenda_item(session=session, text_tk=word)


def put_in_decision(session, word, **state):
    make.make_decision(session=session, text_ru=word)


def put_in_document(session, word, **state):
    Document.objects.create(session=session, title_kk=word)


def put_in_summary(session, word, **state):
    session.summary = word
    session.save()


def put_in_place(session, word, **state):
    session.place_tk = word
    session.save()


def put_in_person(session, word, **state):
    make.make_member(
        session=session, participant=make.make_participant(name=word, **state)
    )


def put_in_persons_variant(session, word, **state):
    person = make.make_participant(variants=[word], **state)
    make.make_member(session=session, participant=person)


def put_in_members_body(session, word, **state):
    body = make.make_organisation(short_name=word, **state)
    make.make_member(session=session, organisation=body)


def put_in_members_body_of_a_draft(session, word, **state):
    person, body = make.make_participant(**state), make.make_organisation(name=word)
    make.make_member(session=session, participant=person, organisation=body)


def put_in_responsible_body(session, word, **state):
    body = make.make_organisation(variants=[word], **state)
    make.make_responsible_body(
        decision=make.make_decision(session=session), organisation=body
    )


def put_in_agreement(session, word, **state):
    session.agreements.add(make.make_agreement(title_ru=word, **state))


def put_in_agreement_of_a_commission(session, word, **state):
    commission = make.make_commission(**state)
    session.agreements.add(make.make_agreement(title=word, commission=commission))


def put_in_agreements_document(session, word, **state):
    agreement = make.make_agreement(**state)
    session.agreements.add(agreement)
    Document.objects.create(agreement=agreement, title_en=word)


OF_THE_SESSION = [put_in_text, put_in_agenda, put_in_decision, put_in_document, put_in_summary,
                  put_in_place]  # fmt: skip
JOINED = [put_in_person, put_in_persons_variant, put_in_members_body, put_in_members_body_of_a_draft,
          put_in_responsible_body, put_in_agreement,
          put_in_agreement_of_a_commission, put_in_agreements_document]  # fmt: skip
HIDDEN = [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": make.tomorrow()}]


@pytest.mark.parametrize("put", [*OF_THE_SESSION, *JOINED])
def test_it_looks_everywhere(put):
    session = make.make_session(title="Here")
    make.make_session(title="Elsewhere")
    put(session, "Wordforword")
    assert finding("wordforword") == ["Here"]
    assert finding("-wordforword") == ["Elsewhere"]


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("put", JOINED)
def test_a_name_that_is_not_public_finds_no_session_and_hides_none(put, state):
    session = make.make_session(title="Public")
    put(session, "Hushword", **state)
    for search in ("hushword", "hush*", '"hushword"', "hushword OR nothing"):
        assert finding(search) == []
    assert finding("-hushword") == ["Public"]


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("put", OF_THE_SESSION)
def test_a_session_that_is_not_public_is_not_found(client, put, state):
    for session in (
        make.make_session(**state),
        make.make_session(commission=make.make_commission(**state)),
    ):
        put(session, "Hushword")
    for search in ("hushword", "hush*", "-nothing", '"hushword"'):
        assert found(client, f"?q={search}") == []


def test_a_draft_that_is_published_is_found_at_once_and_gone_when_withdrawn():
    person = make.make_participant(name="Atdayev", state="draft")
    make.make_member(session=make.make_session(title="There"), participant=person)
    assert finding("atdayev") == []
    person.state, person.publish_at = "published", make.LONG_AGO
    person.save(update_fields=["state", "publish_at"])
    assert finding("atdayev") == ["There"]
    person.state = "withdrawn"
    person.save(update_fields=["state"])
    assert finding("atdayev") == []


# ── How it reads ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two():
    one, other = make.make_session(title="One"), make.make_session(title="Other")
    make.make_passage(session=one, text="The gas line to Iran.", text_kk="Қазақстан")
    make.make_passage(session=one, text="A railway.")
    make.make_passage(
        session=other, text="A line of gas; customs.", text_ru="Железная дорога"
    )
    return one, other


@pytest.mark.parametrize(
    ("search", "titles"),
    [
        ("gas line", ["One", "Other"]),
        ("lines railways", ["One"]),
        ('"gas line"', ["One"]),
        ('"gas lines"', []),
        ('"line railway"', []),
        ('"Iran казакстан"', []),
        ("gas -customs", ["One"]),
        ('gas -"gas line"', ["Other"]),
        ("-rail*", ["Other"]),
        ("-gas", []),
        ("railway OR customs", ["One", "Other"]),
        ('"gas line" OR customs iran', ["One"]),
        ("rail*", ["One"]),
        ("rail", []),
        ("казак", ["One"]),
        ("железной дороги", ["Other"]),
        ("", ["One", "Other"]),
        ("OR -", ["One", "Other"]),
    ],
)  # fmt: skip
def test_it_answers_the_query_language(two, search, titles):
    assert finding(search) == titles


def test_words_joined_by_a_hyphen_stand_both_in_the_session(two):
    assert finding("gas-line") == ["One", "Other"]
    assert finding("gas-railway") == ["One"]
    assert finding("customs-railway") == []


def test_what_a_member_was_that_day_finds_no_session():
    session = make.make_session()
    make.make_member(session=session, position="Wordforword")
    assert finding("wordforword") == []


@pytest.mark.parametrize("search", ["12th session", "12-е заседание", "12 mejlis"])
def test_a_session_is_found_by_its_number(search):
    make.make_session(number=12)
    make.make_session(number=112)
    assert [s.number for s in Session.objects.mentioning(search)] == [12]


@pytest.mark.parametrize(
    "search", ["%00", "%22", "%27%20OR%201=1--", "%F0%9F%9A%82", "%5C%27", "*", "{a}:b^2", "NEAR(a%20b)",
               "a:*%26!", "x" * 5000])  # fmt: skip
def test_any_search_is_answered(client, search):
    make.make_session()
    assert client.get(f"{ADDRESS}?q={search}").status_code == 200


def test_the_page_says_what_of_the_search_was_left_out(client):
    make.make_passage(text="gas")
    assert notices(client, '?q="gas') == [
        "A quotation mark was never closed, so it was left out."
    ]
    assert notices(client, "?q=gas") == []


# ── What it shows ────────────────────────────────────────────────────────────────────────────


def test_the_best_passages_are_shown_with_every_form_marked(client):
    session = make.make_session()
    for text in ("Gas.", "Gas prices.", "Gas price rose.", "Sport.", "Price of gas"):
        make.make_passage(session=session, text=text)
    assert snippets(client, "?q=gas+price") == {
        2: "<mark>Gas</mark> <mark>prices</mark>.",
        3: "<mark>Gas</mark> <mark>price</mark> rose.",
        5: "<mark>Price</mark> of <mark>gas</mark>",
    }


def test_a_session_found_by_a_name_alone_shows_no_passage(client):
    session = make.make_session()
    make.make_passage(session=session, text="Gas.")
    put_in_person(session, "Atdayev")
    assert snippets(client, "?q=atdayev") == {}
