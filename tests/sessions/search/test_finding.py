"""What a search finds in the record, and what it never finds."""

import datetime

import pytest
from django.utils import timezone

from commission import register as register_module
from commission.actions import publish
from commission.models import Agreement, CooperationArea
from commission.models.content_version import pinned
from commission.models.noted import writing
from commission.register import register
from participants.models import Organisation, Participant
from sessions.models import Decision, Document, Session
from sessions.models import called as called_module
from sessions.models.finding import exactly, matching, often
from sessions.models.finding import found as found_rows
from sessions.search.query import read
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


@writing()
def put_in_members_body_of_a_draft(session, word, **state):
    person, body = make.make_participant(**state), make.make_organisation(name=word)
    make.make_member(session=session, participant=person, organisation=body)


@writing()
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


@writing()
def put_in_every_hidden_state(put, word):
    """The titles of public sessions, of each of which what `put` joins to it is hidden in another way."""
    titles = [f"Public {number}" for number, _state in enumerate(HIDDEN)]
    for title, state in zip(titles, HIDDEN, strict=True):
        put(make.make_session(title=title), word, **state)
    return titles


@pytest.mark.parametrize("put", JOINED)
def test_a_name_that_is_not_public_finds_no_session_and_hides_none(put):
    public = put_in_every_hidden_state(put, "Hushword")
    for search in ("hushword", "hush*", '"hushword"', "hushword OR nothing"):
        assert finding(search) == []
    assert finding("-hushword") == public


@pytest.mark.parametrize("put", JOINED)
def test_names_of_most_there_are_find_the_same(put, monkeypatch):
    monkeypatch.setattr(called_module, "MANY", 0)
    session, _other = make.make_session(), make.make_session()
    put(session, "Wordforword")
    assert [*matching(read("wordforword"))] == [session.pk]
    put_in_every_hidden_state(put, "Hushword")
    assert [*matching(read("hushword"))] == []


def test_a_word_that_all_sessions_hold_is_looked_for_in_no_agreement(monkeypatch):
    first = make.make_session()
    put_in_members_body(first, "Gas")
    put_in_agreement(first, "Gas")
    with monkeypatch.context() as patch:
        patch.setattr(called_module, "SIGNED", None)
        assert [*matching(read("gas"))] == [first.pk]
    second = make.make_session()
    assert [*matching(read("gas"))] == [first.pk]
    put_in_agreement(second, "Gas")
    assert [*matching(read("gas"))] == [first.pk, second.pk]


@pytest.mark.parametrize("put", OF_THE_SESSION)
def test_a_session_that_is_not_public_is_not_found(client, put):
    for state in HIDDEN:
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


# ── In whichever script ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("put", [put_in_person, put_in_persons_variant, put_in_members_body,
                                 put_in_responsible_body])  # fmt: skip
@pytest.mark.parametrize(
    ("name", "search"),
    [("Atdaýew", "Атдаев"), ("Atdaýew", "atdaev"), ("Атдаев", "Atdayew"), ("Атдаев", "atda*"),
     ("Мәмин", "Mamin"), ("Mamin", "мамин"), ("Türkmengaz", "Туркменгаз")],
)  # fmt: skip
def test_a_name_finds_sessions_in_whichever_script_it_is_typed(put, name, search):
    put(make.make_session(title="Here"), name)
    put(make.make_session(title="Hidden"), name, state="draft")
    make.make_session(title="Elsewhere")
    assert finding(search) == ["Here"]
    assert finding(f"-{search}") == ["Elsewhere", "Hidden"]
    assert len(matching(read(search))) == 1
    assert finding(f'"{search}"') == []


def test_one_name_may_be_typed_in_two_scripts():
    one = make.make_participant(name="Batyr Atdaýew")
    make.make_participant(name="Батыр Оразов")
    for search in ("Батыр Atdaev", "batyr Атдаев", "Батыр-Атдаев", "bat* атд*"):
        assert list(found_rows(Participant, read(search))) == [one]


def test_a_single_sound_finds_no_name():
    put_in_person(make.make_session(), "Э. Оразов")
    for search in ["e", "ye", "йе"]:
        assert list(matching(read(search))) == [], search


