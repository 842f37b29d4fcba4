"""The list of sessions: what it finds, how it says so, what each option would leave."""

import datetime

import pytest

from tests.factories import (
    make_agenda_item,
    make_area,
    make_commission,
    make_decision,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
    tomorrow,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
ADDRESS = "/en/sessions/"


def found(client, query=""):
    """The titles of the sessions that the list shows, in its order."""
    return [
        result.session.title
        for result in client.get(ADDRESS + query).context["results"]
    ]


def options(client, name, query=""):
    """{label: (count, is_chosen)} of what a filter offers."""
    offered = client.get(ADDRESS + query).context["facets"][name]
    return {option.label: (option.count, option.is_chosen) for option in offered}


def notices(client, query):
    return client.get(ADDRESS + query).context["notices"]


# ── What it finds ────────────────────────────────────────────────────────────────────────────


def test_it_lists_the_newest_first_and_the_oldest_when_asked(client):
    for year in (2019, 2023, 2021):
        make_session(title=str(year), starts_on=datetime.date(year, 5, 1))
    assert found(client) == ["2023", "2021", "2019"]
    assert found(client, "?sort=oldest") == ["2019", "2021", "2023"]


def test_pages_of_sessions_of_one_day_never_overlap(client):
    commission = make_commission()
    for number in range(1, 43):
        make_session(
            commission=commission,
            title=str(number),
            starts_on=datetime.date(2020, 1, 1),
        )
    for sort in ["newest", "oldest"]:
        pages = [found(client, f"?sort={sort}&page={page}") for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 2], sort
        assert len({title for page in pages for title in page}) == 42, sort


def test_words_are_found_in_passages_of_any_language_and_spelling(client):
    make_passage(
        session=make_session(title="Found"),
        text_ru="О железной дороге",
        text_en="On rails",
    )
    make_session(title="Other")
    assert found(client, "?q=ЖЕЛЕЗНОЙ") == ["Found"]


def test_a_sphere_finds_sessions_of_its_sectors_by_passage_agenda_or_decision(client):
    sphere = make_area(slug="transport")
    railways = make_area(slug="railways", parent=sphere)
    make_passage(session=make_session(title="Passage"), areas=[railways])
    make_agenda_item(session=make_session(title="Agenda"), areas=[railways])
    make_decision(session=make_session(title="Decision"), areas=[sphere])
    make_passage(session=make_session(title="Other"), areas=[make_area()])
    assert sorted(found(client, "?area=transport")) == ["Agenda", "Decision", "Passage"]
    assert sorted(found(client, "?area=railways")) == ["Agenda", "Passage"]


def test_a_sector_beside_its_sphere_narrows_it(client):
    sphere = make_area(slug="transport")
    railways = make_area(slug="railways", parent=sphere)
    make_passage(session=make_session(title="Rails"), areas=[railways])
    make_passage(session=make_session(title="Transport"), areas=[sphere])
    assert found(client, "?area=transport&area=railways") == ["Rails"]


def test_several_sectors_find_sessions_of_any(client):
    for slug in ("gas", "customs", "sport"):
        make_passage(session=make_session(title=slug), areas=[make_area(slug=slug)])
    assert sorted(found(client, "?area=gas&area=customs")) == ["customs", "gas"]


def test_it_narrows_to_the_commissions_whose_names_hold_what_is_typed(client):
    for slug, name, state in (
        ("tm-kz", "Turkmenistan – Қазақстан", "published"),
        ("kz-de", "Kazakhstan – Germany", "published"),
        ("tm-tr", "Türkmenistan – Türkiye", "published"),
        ("kz-x", "Kazakhstan – Utopia", "draft"),
    ):
        commission = make_commission(slug=slug, short_name=name, state=state)
        make_session(commission=commission, title=slug)
    make_commission(slug="idle", description="Speaks of Germany.")
    assert set(found(client, "?commission=turk")) == {"tm-kz", "tm-tr"}
    assert found(client, "?commission=turkmen+казак") == ["tm-kz"]
    assert found(client, "?commission=germany") == ["kz-de"]
    assert set(found(client, "?commission=germany&commission=tm-kz")) == {
        "kz-de",
        "tm-kz",
    }
    answer = client.get(ADDRESS + "?commission=germany")
    assert "1 session Kazakhstan – Germany ×" in words(answer)
    assert 'name="commission" id="id_commission_typed" value="germany"' in answer.text
    assert notices(client, "?commission=utopia") == [
        "There is no commission “utopia”, so it was left out."
    ]
    assert 'value="utopia"' in client.get(ADDRESS + "?commission=utopia").text


def test_it_narrows_to_commissions_kinds_and_years(client):
    tm_kz, tm_uz = make_commission(slug="tm-kz"), make_commission(slug="tm-uz")
    day = datetime.date
    make_session(commission=tm_kz, title="A", starts_on=day(2019, 12, 31))
    make_session(commission=tm_kz, title="B", starts_on=day(2020, 1, 1))
    make_session(
        commission=tm_kz, title="C", kind="extraordinary", starts_on=day(2021, 12, 31)
    )
    make_session(commission=tm_uz, title="D", starts_on=day(2022, 1, 1))
    assert found(client, "?commission=tm-kz") == ["C", "B", "A"]
    assert found(client, "?commission=tm-kz&commission=tm-uz&kind=ordinary") == [
        "D",
        "B",
        "A",
    ]
    assert found(client, "?year_from=2020&year_to=2021") == ["C", "B"]


def test_a_place_is_found_by_its_name_in_any_language(client):
    names = {"place_en": "Ashgabat", "place_ru": "Ашхабад", "place_tk": "Aşgabat"}
    make_session(title="Full", starts_on=datetime.date(2022, 1, 1), **names)
    make_session(
        title="Russian only", starts_on=datetime.date(2021, 1, 1), place_ru="Ашхабад"
    )
    make_session(title="Elsewhere", place_en="Astana")
    for spelling in ["Ashgabat", "ашхабад", "AŞGABAT"]:
        assert found(client, f"?place={spelling}") == ["Full", "Russian only"], spelling


def test_a_participant_is_found_by_address_or_any_spelling(client):
    person = make_participant(
        slug="batyr-atdayev", name="Batyr Atdayev", variants=["Batyr Atdaýew", "Атдаев"]
    )
    make_member(session=make_session(title="There"), participant=person)
    make_member(session=make_session(title="Not there"))
    for name in ["batyr-atdayev", "Атдаев", "atdaýew"]:
        assert found(client, f"?participant={name}") == ["There"], name


def test_a_participant_is_found_in_whichever_script_the_name_is_typed(client):
    for written, title, state in (
        ("Batyr Atdaýew", "There", "published"),
        ("Батыр Атдаев", "There too", "published"),
        ("Batyr Atdayev", "Not shown", "draft"),
        ("Batyr Orazov", "Not there", "published"),
    ):
        person = make_participant(name=written, state=state)
        make_member(session=make_session(title=title), participant=person)
    for name in ["Атдаев", "Батыр Atdaev"]:
        assert sorted(found(client, f"?participant={name}")) == [
            "There",
            "There too",
        ], name


def test_an_organisation_is_found_by_its_members_and_its_decisions(client):
    ministry = make_organisation(slug="trade-tm", name="Ministry of Trade")
    make_member(
        session=make_session(title="Sent", starts_on=datetime.date(2022, 1, 1)),
        organisation=ministry,
    )
    decision = make_decision(
        session=make_session(title="Answers", starts_on=datetime.date(2021, 1, 1))
    )
    make_responsible_body(decision=decision, organisation=ministry)
    make_session(title="Other")
    assert found(client, "?organisation=trade-tm") == ["Sent", "Answers"]
    assert found(client, "?organisation=ministry+trade") == ["Sent", "Answers"]


# ── What each row shows ──────────────────────────────────────────────────────────────────────


def snippets(client, query):
    [result] = client.get(ADDRESS + query).context["results"]
    return {int(piece.number): str(piece.html) for piece in result.snippets}


def test_a_row_shows_the_passages_that_mention_the_words_marked(client):
    session = make_session()
    make_passage(session=session, text="On sport.")
    make_passage(session=session, text="The railways carry *grain*.")
    assert snippets(client, "?q=railway") == {
        2: "The <mark>railways</mark> carry grain."
    }


def test_a_row_shows_the_passages_of_the_sector_and_three_at_most(client):
    session, gas = make_session(), make_area(slug="gas")
    make_passage(session=session, text="On sport.")
    for _row in range(4):
        make_passage(session=session, text="On gas.", areas=[gas])
    assert snippets(client, "?area=gas") == {2: "On gas.", 3: "On gas.", 4: "On gas."}


def test_of_words_and_sector_the_passages_that_meet_both_are_shown(client):
    session, gas = make_session(), make_area(slug="gas")
    make_passage(session=session, text="A pipeline for water.")
    make_passage(session=session, text="Prices.", areas=[gas])
    make_passage(session=session, text="A pipeline.", areas=[gas])
    assert snippets(client, "?q=pipeline&area=gas") == {3: "A <mark>pipeline</mark>."}


def test_cells_of_the_strip_that_do_not_match_are_pale(client):
    session, gas = make_session(), make_area(slug="gas")
    make_passage(session=session)
    make_passage(session=session, areas=[gas])
    [result] = client.get(ADDRESS + "?area=gas").context["results"]
    assert [(cell.area_id, cell.is_dimmed) for cell in result.cells] == [
        ("", True),
        (str(gas.pk), False),
    ]


def test_a_cell_has_the_colour_of_the_sector_that_was_asked_for(client):
    trade, gas = make_area(order=1), make_area(slug="gas", order=2)
    make_passage(areas=[trade, gas])
    asked, plain = (
        client.get(ADDRESS + query).context["results"][0] for query in ("?area=gas", "")
    )
    assert (asked.cells[0].area_id, plain.cells[0].area_id) == (
        str(gas.pk),
        str(trade.pk),
    )


def test_a_snippet_links_to_its_passage_in_the_report(client):
    session = make_session(commission=make_commission(slug="tm-kz"), number=11)
    make_passage(session=session, text="Gas.")
    assert 'href="/en/sessions/tm-kz/11/#p-1"' in client.get(ADDRESS + "?q=gas").text


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"starts_on": datetime.date(2023, 5, 15)}, ("15 May", "2023")),
        (
            {"starts_on": datetime.date(2024, 9, 3), "date_precision": "month"},
            ("Sept", "2024"),
        ),
        (
            {"starts_on": datetime.date(2024, 2, 1), "date_precision": "early"},
            ("2024", "early 2024"),
        ),
        (
            {
                "starts_on": datetime.date(2019, 3, 10),
                "ends_on": datetime.date(2019, 3, 13),
            },
            ("10–13 Mar", "2019"),
        ),
    ],
)
def test_the_margin_says_the_date_as_precisely_as_it_is_known(client, fields, shown):
    make_session(**fields)
    [result] = client.get(ADDRESS).context["results"]
    assert (result.day, result.year) == shown


