"""The page of a session: everything on it, and nothing that is not public."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission

from commission.models.noted import writing
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_responsible_body,
    make_session,
    make_source,
    tomorrow,
)

pytestmark = pytest.mark.django_db
DRAFTS = [{"state": "draft"}, {"publish_at": tomorrow()}, {"state": "withdrawn"}]


def page(client, session, query=""):
    return client.get(session.get_absolute_url() + query)


def words(answer):
    """The text of a page without markup, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# ── Head and sides ───────────────────────────────────────────────────────────────────────────


def test_the_head_says_when_where_and_how(client):
    session = make_session(
        number=11, place="Ashgabat", country="TM", format="video",
        starts_on=datetime.date(2021, 12, 20), summary="Transit and trade.",
    )  # fmt: skip
    make_passage(session=session, text_en="Yes", text_tk="Hawa")
    said = words(page(client, session))
    assert (
        "Eleventh session Transit and trade. Date 20 December 2021 Place Ashgabat, Turkmenistan "
        "Kind Ordinary Held By video conference Report EN · TKM"
    ) in said


def test_a_title_in_another_language_says_so(client):
    session = make_session(title_ru="Внеочередное заседание")
    assert (
        '<h1><span lang="ru">Внеочередное заседание</span> <span class="lang-mark">in Russian</span></h1>'
        in page(client, session).text
    )


def test_the_sides_stand_in_the_commissions_order_each_with_its_co_chair(client):
    session = make_session()
    turkmen, kazakh = session.commission.sides.all()
    make_member(
        session=session,
        side=kazakh,
        participant=make_participant(name="Roman Sklyar"),
        role="co_chair",
    )
    member = make_member(session=session, side=turkmen)
    chair = make_member(session=session, side=turkmen, role="co_chair", order=5)
    facing = [
        (d.side, d.co_chair, len(d.members))
        for d in page(client, session).context["delegations"]
    ]
    assert [(side, seated) for side, _chair, seated in facing] == [
        (turkmen, 2),
        (kazakh, 1),
    ]
    assert page(client, session).context["delegations"][0].members == [chair, member]


def test_an_empty_place_of_a_side_says_so(client):
    assert words(page(client, make_session())).count("not recorded") == 6


def test_a_role_that_no_source_confirms_says_so(client):
    member = make_member(
        role="secretary", role_confirmed=False, position="Head of department"
    )
    assert "Head of department Secretary, role not confirmed by the source" in words(
        page(client, member.session)
    )


# ── The report ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
@writing()
def session():
    """A session whose passages 1 and 3 are about railways and 2 about gas."""
    transport, energy = (
        make_area(slug="transport", order=1),
        make_area(slug="energy", order=2),
    )
    railways = make_area(slug="railways", name="Railways", parent=transport)
    gas = make_area(slug="gas", parent=energy)
    session = make_session(commission=make_commission(slug="tm-kz"), number=11)
    for area in (railways, gas, railways):
        make_passage(session=session, areas=[area])
    return session


def numbers(answer):
    return [passage.number for passage in answer.context["report"].passages]