def test_a_word_finds_no_other_that_sounds_like_it_where_it_is_no_name():
    session = make.make_session(title="Here")
    make.make_passage(session=session, text="Atdaýew", text_ru="Мост")
    for search in ("most", "Атдаев", "atdaev"):
        assert finding(search) == []
    assert finding("мост atdayew") == ["Here"]


# ── Letters in quotation marks ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("put", [*OF_THE_SESSION, *JOINED])
def test_letters_that_are_given_in_quotation_marks_count(put):
    put(make.make_session(title="Marked"), "Of Atdaýew’s ÝOLLARY")
    put(make.make_session(title="Plain"), "Of Atdayew yollary")
    put(make.make_session(title="Hidden", state="draft"), "Of Atdaýew ýollary")
    for search in (
        '"Atdaýew"',
        '"atdaýew ýollary"',
        '"of atdaýew ýollary"',
        '"Of Atdaýew"',
    ):
        assert finding(search) == ["Marked"]
        assert finding(f"-{search}") == ["Plain"]
    for search in ("Atdaýew", '"Atdayew"', '"of atdayew yollary"'):
        assert finding(search) == ["Marked", "Plain"]
    assert finding('"Atdaýew yollary"') == ["Marked"]
    assert finding('"Atdayew ýollary" OR "nothing"') == ["Marked"]
    assert finding('"Atdäyew"') == []


@pytest.mark.parametrize("put", JOINED)
def test_a_name_that_is_not_public_finds_no_session_by_its_letters(put):
    public = put_in_every_hidden_state(put, "Hüshword")
    assert finding('"hüshword"') == []
    assert list(matching(read('"hüshword"'))) == []
    assert finding('-"hüshword"') == public


def test_kazakh_and_russian_letters_count_in_quotation_marks_as_well():
    with writing():
        for text in ("қазақ", "казак", "самолёт", "самолет"):
            make.make_passage(session=make.make_session(title=text), text_kk=text)
    both = ["казак", "қазақ"]
    wanted = {
        '"қазақ"': ["қазақ"],
        '"казак"': both,
        "казак": both,
        "қазақ": both,
        '"самолёт"': ["самолёт"],
    }
    assert {search: finding(search) for search in wanted} == wanted


def test_words_side_by_side_in_one_row_and_spelt_so_in_another_are_not_the_phrase():
    session = make.make_session()
    make.make_passage(session=session, text_tk="Demir yol. Ýol demir.")
    make.make_decision(session=session, text_tk="Demir yol we ýol")
    assert finding('"demir ýol"') == []
    assert finding('"ýol demir"') != []


def test_the_letters_of_words_in_too_many_places_are_not_told_apart(
    client, monkeypatch
):
    for text in ("ýol", "yol"):
        make.make_passage(session=make.make_session(title=text), text_tk=text)
        make.make_organisation(name=text)
    monkeypatch.setattr("sessions.models.finding.MOST_SPELT", 1)
    sentence = (
        "The words in quotation marks stand in too many places to tell letters such as ý, қ or ё "
        "apart: they were found however they are spelt."
    )
    assert sorted(found(client, '?q="ýol"')) == ["yol", "ýol"]
    assert notices(client, '?q="ýol"') == [sentence]
    assert finding('"ýol"') == ["yol", "ýol"] and finding('-"ýol"') == []
    assert sentence in client.get('/en/search/?q="ýol"').text
    assert notices(client, '?q="yol"+ýol') == []


# ── How it reads ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
@writing()
def two():
    one, other = make.make_session(title="One"), make.make_session(title="Other")
    make.make_passage(session=one, text="The gas line to Iran.", text_kk="Қазақстан")
    make.make_passage(session=one, text="A railway.")
    make.make_passage(
        session=other, text="A line of gas; customs.", text_ru="Железная дорога"
    )
    return one, other


def test_it_answers_the_query_language(two):
    wanted = {
        "gas line": ["One", "Other"],
        "lines railways": ["One"],
        '"gas line"': ["One"],
        '"gas lines"': [],
        '"line railway"': [],
        '"Iran казакстан"': [],
        "gas -customs": ["One"],
        'gas -"gas line"': ["Other"],
        "-rail*": ["Other"],
        "-gas": [],
        "railway OR customs": ["One", "Other"],
        '"gas line" OR customs iran': ["One"],
        "rail*": ["One"],
        "rail": [],
        "казак": ["One"],
        "железной дороги": ["Other"],
        "": ["One", "Other"],
        "OR -": ["One", "Other"],
    }
    assert {search: finding(search) for search in wanted} == wanted