# ── What each option would leave ─────────────────────────────────────────────────────────────


def test_a_session_counts_once_for_a_sphere_however_many_rows_carry_it(client):
    sphere = make_area(name="Transport", slug="transport")
    railways, roads = (
        make_area(name="Railways", parent=sphere),
        make_area(name="Roads", parent=sphere),
    )
    session = make_session()
    make_passage(session=session, areas=[railways, roads])
    make_passage(session=session, areas=[railways, sphere])
    make_agenda_item(session=session, areas=[railways])
    make_decision(session=session, areas=[sphere, roads])
    make_agenda_item(session=make_session(), areas=[roads])
    make_decision(session=make_session(), areas=[roads])
    [transport] = client.get(ADDRESS + "?area=transport").context["facets"]["area"]
    counts = {sector.label: sector.count for sector in transport.within}
    assert (transport.count, counts) == (3, {"Railways": 1, "Roads": 3})


def test_a_draft_sector_counts_for_nothing(client):
    sphere = make_area(slug="transport")
    make_passage(areas=[make_area(parent=sphere, state="draft")])
    assert (options(client, "area"), found(client, "?area=transport")) == ({}, [])


def test_options_count_what_the_other_filters_leave(client):
    tm_kz = make_commission(slug="tm-kz", short_name="TM–KZ")
    tm_uz = make_commission(short_name="TM–UZ")
    gas = make_area(slug="gas", name="Gas")
    make_passage(session=make_session(commission=tm_kz), areas=[gas])
    make_session(commission=tm_kz, kind="extraordinary")
    make_passage(session=make_session(commission=tm_uz), areas=[gas])
    asked = "?commission=tm-kz"
    assert options(client, "commission", asked) == {
        "TM–KZ": (2, True),
        "TM–UZ": (1, False),
    }
    assert options(client, "area", asked) == {"Gas": (1, False)}
    assert options(client, "kind", asked) == {
        "ordinary": (1, False),
        "extraordinary": (1, False),
    }