def test_the_whole_report_stands_without_a_sector(client, session):
    answer = page(client, session)
    assert numbers(answer) == [1, 2, 3]
    assert [cell.is_dimmed for cell in answer.context["report"].cells] == [
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("area", ["transport", "railways"])
def test_a_sector_narrows_the_report_and_passages_keep_their_numbers(
    client, session, area
):
    answer = page(client, session, f"?area={area}")
    assert numbers(answer) == [1, 3]
    assert [cell.is_dimmed for cell in answer.context["report"].cells] == [
        False,
        True,
        False,
    ]
    assert re.findall(r'<li class="passage" id="([^"]+)"', answer.text) == [
        "p-1",
        "p-3",
    ]


def test_a_pale_cell_leads_out_of_the_narrowed_report(client, session):
    text = page(client, session, "?area=railways").text
    assert re.findall(r'<li data-area="\d+"[^>]*><a href="([^"]+)"', text) == [
        "#p-1", "/en/sessions/tm-kz/11/#p-2", "#p-3",
    ]  # fmt: skip


def test_chips_count_passages_by_sphere_and_open_the_chosen_one(client, session):
    def chips(query):
        offered = page(client, session, query).context["report"].chips
        return [(chip.area.slug, chip.count, chip.is_chosen) for chip in offered]

    assert chips("") == [("transport", 2, False), ("energy", 1, False)]
    assert chips("?area=energy") == [
        ("transport", 2, False),
        ("energy", 1, True),
        ("gas", 1, False),
    ]


def test_a_sector_the_report_does_not_speak_of_says_so(client, session):
    make_area(slug="sport", name="Sport")
    answer = page(client, session, "?area=sport")
    assert numbers(answer) == []
    assert "No passage of this report is about Sport." in words(answer)


@pytest.mark.parametrize("query", ["?area=xyz", "?area=hidden"])
def test_an_unknown_sector_is_said_and_the_whole_report_stands(client, session, query):
    make_area(slug="hidden", state="draft")
    answer = page(client, session, query)
    slug = query.removeprefix("?area=")
    assert answer.context["notices"] == [
        f"There is no sector “{slug}”, so it was left out."
    ]
    assert numbers(answer) == [1, 2, 3]


def test_a_passage_in_another_language_says_so(client):
    passage = make_passage(text_ru="О *газе*")
    assert '<div lang="ru"><p>О <em>газе</em></p>' in page(client, passage.session).text


# ── The report in two languages ──────────────────────────────────────────────────────────────


@pytest.fixture
@writing()
def in_two_languages():
    gas, rail = make_area(slug="gas"), make_area(slug="railways")
    session = make_session()
    make_passage(session=session, areas=[gas], text_en="Gas", text_ru="Газ")
    make_passage(session=session, areas=[rail], text_en="Rail", text_ru=None)
    make_passage(session=session, text_en=None, text_ru="Порт")
    make_passage(session=session, text_en=None, text_tk="Suw")
    return session


MISSING = "This passage is not in the record in this language."


def pairs(answer):
    return [
        (re.sub(r"<[^>]+>|\s+", "", row.html), re.sub(r"<[^>]+>|\s+", "", row.beside))
        for row in answer.context["report"].rows
    ]


def test_a_second_language_stands_beside_the_readers(client, in_two_languages):
    answer = page(client, in_two_languages, "?with=ru")
    missing = MISSING.replace(" ", "")
    assert pairs(answer) == [
        ("Gas", "Газ"),
        ("Rail", missing),
        (missing, "Порт"),
        ("SuwinTurkmen", missing),
    ]
    assert answer.text.count('<div class="beside">') == 4
    assert '<div lang="ru"><p>Газ</p>' in answer.text


def test_the_languages_of_the_report_are_offered_and_keep_the_sector(
    client, in_two_languages
):
    address = in_two_languages.get_absolute_url()
    report = page(client, in_two_languages, "?area=gas&with=ru").context["report"]
    assert [(each.code, each.is_chosen, each.address) for each in report.languages] == [
        ("", False, f"{address}?area=gas#report"),
        ("ru", True, f"{address}?area=gas&with=ru#report"),
        ("tk", False, f"{address}?area=gas&with=tk#report"),
    ]
    assert report.address == f"{address}?with=ru#report"
    assert report.chips[0].address == f"{address}?area=gas&with=ru#report"
    assert [passage.number for passage in report.passages] == [1]


def test_a_report_in_one_language_offers_no_other(client):
    passage = make_passage(text_en="Gas")
    assert page(client, passage.session).context["report"].languages == []


@pytest.mark.parametrize("asked", ["kk", "xx", "<b>"])
def test_a_language_the_report_is_not_in_is_said(client, in_two_languages, asked):
    answer = page(client, in_two_languages, f"?with={asked}")
    assert answer.context["notices"] == [
        f"The report is not in the language “{asked}”, so it stands alone."
    ]
    assert '<div class="beside">' not in answer.text


@pytest.mark.parametrize("asked", ["", "en"])
def test_the_readers_own_language_stands_alone_without_a_word(
    client, in_two_languages, asked
):
    answer = page(client, in_two_languages, f"?with={asked}")
    assert answer.context["notices"] == []
    assert '<div class="beside">' not in answer.text


def test_a_session_without_a_report_says_so(client):
    assert "No report of this session is in the record." in words(
        page(client, make_session())
    )


# ── What stands around it ────────────────────────────────────────────────────────────────────


def test_it_shows_decisions_agenda_agreements_documents_and_sources(client):
    agreement = make_agreement(
        title="Programme for 2024",
        kind="programme",
        signed_on=datetime.date(2023, 10, 30),
    )
    session = make_session(agreements=[agreement])
    make_agenda_item(session=session, text="On transit tariffs")
    decision = make_decision(
        session=session, text="Prepare a road map", due_on=datetime.date(2030, 12, 1), due_precision="month",
        status="in_progress",
    )  # fmt: skip
    make_responsible_body(
        decision=decision, organisation=make_organisation(name="Ministry of Trade")
    )
    make_source(session=session, publisher="Trend", doubt="The date differs.")
    said = words(page(client, session))
    assert (
        "1 Prepare a road map Ministry of Trade Due December 2030 In progress" in said
    )
    assert "Agenda 1 On transit tariffs" in said
    assert "Programme for 2024 Programme, 30 October 2023" in said
    assert "Trend In doubt. The date differs." in said


def test_a_document_says_its_format_size_language_and_standing(client):
    session = make_session()
    protocol = make_document(session=session, title="Final protocol")
    make_document_file(document=protocol, language="ru", authentic=True)
    make_document_file(document=protocol, language="en", authentic=False)
    make_document(session=session, title="Annex")
    size = protocol.files.first().size
    assert (
        f"Final protocol Russian · PDF, {size} bytes · authentic English · PDF, {size} bytes · translation "
        "Annex No file in the record."
    ) in words(page(client, session)).replace("\xa0", " ")


def test_a_photo_has_its_sizes_and_opens_in_the_viewer(client):
    photo = make_photo(alt="Two delegations", caption="In Ashgabat", credit="TDH")
    answer = page(client, photo.session)
    assert f'srcset="{photo.srcset}"' in answer.text
    assert 'width="64" height="48" alt="Two delegations" loading="lazy"' in answer.text
    assert "In Ashgabat Photo: TDH" in words(answer)
    assert "data-photo-viewer" in answer.text and "photo-viewer.js" in answer.text


def test_it_leads_to_the_sessions_before_and_after_that_are_public(client):
    commission = make_commission()
    day = datetime.date
    first, _draft, third, _withdrawn, fifth = (
        make_session(commission=commission, starts_on=day(year, 1, 1), state=state)
        for year, state in zip(
            range(2019, 2024),
            ["published", "draft", "published", "withdrawn", "published"],
            strict=True,
        )
    )
    context = page(client, third).context
    assert (context["earlier"], context["later"]) == (first, fifth)


# ── Addresses ────────────────────────────────────────────────────────────────────────────────


def test_a_former_key_leads_on_with_its_query(client):
    session = make_session(commission=make_commission(slug="tm-kz"), kind="extraordinary",
                           starts_on=datetime.date(2020, 9, 16))  # fmt: skip
    session = type(session).objects.get(pk=session.pk)
    session.starts_on = datetime.date(2020, 9, 17)
    session.save()
    answer = client.get("/en/sessions/tm-kz/extraordinary-2020-09-16/?area=gas")
    assert (answer.status_code, answer.url) == (
        301, "/en/sessions/tm-kz/extraordinary-2020-09-17/?area=gas",
    )  # fmt: skip


def test_a_former_slug_of_the_commission_leads_on(client):
    commission = make_commission(slug="tm-kz-old")
    make_session(commission=commission, number=11)
    commission = type(commission).objects.get(pk=commission.pk)
    commission.slug = "tm-kz"
    commission.save()
    answer = client.get("/ru/sessions/tm-kz-old/11/")
    assert (answer.status_code, answer.url) == (301, "/ru/sessions/tm-kz/11/")


def test_a_former_key_of_a_draft_leads_nowhere(client):
    session = make_session(
        kind="extraordinary", starts_on=datetime.date(2020, 9, 16), state="draft"
    )
    former = session.get_absolute_url()
    session = type(session).objects.get(pk=session.pk)
    session.starts_on = datetime.date(2020, 9, 17)
    session.save()
    assert client.get(former).status_code == 404


def test_the_same_key_of_another_commission_is_another_session(client):
    one, other = make_session(number=11), make_session(number=11)
    assert (
        page(client, one).context["session"],
        page(client, other).context["session"],
    ) == (one, other)


# ── Who sees what, at what cost ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_hides_drafts_from_visitors(client, draft):
    assert page(client, make_session(**draft)).status_code == 404
    assert (
        page(client, make_session(commission=make_commission(**draft))).status_code
        == 404
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_staff_see_a_draft_marked_and_kept_by_nobody(admin_client, draft):
    answer = page(admin_client, make_session(**draft))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (
        200,
        "private, no-store",
    )
    assert "Not published: only staff see this page." in words(answer)


def test_staff_without_the_permission_are_visitors(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert page(client, make_session(state="draft")).status_code == 404


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_leaves_out_unpublished_people_bodies_areas_and_agreements(client, draft):
    session = make_session(agreements=[make_agreement(title="Hushhush", **draft)])
    make_member(
        session=session,
        participant=make_participant(name="Hushhush", **draft),
        position="Hushhush",
    )
    hidden = make_area(name="Hushhush", **draft)
    within_hidden = make_area(name="Hushhush", parent=hidden)
    make_passage(session=session, areas=[hidden, within_hidden])
    make_agenda_item(session=session, areas=[hidden, within_hidden])
    decision = make_decision(session=session, areas=[hidden])
    make_responsible_body(
        decision=decision, organisation=make_organisation(name="Hushhush", **draft)
    )
    answer = page(client, session)
    assert answer.status_code == 200
    assert "Hushhush" not in answer.text


@writing()
def make_session_that_names(hidden, **state):
    """A session whose co-chair, body, areas and agreement are all in the state `hidden`."""
    agreement = make_agreement(title="Hidden agreement", **hidden)
    session = make_session(agreements=[agreement], **state)
    make_member(
        session=session,
        side=session.commission.sides.first(),
        participant=make_participant(name="Hidden person", **hidden),
        role="co_chair",
        position="",
    )
    sphere = make_area(name="Hidden sphere", **hidden)
    sector = make_area(name="Hidden sector", parent=sphere)
    make_passage(session=session, areas=[sphere, sector])
    make_agenda_item(session=session, areas=[sphere])
    body = make_organisation(name="Hidden body", **hidden)
    decision = make_decision(session=session, areas=[sphere])
    make_responsible_body(decision=decision, organisation=body)
    return session


@pytest.mark.parametrize("hidden", DRAFTS)
def test_a_preview_shows_who_and_what_is_not_public_and_marks_each(
    admin_client, hidden
):
    session = make_session_that_names(hidden, state="draft")
    answer = page(admin_client, session)
    strip = re.findall(r'<ol class="strip".*?</ol>', answer.text, re.DOTALL)[0]
    said = " ".join(re.sub(r"<[^>]+>", " ", answer.text.replace(strip, "")).split())
    marked = re.findall(r"(Hidden \w+)( not public)?", said)
    named = [
        "Hidden person", "Hidden sphere", "Hidden sector", "Hidden body",
        "Hidden sphere", "Hidden person", "Hidden agreement",
    ]  # fmt: skip
    assert marked == [(name, " not public") for name in named]
    assert words(answer).count("Co-chair: not recorded") == 1  # of the other side
    assert answer.context["report"].chips == []  # it cannot be narrowed to them yet


def test_a_preview_marks_nothing_that_is_public(admin_client):
    session = make_session_that_names({}, state="draft")
    said = words(page(admin_client, session))
    assert "Hidden person" in said and "not public" not in said


def test_staff_see_the_public_page_as_visitors_do(admin_client):
    session = make_session_that_names({"state": "draft"})
    said = words(page(admin_client, session))
    assert "Hidden" not in said and "not public" not in said


def test_a_preview_shows_only_the_kinds_of_rows_that_this_person_may_view(
    client, django_user_model
):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(codename__in=["view_session", "view_organisation"])
    )
    client.force_login(clerk)
    session = make_session_that_names({"state": "draft"}, state="draft")
    said = words(page(client, session))
    assert re.findall(r"Hidden \w+", said) == ["Hidden body"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_takes_a_fixed_number_of_queries(
    admin_client, rows, django_assert_num_queries
):
    draft = {"state": "draft"}
    session = make_session(
        agreements=[make_agreement(**draft) for _row in range(rows)], **draft
    )
    for _row in range(rows):
        area = make_area(parent=make_area(**draft))
        make_passage(session=session, areas=[area])
        make_agenda_item(session=session, areas=[area])
        decision = make_decision(session=session, areas=[area])
        make_responsible_body(
            decision=decision, organisation=make_organisation(**draft)
        )
        make_member(session=session, participant=make_participant(**draft))
    with django_assert_num_queries(22):
        page(admin_client, session)


def test_a_public_page_sets_no_cookie_and_does_not_depend_on_one(client):
    answer = page(client, make_session())
    assert (dict(answer.cookies), "Cookie" in answer.headers.get("Vary", "")) == (
        {},
        False,
    )
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_page_that_did_not_change_is_not_sent_again(client):
    session = make_session()
    tag = page(client, session).headers["ETag"]
    assert (
        client.get(
            session.get_absolute_url(), headers={"if-none-match": tag}
        ).status_code
        == 304
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    earlier = make_session()
    session = make_session(
        commission=earlier.commission,
        agreements=[make_agreement() for _row in range(rows)],
    )
    for _row in range(rows):
        make_decision(session=earlier)
        area = make_area(parent=make_area())
        make_passage(session=session, areas=[area])
        make_agenda_item(session=session, areas=[area])
        decision = make_decision(session=session, areas=[area], status="planned")
        make_responsible_body(decision=decision)
        make_member(session=session)
        make_document_file(document=make_document(session=session))
        make_photo(session=session)
        make_source(session=session)
    make_passage(session=session, text_ru="Газ")
    # The second time, the process knows the areas.
    for query, number in (("", 20), ("?with=ru", 19)):
        with django_assert_num_queries(number):
            page(client, session, query)