def test_words_joined_by_a_hyphen_stand_both_in_the_session(two):
    assert finding("gas-line") == ["One", "Other"]
    assert finding("gas-railway") == ["One"]
    assert finding("customs-railway") == []


def test_what_a_member_was_that_day_finds_no_session():
    session = make.make_session()
    make.make_member(session=session, position="Wordforword")
    assert finding("wordforword") == []


def test_a_session_is_found_by_its_number():
    make.make_session(number=12)
    make.make_session(number=112)
    for search in ["12th session", "12-е заседание", "12 mejlis"]:
        assert [s.number for s in Session.objects.mentioning(search)] == [12], search


def test_any_search_is_answered(client):
    make.make_session()
    for search in ("%00", "%22", "%27%20OR%201=1--", "%F0%9F%9A%82", "%5C%27", "*", "{a}:b^2", "NEAR(a%20b)",
                   "a:*%26!", "x" * 5000):  # fmt: skip
        assert client.get(f"{ADDRESS}?q={search}").status_code == 200, search


def test_the_page_says_what_of_the_search_was_left_out(client):
    make.make_passage(text="gas")
    assert notices(client, '?q="gas') == [
        "A quotation mark was never closed, so it was left out."
    ]
    assert notices(client, "?q=gas") == []


# ── What comes first, and what else is found ─────────────────────────────────────────────────


def test_a_search_that_is_a_title_a_number_or_a_name_is_met_exactly():
    searches = ["12", "12th session", "session 12", "Twelfth  SESSION", "12-е заседание", "заседание 12",
                "12-ші отырыс", "12-nji mejlis", '"Twelfth session"', "Jubilee meeting", "Atdaev", "минторг"]  # fmt: skip
    session = make.make_session(number=12, title_tk="Jubilee meeting")
    body = make.make_organisation(name="Ministry of Trade", variants=["Минторг"])
    person = make.make_participant(name="Batyr", variants=["Atdaev"])
    make.make_member(session=session, participant=person, organisation=body)
    with writing():
        other = make.make_session(number=112)
        for search in searches:
            more = f"{search} and more, the jubilee meeting: session 12"
            make.make_passage(session=other, text=more)
    for search in searches:
        assert list(exactly(read(search))) == [session.pk], search


def test_operators_and_parts_of_a_title_meet_none_exactly():
    make.make_session(number=12)
    for search in ("12*", "-12", "12 OR 13", "", "🚂", "session"):
        assert list(exactly(read(search))) == [], search


@pytest.mark.parametrize("state", HIDDEN)
def test_the_name_of_a_hidden_person_or_body_is_met_by_none(state):
    session = make.make_session()
    put_in_person(session, "Hushword", **state)
    put_in_responsible_body(session, "Hushname", **state)
    put_in_members_body_of_a_draft(session, "Hushbody", **state)
    for search in ("hushword", "hushname", "hushbody"):
        assert list(exactly(read(search))) == []
        assert list(matching(read(search))) == []


def test_a_word_of_many_passages_stands_there_often():
    session = make.make_session()
    for text in ("Gas.", "Gas, gas and oil.", "Gas", "Oil", "A gas pipe"):
        make.make_passage(session=session, text=text)
    make.make_passage(text="gas gas gas gas oil")
    assert list(often(read("gas"), 4)) == [session.pk]
    assert list(often(read("gas oil"), 2)) == [session.pk]
    assert list(often(read("gas oil"), 4)) == []
    assert list(often(read("nowhere OR gas"), 4)) == [session.pk]
    assert list(often(read("-gas"), 2)) == []


NAMED = {
    Participant: lambda name, **state: make.make_participant(name=name, **state),
    Organisation: lambda name, **state: make.make_organisation(name=name, **state),
    Agreement: lambda name, **state: make.make_agreement(title=name, **state),
    CooperationArea: lambda name, **state: make.make_area(name=name, **state),
    Decision: lambda name, **state: make.make_decision(
        text=name, session=make.make_session(**state)
    ),
}
each_named = pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)