def test_an_option_that_would_leave_nothing_is_offered_only_when_it_is_chosen(client):
    make_session(title="A")
    assert options(client, "kind") == {"ordinary": (1, False)}
    assert options(client, "kind", "?kind=co-chairs") == {
        "ordinary": (1, False),
        "co-chairs' meeting": (0, True),
    }


def test_places_are_counted_by_their_names_in_the_readers_language(client):
    make_session(place_en="Ashgabat", place_ru="Ашхабад")
    make_session(place_ru="Ашхабад")
    make_session(place_en="Astana")
    assert options(client, "place") == {
        "Ashgabat": (1, False),
        "Astana": (1, False),
        "Ашхабад": (1, False),
    }
    assert options(client, "place", "?place=Astana")["Astana"] == (1, True)


def test_the_histogram_spans_the_whole_list_and_counts_what_other_filters_leave(client):
    day = datetime.date
    make_session(starts_on=day(2019, 1, 1))
    make_session(starts_on=day(2021, 1, 1))
    make_session(starts_on=day(2022, 1, 1), kind="extraordinary")
    years = client.get(ADDRESS + "?kind=ordinary&year_from=2020").context["facets"][
        "years"
    ]
    drawn = [
        (column.label, column.value, column.is_chosen) for column in years["columns"]
    ]
    assert drawn == [
        ("2019", 1, False),
        ("2020", 0, True),
        ("2021", 1, True),
        ("2022", 0, True),
    ]
    assert years["table"] == [("2019", "1"), ("2021", "1")]
    assert years["chosen"] == "2020 – 2022"


