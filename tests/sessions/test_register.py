"""The register of sessions in memory: always what the record says, however it came about."""

import datetime
import weakref
from dataclasses import replace

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from commission import register as register_module
from commission.actions import publish, withdraw
from commission.area_counts import rows_about, session_counts
from commission.models import ContentVersion, RegisterEntry, pinned, writing
from commission.models.content_version import unpin
from commission.register import register
from sessions import facets
from sessions.filters import SessionFilter
from sessions.management.commands import prepare
from sessions.models import Session
from sessions.register import (
    complete_entries,
    entry_disagreements,
    rebuild_entries,
)
from sessions.selection import public_sessions
from sessions.strips import REPORTS, outlines_in, outlines_of
from tests.factories import (
    make_agenda_item,
    make_area,
    make_commission,
    make_decision,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db


def agrees_with_the_database():
    """The register, followed change by change, is the one that is read anew, and what SQL says."""
    followed = register()
    register.forget()
    anew = register()
    assert followed.by == anew.by
    assert followed.public == anew.public
    assert followed.coming == anew.coming
    for facet in anew.columns:
        assert public_sessions().counts(facet) == public_sessions().counted(anew.by[facet])  # fmt: skip
    assert list(entry_disagreements()) == []
    rows = Session.objects.published().newest_first()
    assert public_sessions()[:] == list(rows.values_list("pk", flat=True))
    return True


def test_it_asks_for_nothing_but_the_version_while_nothing_changes(
    django_assert_num_queries,
):
    make_session()
    with django_assert_num_queries(2):
        public_sessions()
    with django_assert_num_queries(1):
        public_sessions()


def test_it_asks_only_for_what_changed(django_assert_num_queries):
    first = make_session()
    for _other in range(3):
        make_session()
    register()
    first.starts_on = datetime.date(1999, 5, 1)
    first.save()
    assert (
        RegisterEntry.objects.filter(version__gt=register.snapshot.version).count() == 1
    )
    with django_assert_num_queries(2):
        assert public_sessions()[:][-1] == first.pk


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft", "publish_at": None},
        {"state": "withdrawn"},
        {"publish_at": timezone.now() + datetime.timedelta(days=2)},
    ],
    ids=["draft", "withdrawn", "embargoed"],
)
def test_what_is_not_public_is_counted_nowhere(hidden):
    area = make_area()
    make_passage(session=make_session(place_en="Hidden", **hidden), areas=[area])
    make_passage(
        session=make_session(commission=make_commission(**hidden)), areas=[area]
    )
    found = public_sessions()
    assert len(found) == 0
    assert [
        found.counts(facet) for facet in ("area", "place", "year", "kind", "commission")
    ] == [{}] * 5


def test_an_embargo_ends_at_its_minute(admin_user, monkeypatch):
    moment = timezone.now() + datetime.timedelta(minutes=5)
    session = make_session(state="draft", publish_at=None)
    publish(record=session, by=admin_user, at=moment)
    assert len(public_sessions()) == 0
    monkeypatch.setattr(timezone, "now", lambda: moment - datetime.timedelta(seconds=1))
    assert len(public_sessions()) == 0
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert public_sessions()[:] == [session.pk]


def test_a_commission_takes_its_sessions_along(admin_user):
    commission = make_commission()
    session = make_session(commission=commission)
    assert len(public_sessions()) == 1
    withdraw(record=commission, by=admin_user)
    assert len(public_sessions()) == 0
    publish(record=commission, by=admin_user)
    assert public_sessions()[:] == [session.pk]


@pytest.mark.parametrize("make", [make_passage, make_agenda_item, make_decision])
def test_areas_come_and_go_with_the_rows_that_carry_them(make):
    sphere = make_area()
    area, session = make_area(parent=sphere), make_session()
    row = make(session=session, areas=[area])
    make(session=session, areas=[sphere])

    def about():
        counts = rows_about(register())
        return {pk: len(sessions) for pk, sessions in counts.items() if sessions}

    assert about() == {sphere.pk: 1, area.pk: 1}
    row.areas.clear()
    assert about() == {sphere.pk: 1}
    area_rows = getattr(
        area,
        {make_passage: "passages", make_agenda_item: "agenda_items"}.get(
            make, "decisions"
        ),
    )
    area_rows.add(row)
    assert about() == {sphere.pk: 1, area.pk: 1}
    area_rows.clear()
    assert about() == {sphere.pk: 1}
    area_rows.add(row)
    area.delete()
    assert about() == {sphere.pk: 1}
    assert agrees_with_the_database()


