"""Calendars of sessions and due dates, by the rules of RFC 5545 that clients trip over."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from sessions.models import LastChange, Session
from tests.factories import (
    make_commission,
    make_decision,
    make_organisation,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
ALL = "/en/calendar.ics"
A_DAY = 24 * 60 * 60


def body_of(client, address=ALL):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return b"".join(answer.streaming_content)


def events(client, address=ALL):
    """The events by their UIDs, without the host."""
    [calendar] = Calendar.from_ical(body_of(client, address), multiple=True)
    assert calendar.errors == []
    found = {str(event["UID"]).split("@")[0]: event for event in calendar.events}
    assert len(found) == len(calendar.events)
    return found


def only(client, address=ALL):
    [event] = events(client, address).values()
    return event


def days(event):
    return event["DTSTART"].dt, event["DTEND"].dt


# ── As RFC 5545 wants it ─────────────────────────────────────────────────────────────────────


def test_the_calendar_names_its_maker_and_how_often_to_look(client):
    make_session()
    [calendar] = Calendar.from_ical(body_of(client), multiple=True)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"] == "-//127.0.0.1//Commission Records//EN"
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Commission Records"
    assert "METHOD" not in calendar
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in body_of(client)


def test_lines_end_with_crlf_and_none_is_longer_than_75_octets(client):
    make_session(title="Заседание о железных дорогах, трубопроводах и портах " * 4)
    text = body_of(client)
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.startswith(b" ")]
    for line in lines:
        line.decode()  # no letter is cut in two
    assert text.count(b"BEGIN:VCALENDAR") == text.count(b"END:VCALENDAR") == 1


def test_every_event_has_what_the_format_demands(client):
    session = make_session(number=1)
    decision = make_decision(session=session, due_on=datetime.date(2030, 1, 1))
    found = events(client)
    assert set(found) == {f"session-{session.pk}", f"decision-{decision.pk}"}
    for event in found.values():
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "URL"):  # fmt: skip
            assert name in event, name
        assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
        assert event["DTSTAMP"].dt <= timezone.now()
    text = body_of(client)
    assert text.count(b"DTSTART;VALUE=DATE:") == text.count(b"DTEND;VALUE=DATE:") == 2


def test_texts_are_escaped_and_clean(client):
    make_session(title="One, two; three\\four\x07", summary="A line.\nAnother.")
    event = only(client)
    assert event["SUMMARY"].startswith("One, two; three\\four · ")
    assert "A line.\nAnother." in event["DESCRIPTION"]
    assert b"One\\, two\\; three\\\\four" in body_of(client)


# ── Days ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("dates", "starts", "ends", "words"),
    [
        ({"starts_on": "2024-02-29"}, "2024-02-29", "2024-03-01", ""),
        ({"starts_on": "2019-03-10", "ends_on": "2019-03-13"}, "2019-03-10", "2019-03-14", ""),
        ({"starts_on": "2024-09-01", "date_precision": "month"}, "2024-09-01", "2024-10-01", " (September 2024)"),
        ({"starts_on": "2024-02-01", "date_precision": "early"}, "2024-01-01", "2024-05-01", " (early 2024)"),
        ({"starts_on": "2024-01-01", "date_precision": "year"}, "2024-01-01", "2025-01-01", " (2024)"),
    ],
)  # fmt: skip
def test_a_session_fills_its_days_and_an_imprecise_date_its_span(
    client, dates, starts, ends, words
):
    read = {
        name: datetime.date.fromisoformat(value) if name.endswith("_on") else value
        for name, value in dates.items()
    }
    make_session(number=11, commission=make_commission(short_name="C"), **read)
    event = only(client)
    assert [day.isoformat() for day in days(event)] == [starts, ends]
    assert event["SUMMARY"] == f"Eleventh session · C{words}"
    # What is not known to the day may still be another day.
    assert event["STATUS"] == ("TENTATIVE" if words else "CONFIRMED")


def test_a_due_date_says_what_is_due_who_answers_and_where_it_was_taken(client):
    commission = make_commission(short_name="C", slug="c")
    session = make_session(commission=commission, number=2, starts_on=datetime.date(2024, 1, 1))  # fmt: skip
    decision = make_decision(session=session, text="To build a line.",
                             due_on=datetime.date(2026, 6, 5), due_precision="month")  # fmt: skip
    make_responsible_body(decision=decision, organisation=make_organisation(name="Ministry"))  # fmt: skip
    event = only(client, "/en/decisions/calendar.ics")
    assert event["SUMMARY"] == "Due: To build a line. (June 2026)"
    assert [day.isoformat() for day in days(event)] == ["2026-06-01", "2026-07-01"]
    assert event["DESCRIPTION"].split("\n\n") == [
        "To build a line.", "Ministry", "not reported", "C, Second session, 2024",
        "http://127.0.0.1:8000/en/decisions/c/2/1/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "said"),
    [("dropped", "CANCELLED"), ("superseded", "CANCELLED"), ("completed", "CONFIRMED"), ("planned", "CONFIRMED")],
)  # fmt: skip
def test_what_was_dropped_is_called_off(client, status, said):
    make_decision(due_on=datetime.date(2030, 1, 1), status=status)
    assert only(client, "/en/decisions/calendar.ics")["STATUS"] == said


# ── What moves ───────────────────────────────────────────────────────────────────────────────


def test_a_session_that_moves_keeps_its_name_and_counts_on(client):
    session = make_session(
        kind="extraordinary", number=None, starts_on=datetime.date(2030, 1, 1)
    )
    long_ago = timezone.now() - datetime.timedelta(days=1)
    Session.objects.update(created_at=long_ago, updated_at=long_ago)
    LastChange.objects.update(moment=long_ago)
    before = only(client)
    session.refresh_from_db()
    session.starts_on = datetime.date(2030, 2, 3)
    session.save()
    after = only(client)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, A_DAY)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert days(after)[0] == datetime.date(2030, 2, 3)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CONFIRMED")


@pytest.mark.parametrize(
    ("precision", "stood"), [("day", "CONFIRMED"), ("month", "TENTATIVE")]
)
def test_a_session_that_is_called_off_is_cancelled_and_counts_on(
    client, precision, stood
):
    session = make_session(
        commission=make_commission(short_name="C"), number=11,
        starts_on=datetime.date(2030, 1, 1), date_precision=precision,
    )  # fmt: skip
    long_ago = timezone.now() - datetime.timedelta(days=1)
    Session.objects.update(created_at=long_ago, updated_at=long_ago)
    LastChange.objects.update(moment=long_ago)
    before = only(client)
    session.refresh_from_db()
    session.called_off = True
    session.save()
    after = only(client)
    assert after["UID"] == before["UID"]
    assert (before["STATUS"], after["STATUS"]) == (stood, "CANCELLED")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, A_DAY)
    assert after["SUMMARY"] == f"Called off: {before['SUMMARY']}"
    assert days(after) == days(before)


def test_a_commission_that_is_renamed_moves_what_is_called_by_its_name(client):
    commission = make_commission(short_name="Before", description="Of long ago.")
    session = make_session(commission=commission)
    make_decision(session=session, due_on=datetime.date(2030, 1, 1))
    long_ago = timezone.now() - datetime.timedelta(days=1)
    Session.objects.update(created_at=long_ago, updated_at=long_ago)
    LastChange.objects.update(moment=long_ago)
    before = events(client)
    commission.description = "Of today."
    commission.save()
    assert events(client) == before
    commission.short_name = "After"
    commission.save()
    for uid, event in events(client).items():
        assert "After" in event["SUMMARY"] + event["DESCRIPTION"]
        assert (before[uid]["SEQUENCE"], event["SEQUENCE"]) == (0, A_DAY)
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            assert event[name].dt > before[uid][name].dt


def test_changes_within_one_second_share_a_number_that_never_falls(client):
    session = make_session()
    entered = timezone.now().replace(microsecond=0) - datetime.timedelta(days=1)
    Session.objects.update(created_at=entered, updated_at=entered)
    numbers = []
    for milliseconds in (1100, 1900, 2000):
        moment = entered + datetime.timedelta(milliseconds=milliseconds)
        LastChange.objects.update_or_create(
            place=session.pk, defaults={"moment": moment}
        )
        numbers.append(only(client)["SEQUENCE"])
    assert numbers == [1, 1, 2]


def test_asked_again_it_is_the_same_to_the_letter(client):
    make_decision(due_on=datetime.date(2030, 1, 1))
    assert body_of(client) == body_of(client)
    answer = client.get(ALL)
    assert client.get(ALL, headers={"If-None-Match": answer["ETag"]}).status_code == 304


# ── Whose ────────────────────────────────────────────────────────────────────────────────────


def test_a_commission_has_its_own(client):
    commission = make_commission(slug="c", short_name="C")
    session = make_session(commission=commission)
    decision = make_decision(session=session, due_on=datetime.date(2030, 1, 1))
    make_decision(session=session)
    make_decision(due_on=datetime.date(2030, 1, 1))
    address = "/en/commissions/c/calendar.ics"
    assert set(events(client, address)) == {f"session-{session.pk}", f"decision-{decision.pk}"}  # fmt: skip
    [calendar] = Calendar.from_ical(body_of(client, address), multiple=True)
    assert calendar["NAME"] == "C"
    assert f'href="{address}"' in client.get("/en/commissions/c/").text


def test_one_without_events_is_a_calendar_all_the_same(client):
    make_organisation(slug="ministry")
    make_decision(due_on=None)
    for address in (
        "/en/organisations/ministry/calendar.ics",
        "/en/decisions/calendar.ics",
        ALL,
    ):
        [calendar] = Calendar.from_ical(body_of(client, address), multiple=True)
        kinds = [each.name for each in calendar.subcomponents]
        assert kinds == (["VEVENT"] if address == ALL else ["VTIMEZONE"])
        assert calendar.errors == []


ORGANISATION = "/en/organisations/ministry/calendar.ics"


@pytest.fixture
def ministry():
    return make_organisation(slug="ministry", name="Ministry")


def due(ministry, year=2030, **fields):
    decision = make_decision(due_on=datetime.date(year, 1, 1), **fields)
    make_responsible_body(decision=decision, organisation=ministry)
    return decision


def test_an_organisation_has_the_deadlines_of_all_that_it_answers_for(client, ministry):
    late, early = due(ministry, 2031, status="planned"), due(ministry, 2029)
    make_responsible_body(decision=make_decision(), organisation=ministry)
    due(make_organisation())
    assert list(events(client, ORGANISATION)) == [f"decision-{each.pk}" for each in (early, late)]  # fmt: skip
    assert f'href="{ORGANISATION}"' in client.get("/en/organisations/ministry/").text


@pytest.mark.parametrize(
    ("status", "said"),
    [(None, "CONFIRMED"), ("in_progress", "CONFIRMED"), ("completed", "CONFIRMED"),
     ("dropped", "CANCELLED"), ("superseded", "CANCELLED")],
)  # fmt: skip
def test_what_it_no_longer_owes_is_said_as_in_the_calendar_of_all(client, ministry, status, said):  # fmt: skip
    decision = due(ministry, status=status)
    for address in (ORGANISATION, ALL):
        assert events(client, address)[f"decision-{decision.pk}"]["STATUS"] == said


def test_what_is_carried_over_stays_in_it_as_in_the_calendar_of_all(client, ministry):
    earlier = due(ministry, status="in_progress")
    session = make_session(commission=earlier.session.commission)
    make_decision(session=session, continues=earlier)
    for address in (ORGANISATION, ALL):
        event = events(client, address)[f"decision-{earlier.pk}"]
        assert (event["STATUS"], event["DTSTART"].dt) == ("CONFIRMED", datetime.date(2030, 1, 1))  # fmt: skip


def test_a_list_has_what_it_finds(client):
    make_session(kind="extraordinary", number=None)
    ordinary = make_session()
    address = "/en/sessions/calendar.ics?kind=ordinary"
    assert set(events(client, address)) == {f"session-{ordinary.pk}"}
    assert f'href="{address}"' in client.get("/en/sessions/?kind=ordinary").text
    answer = client.get("/en/sessions/calendar.ics?kind=strange")
    assert answer.status_code == 400
    assert "There is no kind of session “strange”" in answer.text


def test_it_speaks_the_readers_language(client):
    make_session(number=2, commission=make_commission(short_name_ru="Комиссия"))
    assert only(client, "/ru/calendar.ics")["SUMMARY"] == "Второе заседание · Комиссия"


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": "tomorrow"}])  # fmt: skip
def test_nothing_of_what_is_not_public_is_in_any(client, hidden):
    hidden = {name: tomorrow() if value == "tomorrow" else value for name, value in hidden.items()}  # fmt: skip
    public = make_commission(slug="public")
    ministry = make_organisation(slug="ministry")
    of_hidden = make_session(title="hushed", commission=make_commission(slug="hidden", **hidden))  # fmt: skip
    for session in (of_hidden, make_session(title="hushed", commission=public, **hidden)):  # fmt: skip
        decision = make_decision(session=session, text="hushed", due_on=datetime.date(2030, 1, 1))  # fmt: skip
        make_responsible_body(decision=decision, organisation=ministry)
    make_organisation(slug="hidden-body", **hidden)
    shown = make_decision(session=make_session(commission=public), due_on=datetime.date(2030, 1, 1))  # fmt: skip
    make_responsible_body(decision=shown, organisation=make_organisation(name="hushed", **hidden))  # fmt: skip
    for address in (ALL, "/en/commissions/public/calendar.ics", "/en/organisations/ministry/calendar.ics",
                    "/en/sessions/calendar.ics", "/en/decisions/calendar.ics"):  # fmt: skip
        assert b"hushed" not in body_of(client, address)
    for address in ("/en/commissions/hidden/calendar.ics", "/en/organisations/hidden-body/calendar.ics"):  # fmt: skip
        assert client.get(address).status_code == 404


def test_one_event_asks_as_much_as_three(client, django_assert_num_queries):
    for rows in (1, 2):
        for _row in range(rows):
            decision = make_decision(due_on=datetime.date(2030, 1, 1))
            make_responsible_body(decision=decision)
        body_of(client)
        # The version, sessions and decisions with theirs, when commissions were renamed, and the
        # version again for each.
        with django_assert_num_queries(10):
            body_of(client)