# ── What it says ─────────────────────────────────────────────────────────────────────────────


def test_it_says_what_was_asked_with_a_way_to_drop_each_piece(client):
    make_area(slug="gas", name="Gas")
    make_area(slug="sport", name="Sport")
    pieces = client.get(ADDRESS + "?area=gas&area=sport&year_from=2020&page=1").context[
        "applied"
    ]
    assert [(piece.text, piece.without) for piece in pieces] == [
        ("Gas", "?area=sport&year_from=2020"),
        ("Sport", "?area=gas&year_from=2020"),
        ("from 2020", "?area=gas&area=sport"),
    ]


def test_its_words_are_mentioned_not_names(client):
    make_passage(session=make_session(), text_en="On rails")
    answer = client.get(ADDRESS + "?q=rails")
    assert "1 session mentioning “rails” × · Clear" in words(answer)


def test_a_parameter_it_does_not_understand_is_left_out_and_said(client):
    make_session(title="A")
    for query, sentence in [
        ("?area=xyz", "There is no sector “xyz”, so it was left out."),
        ("?commission=xyz", "There is no commission “xyz”, so it was left out."),
        ("?kind=xyz", "There is no kind of session “xyz”, so it was left out."),
        ("?place=xyz", "No session was held in “xyz”, so it was left out."),
        ("?organisation=xyz", "There is no organisation “xyz”, so it was left out."),
        (
            "?commission=%00",
            "There is no commission “(invisible characters)”, so it was left out.",
        ),
        (
            "?participant=%E2%80%8B",
            "There is no participant “(invisible characters)”, so it was left out.",
        ),
        (
            "?year_from=99999",
            "“99999” is not a year from 1900 to 2100, so it was left out.",
        ),
        (
            "?page=banana",
            "“banana” is not the number of a page: this is the first one.",
        ),
        ("?page=9", "There is no page 9: the list has 1 page, and this is it."),
        (
            "?sort=xyz",
            "The list cannot be sorted by “xyz”, so it stands in its usual order.",
        ),
    ]:
        assert (notices(client, query), found(client, query)) == ([sentence], ["A"]), (
            query
        )


def test_no_name_is_as_long_as_a_book(client):
    make_participant(name="Ab")
    words = [f"ab{n}" for n in range(1_000)]
    for name in (" ".join(words), "-".join(words)):
        [sentence] = notices(client, f"?participant={name}")
        assert sentence.startswith("There is no participant “ab")


@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_an_unpublished_name_is_as_unknown_as_a_made_up_one(client, draft):
    make_session()
    make_area(slug="hidden", **draft)
    make_commission(slug="hidden", **draft)
    make_organisation(slug="hidden", name="Hidden", **draft)
    make_participant(slug="hidden", name="Hidden", **draft)
    make_session(place="hidden", **draft)
    for name in ("area", "commission", "organisation", "participant", "place"):
        assert notices(client, f"?{name}=hidden") == [
            each.replace("xyz", "hidden") for each in notices(client, f"?{name}=xyz")
        ]