@each_named
def test_other_records_are_found_by_their_own_words(model):
    one = NAMED[model]("Trade house of the north")
    NAMED[model]("House of trade")
    NAMED[model]("North")
    assert list(found_rows(model, read("houses north"))) == [one]
    assert list(found_rows(model, read('"of the north"'))) == [one]
    marked = NAMED[model]("Ýol")
    NAMED[model]("Yol")
    assert list(found_rows(model, read('"ýol"'))) == [marked]
    assert len(found_rows(model, read('-"ýol"'))) == 4
    assert len(found_rows(model, read("north OR trade"))) == 3
    assert len(found_rows(model, read("trad* -north"))) == 1


@each_named
def test_what_is_hidden_is_not_found_among_other_records(model):
    for state in HIDDEN:
        NAMED[model]("Hushword", **state)
    shown = NAMED[model]("Plain")
    assert list(found_rows(model, read("hushword"))) == []
    assert list(found_rows(model, read("-nothing"))) == [shown]


@pytest.mark.parametrize("model", [Participant, Organisation, Agreement])
def test_a_name_met_exactly_comes_first(model):
    rows = [NAMED[model](name) for name in ("Trade and more", "Trade", "A trade")]
    exact = found_rows(model, read("TRADE"), exact_first=True)
    assert exact[0] == rows[1] and len(exact) == 3
    others = [row for row in found_rows(model, read("trade")) if row != rows[1]]
    assert list(exact[1:]) == others


def test_people_are_found_by_variants_and_positions_and_areas_by_terms():
    person = make.make_participant(name="Batyr", variants=["Atdaev"])
    make.make_position(participant=person, title="Minister of Energy")
    area = make.make_area(name="Railways", terms=[("kk", "теміржол")])
    assert list(found_rows(Participant, read("atdaev minister"))) == [person]
    assert list(found_rows(Participant, read("atdaev trade"))) == []
    assert list(found_rows(CooperationArea, read("темір railway"))) == [area]
    # A position is no name: it leads to the person, not to the sessions.
    make.make_member(participant=person)
    assert list(matching(read("minister"))) == []


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


def test_a_passage_is_shown_for_the_letters_that_count(client):
    session = make.make_session()
    for text in ("Demir yol.", "Gara ýol, demir ýol, yol.", "Ýol."):
        make.make_passage(session=session, text=text)
    assert snippets(client, '?q="demir+ýol"') == {
        2: "Gara <mark>ýol</mark>, <mark>demir</mark> <mark>ýol</mark>, yol."
    }


def test_a_session_found_by_a_name_alone_shows_no_passage(client):
    session = make.make_session()
    make.make_passage(session=session, text="Gas.")
    put_in_person(session, "Atdayev")
    assert snippets(client, "?q=atdayev") == {}


# ── What a process keeps ─────────────────────────────────────────────────────────────────────


def test_a_word_is_looked_for_again_when_the_record_has_changed(
    django_assert_num_queries,
):
    passage = make.make_passage(text="On railways.")
    query = read("railway")
    with pinned():
        assert list(matching(query)) == [passage.session_id]
        with django_assert_num_queries(0):
            assert list(matching(query)) == [passage.session_id]
    passage.text = "On roads."
    passage.save()
    with pinned():
        assert list(matching(query)) == []


def test_a_name_that_is_released_is_found_at_its_moment(monkeypatch, admin_user):
    moment = timezone.now() + datetime.timedelta(hours=1)
    session = make.make_session()
    put_in_person(session, "Atdayev", state="draft")
    publish(record=Participant.objects.get(), by=admin_user, at=moment)
    query = read("atdayev")
    assert not matching(query)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert list(matching(query)) == [session.pk]


def test_a_process_keeps_the_sessions_of_so_many_words(monkeypatch):
    monkeypatch.setattr(register_module, "MOST_KEPT", 2)
    session = make.make_passage(text="On railways, roads, gas and power.").session_id
    with pinned():
        for word in ("railway", "road", "gas", "power", "railway"):
            assert list(matching(read(word))) == [session]
        assert len(register().kept.answers) <= 2