def test_a_draft_sector_counts_for_no_sphere():
    sphere = make_area()
    sector = make_area(parent=sphere, state="draft", publish_at=None)
    make_passage(session=make_session(), areas=[sector])
    assert {pk: len(found) for pk, found in rows_about(register()).items()} == {
        sphere.pk: 0
    }


def test_a_sector_takes_its_sessions_along_to_another_sphere():
    before, after = make_area(), make_area()
    sector = make_area(parent=before)
    make_passage(session=make_session(), areas=[sector])
    assert session_counts() == {before.pk: 1, sector.pk: 1, after.pk: 0}
    sector.parent = after
    sector.save()
    assert session_counts() == {before.pk: 0, sector.pk: 1, after.pk: 1}


YEARS = ["", "&year_from=1995", "&year_to=1996", "&year_from=1995&year_to=1995", "&year_from=2050"]  # fmt: skip


@pytest.mark.parametrize("years", YEARS)
@pytest.mark.parametrize("areas", ["", "sphere", "sector", "sphere sector", "sector other", "empty"])  # fmt: skip
def test_sectors_and_years_are_counted_as_any_other_filters_are(areas, years):
    sphere, other = make_area(slug="sphere"), make_area(slug="other")
    sector = make_area(slug="sector", parent=sphere)
    make_area(slug="empty")
    for number, carried in enumerate(
        [[sphere], [sector], [sphere, sector], [sector, other], [other], []] * 2
    ):
        session = make_session(starts_on=datetime.date(1994 + number % 4, 5, 1))
        make_passage(session=session, areas=carried)
    make_passage(session=make_session(state="draft"), areas=[sector])
    asked = QueryDict("&".join(f"area={slug}" for slug in areas.split()) + years)
    found = SessionFilter(asked)
    by_area = found.without("area").counted(rows_about(register()))
    spheres = facets.area_options(found)
    options = [*spheres, *(each for one in spheres for each in one.within)]
    assert {o.record.pk: o.count for o in options if o.count} == by_area
    by_year = found.without("year_from", "year_to").counts("year")
    table = facets.years(found)["table"]
    assert {int(row.year): int(row.number) for row in table} == dict(by_year)


def outlines(session):
    """[(passage, number, its areas)] as lists draw them and as the record says."""
    drawn = [
        (each.pk, each.number, [area.pk for area in each.areas])
        for each in outlines_in(REPORTS(sessions=[session.pk]))[session.pk]
    ]
    assert outlines_in(REPORTS(sessions=[session.pk]))[session.pk] == outlines_of(
        session.pk
    )
    rows = session.passages.order_by("number")
    said = [
        (each.pk, each.number, [area.pk for area in each.areas.order_by("order", "pk")])
        for each in rows
    ]
    return drawn, said


def _renumber(passage):
    passage.number = 9
    passage.save(update_fields=["number"])


REPORT_CHANGES = {
    "nothing": lambda passage, area: None,
    "another number": lambda passage, area: _renumber(passage),
    "another text": lambda passage, area: passage.save(update_fields=["text_en"]),
    "an area more": lambda passage, area: passage.areas.add(area),
    "an area more, by the area": lambda passage, area: area.passages.add(passage),
    "no area": lambda passage, area: passage.areas.clear(),
    "other areas": lambda passage, area: passage.areas.set([area]),
    "a passage more": lambda passage, area: make_passage(session=passage.session, areas=[area]),
    "a passage less": lambda passage, area: passage.delete(),
    "an area gone": lambda passage, area: passage.areas.first().delete(),
    "numbers at once": lambda passage, area: type(passage).objects.filter(pk=passage.pk).update(number=7),
}  # fmt: skip


@pytest.mark.parametrize("change", REPORT_CHANGES.values(), ids=REPORT_CHANGES)
def test_a_report_in_outline_is_that_of_the_record(change):
    session, other = make_session(), make_session()
    later, earlier = make_area(order=2), make_area(order=1)
    passage = make_passage(session=session, areas=[later, earlier])
    make_passage(session=session, areas=[])
    make_passage(session=other, areas=[later])
    change(passage, make_area(order=0))
    for each in (session, other):
        drawn, said = outlines(each)
        assert drawn == said
    assert list(entry_disagreements()) == []


def test_an_outline_has_no_area_that_the_reader_may_not_see(admin_user):
    shown, hidden = make_area(), make_area(state="draft", publish_at=None)
    session = make_session()
    make_passage(session=session, areas=[shown, hidden])

    def areas(reader):
        rows = REPORTS(sessions=[session.pk])
        (outline,) = outlines_in(rows, reader)[session.pk]
        return outline.areas

    assert areas(None) == [shown]
    assert areas(admin_user) == [shown, hidden]