def test_an_empty_list_offers_the_nearest_wider_questions(client):
    make_session(kind="extraordinary", starts_on=datetime.date(2019, 1, 1))
    make_session(starts_on=datetime.date(2022, 1, 1))
    make_session(starts_on=datetime.date(2023, 1, 1))
    wider = client.get(ADDRESS + "?kind=extraordinary&year_from=2020").context["wider"]
    assert [(each.text, each.count, each.address) for each in wider] == [
        ("from 2020", 1, "?kind=extraordinary"),
        ("extraordinary", 2, "?year_from=2020"),
    ]


def test_it_answers_when_nothing_is_published(client):
    assert "No session has been published yet." in client.get(ADDRESS).text


# ── Who sees what, at what cost ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_it_hides_drafts_from_visitors(client, draft):
    make_session(title="Public")
    make_session(title="Hidden", **draft)
    make_session(title="Hidden", commission=make_commission(**draft))
    assert found(client) == ["Public"]


def test_it_hides_drafts_from_staff_too(admin_client):
    make_session(title="Hidden", state="draft")
    assert found(admin_client) == []


def test_an_unpublished_member_does_not_find_a_session_by_organisation(client):
    ministry = make_organisation(slug="trade-tm")
    make_member(organisation=ministry, participant=make_participant(state="draft"))
    assert found(client, "?organisation=trade-tm") == []


def test_it_sets_no_cookie_and_does_not_depend_on_one(client):
    answer = client.get(ADDRESS)
    assert (dict(answer.cookies), "Cookie" in answer.headers.get("Vary", "")) == (
        {},
        False,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _row in range(rows):
        session = make_session()
        make_passage(session=session, areas=[make_area(parent=make_area())])
        make_passage(session=session, areas=[make_area()])
    # Three of them read what changed since the process last looked.
    with django_assert_num_queries(6):
        client.get(ADDRESS)
    with django_assert_num_queries(3):
        client.get(ADDRESS)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_narrow_question_takes_a_fixed_number_of_queries_too(
    client, rows, django_assert_num_queries
):
    gas, commission = make_area(slug="gas"), make_commission(slug="tm-kz")
    for _row in range(rows):
        make_passage(
            session=make_session(commission=commission), text="Gas", areas=[gas]
        )
    with django_assert_num_queries(15):
        client.get(
            ADDRESS + "?q=gas&area=gas&commission=tm-kz&kind=ordinary&year_from=2000"
        )


# ── What an empty list and a large one offer ─────────────────────────────────────────────────


def test_a_misspelt_word_gets_a_better_one_with_all_else_that_was_asked(client):
    make_passage(session=make_session(), text="On railways.")
    answer = client.get(ADDRESS + "?q=railwais&kind=ordinary&page=1")
    assert answer.context["meant"].text == "railways"
    assert 'Did you mean <a href="?q=railways&amp;kind=ordinary">' in answer.text


@pytest.mark.parametrize(
    "draft", [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]
)
def test_no_word_of_an_unpublished_session_is_ever_meant(client, draft):
    make_session()
    make_passage(session=make_session(**draft), text="On railways.")
    assert "Did you mean" not in client.get(ADDRESS + "?q=railwais").text


def test_several_values_of_one_filter_are_told_apart_by_or(client):
    for slug in ("energy", "transport"):
        make_passage(areas=[make_area(slug=slug, name=slug.capitalize())])
    answer = client.get(ADDRESS + "?area=energy&area=transport&kind=ordinary")
    assert "2 sessions in Energy × or Transport × ordinary ×" in words(answer)


def test_of_many_commissions_the_fullest_are_offered_and_the_rest_counted(client):
    for number in range(14):
        make_session(commission=make_commission(slug=f"c-{number}"))
    full = make_commission(slug="full", short_name="Full")
    for _each in range(2):
        make_session(commission=full)
    answer = client.get(ADDRESS)
    offered = answer.context["facets"]["commission"]
    assert (len(offered), offered[0].label) == (12, "Full")
    assert "3 more" in words(answer)
    assert 'id="id_commission_typed" value=""' in answer.text
    left_out = client.get(ADDRESS + "?commission=c-13").text
    assert 'value="c-13" checked' in left_out