def test_an_outline_that_disagrees_is_named_and_mended():
    session = make_session()
    make_passage(session=session, areas=[make_area()])
    RegisterEntry.objects.update(report="")
    assert len(list(entry_disagreements())) == 1
    rebuild_entries()
    assert list(entry_disagreements()) == []
    drawn, said = outlines(session)
    assert drawn == said != []


@pytest.mark.parametrize("lacking", ["entry", "report"])
@pytest.mark.parametrize(
    "complete",
    [lambda: complete_entries("default"), prepare.migrate],
    ids=["after migrate", "before serving"],
)
def test_what_a_migration_left_out_is_made(lacking, complete):
    session, other = make_session(), make_session()
    passage = make_passage(session=session, areas=[make_area()])
    entry = RegisterEntry.objects.filter(session_id=session.pk)
    entry.delete() if lacking == "entry" else entry.update(report=None)
    complete()
    assert list(entry_disagreements()) == []
    assert RegisterEntry.objects.filter(pk__in=[session.pk, other.pk]).count() == 2
    assert outlines(session)[0] == [(passage.pk, 1, [passage.areas.get().pk])]


@pytest.mark.parametrize("lacking", ["entry", "report"])
def test_a_passage_has_its_page_while_its_entry_waits_to_be_made_anew(client, lacking):
    session, area = make_session(), make_area(name_en="Roads")
    hidden = make_area(name_en="Secret", state="draft", publish_at=None)
    passage = make_passage(session=session, areas=[area, hidden])
    entry = RegisterEntry.objects.filter(session_id=session.pk)
    entry.delete() if lacking == "entry" else entry.update(report=None)
    page = client.get(passage.get_absolute_url()).text
    assert "Roads" in page and "Secret" not in page
    assert client.get("/en/sessions/").status_code == 200


def test_a_list_shows_no_passage_that_an_entry_takes_for_its_sessions(client):
    area, public = make_area(slug="roads"), make_session()
    make_passage(session=public, areas=[area], text_en="Said here")
    draft = make_session(state="draft", publish_at=None)
    hidden = make_passage(session=draft, areas=[area], text_en="Not yet said")
    RegisterEntry.objects.filter(session_id=public.pk).update(
        report=f"{hidden.pk}:1:{area.pk} 999999:2:{area.pk}"
    )
    page = client.get("/en/sessions/?area=roads").text
    assert public.get_absolute_url() in page and "Not yet said" not in page


def test_sessions_about_an_area_are_counted_by_what_it_is_now():
    """A sector may come to be public between the narrowing of a list and the counting."""
    sphere = make_area(slug="sphere")
    sector = make_area(parent=sphere, state="draft", publish_at=None)
    make_passage(session=make_session(), areas=[sphere])
    make_passage(session=make_session(), areas=[sector])
    found = SessionFilter(QueryDict("area=sphere"))
    assert found.without("kind").count() == 1
    sector.state, sector.publish_at = "published", timezone.now()
    sector.save()
    facets.kind_options(found)
    (option,) = facets.kind_options(SessionFilter(QueryDict("area=sphere")))
    assert option.count == 2


def _save_and_fail(session):
    session.save()
    raise RuntimeError


def test_a_change_that_fails_leaves_nothing_behind():
    session = make_session()
    before = register()
    session.starts_on = datetime.date(1999, 1, 1)
    with pytest.raises(RuntimeError), writing(savepoint=True):
        _save_and_fail(session)
    assert register().by == before.by
    assert list(entry_disagreements()) == []


def test_entries_are_taken_in_by_parts(monkeypatch):
    monkeypatch.setattr(register_module, "AT_ONCE", 2)
    for state in ("published", "draft", "published", "published", "withdrawn"):
        make_session(state=state)
    make_session(publish_at=tomorrow())
    assert agrees_with_the_database()
    assert len(public_sessions()) == 3
    assert register().steps == ()


def test_old_ones_are_let_go_with_the_pages_that_were_made_of_them(client, monkeypatch):
    make_session()
    page = [register()]
    page.append(page)
    old = weakref.ref(page[0])
    del page
    monkeypatch.setattr(register_module, "HEAVY", 0)
    make_session()
    register()
    assert old() is not None
    client.get("/en/sessions/")
    assert old() is None


def test_an_entry_that_disagrees_is_named_and_mended():
    session = make_session()
    RegisterEntry.objects.update(kind="extraordinary")
    assert list(entry_disagreements()) == [
        f"The register's entry of session {session.pk} is not what the record says."
    ]
    rebuild_entries()
    assert list(entry_disagreements()) == []
    assert public_sessions().counts("kind") == {"ordinary": 1}


def test_an_older_copy_of_the_record_is_read_anew():
    make_session()
    ahead = register()
    register.snapshot = replace(ahead, version=ahead.version + 5)
    assert register().version == ahead.version


def test_what_was_given_up_is_not_taken_for_what_got_its_number():
    make_session()
    register()
    savepoint = transaction.savepoint()
    make_session(starts_on=datetime.date(2001, 1, 1))
    assert 2001 in register().by["year"]
    transaction.savepoint_rollback(savepoint)
    make_session(starts_on=datetime.date(2002, 1, 1))
    assert {2001, 2002} & {*register().by["year"]} == {2002}
    assert agrees_with_the_database()


def test_it_knows_which_were_called_off():
    session = make_session()
    make_session()
    assert register().holding("called_off", [True]) == BitMap()
    session.called_off = True
    session.save(update_fields=["called_off"])
    assert register().holding("called_off", [True]) == BitMap([session.pk])
    assert agrees_with_the_database()
    RegisterEntry.objects.update(called_off=False)
    assert list(entry_disagreements()) == [
        f"The register's entry of session {session.pk} is not what the record says."
    ]
    rebuild_entries()
    assert agrees_with_the_database()


DAYS = st.dates(datetime.date(1994, 12, 29), datetime.date(1995, 1, 3))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["make", "move", "call off", "withdraw", "publish", "delete", "look"]
        ),
        st.integers(0, 5),
        DAYS,
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_it_follows_any_run_of_changes(steps, admin_user):
    Session.objects.all().delete()
    commission = make_commission()
    for number, (step, which, day) in enumerate(steps, 1):
        sessions = list(Session.objects.order_by("pk"))
        if step == "make":
            make_session(commission=commission, number=number, starts_on=day)
        elif step == "look":
            register()
        elif sessions:
            session = sessions[which % len(sessions)]
            if step == "move":
                session.starts_on = day
                session.save()
            elif step == "call off":
                session.called_off = not session.called_off
                session.save()
            elif step == "delete":
                session.delete()
            else:
                {"withdraw": withdraw, "publish": publish}[step](
                    record=session, by=admin_user
                )
    assert agrees_with_the_database()


@pytest.fixture(params=[0, 1_000], ids=["walked", "sorted"])
def few(request, monkeypatch):
    """Years with few sessions are sorted, others walked through."""
    monkeypatch.setattr("commission.register.FEW_TO_SORT", request.param)


@pytest.mark.usefixtures("few")
def test_the_order_is_by_date_then_by_id():
    days = [(1999, 1, 1), (2005, 5, 5), (1999, 1, 1), (2001, 1, 1)]
    a, b, c, d = (make_session(starts_on=datetime.date(*day)).pk for day in days)
    found = public_sessions()
    assert found[:] == [b, d, c, a]
    assert found.order_by("oldest")[:] == [a, c, d, b]
    assert found.order_by("newest")[1:3] == [d, c]
    tier = lambda: type(found.rows)([a, d])
    assert found.order_by("newest", tier)[:] == [d, a, b, c]


@pytest.mark.usefixtures("few")
def test_a_slice_is_that_of_the_whole_wherever_it_begins():
    days = [(2001, 2, 1), (2003, 1, 1), (2001, 1, 1), (2002, 1, 1), (2003, 5, 5)]
    keys = [make_session(starts_on=datetime.date(*day)).pk for day in days]
    tier = lambda: BitMap(keys[1:3])
    for found in (
        public_sessions(),
        public_sessions().order_by("oldest"),
        public_sessions().order_by("newest", tier),
    ):
        whole = found[:]
        assert sorted(whole) == sorted(keys)
        for first in range(7):
            for last in range(7):
                assert found[first:last] == whole[first:last]


def test_what_stands_behind_the_page_is_not_asked_for():
    keys = [make_session().pk for _n in range(2)]
    tiers = (lambda: BitMap(keys), lambda: pytest.fail("asked for"))
    assert len(public_sessions().order_by("newest", *tiers)[0:2]) == 2


def test_a_page_stands_on_one_version_until_it_asks_for_the_latest(admin_user):
    session = make_session()
    with pinned():
        assert len(public_sessions()) == 1
        withdraw(record=session, by=admin_user)
        assert len(public_sessions()) == 1
        unpin()
        assert len(public_sessions()) == 0


def test_a_page_asked_for_earlier_does_not_have_all_read_again(
    django_assert_num_queries,
):
    make_session()
    with pinned():
        other = make_session()
        unpin()
        public_sessions()
    with pinned() as version:
        register.snapshot = replace(register.snapshot, version=version.number + 1)
        kept_before = register.snapshot
        ContentVersion.objects.update(number=version.number + 1)
        with django_assert_num_queries(1):
            assert register() is kept_before
    assert other.pk in public_sessions().rows
