"""What a letter to a follower says is new in what was told of before."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from commission.actions import publish
from commission.models.noted import writing
from sessions.following import letters, sending
from sessions.models import Follower, FollowUp
from tests.factories import (
    LONG_AGO,
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_event,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_responsible_body,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000/en"


@pytest.fixture
def area():
    return make_area(slug="railways", name_en="Railways")


@pytest.fixture
def commission():
    return make_commission(slug="tm-kz", short_name_en="TM–KZ")


@pytest.fixture
def session(commission, area):
    """The eleventh, of three passages, the second on railways; it was told of already."""
    session = make_session(commission=commission, number=11, starts_on=datetime.date(2023, 5, 15))  # fmt: skip
    for number, areas in ((1, ()), (2, [area]), (3, ())):
        make_passage(session=session, text=f"Known {number}.", areas=areas)
    return session


def follow(query="", kind="sessions", language="en"):
    """A follower who was told of all that is there by now."""
    now = timezone.now()
    return Follower.objects.create(address="reader@example.org", kind=kind, query=query, language=language,
                                   rhythm="at_once", confirmed_at=now, told_until=now)  # fmt: skip


def letter():
    """What the one letter says between its heading and its foot."""
    before = len(mail.outbox)
    call_command("send_digests", verbosity=0)
    [message] = mail.outbox[before:]
    body = message.body.partition("\n\nSESSIONS\n\n")[2] or message.body
    return body.partition("\n\n-- \n")[0]


def write(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


TITLE = "Eleventh session, 15 May 2023 · TM–KZ"


def entry(*lines, title=TITLE, address="/sessions/tm-kz/11/"):
    return "\n".join([title, HERE + address, *lines])


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────


def test_of_a_session_that_was_told_of_a_letter_tells_only_what_is_new(session, area):
    follow("area=railways")
    make_passage(session=session, text="On *new* tracks.", areas=[area])
    write(session.passages.get(number=2), text="Known no more.")
    assert letter() == entry(
        "",
        "  Changed: Passage 2",
        f"  {HERE}/sessions/tm-kz/11/passages/2/",
        "  Known no more.",
        "",
        "  New: Passage 4",
        f"  {HERE}/sessions/tm-kz/11/passages/4/",
        "  On new tracks.",
    )


def test_decisions_statements_and_the_agenda_are_told_too(session):
    decision = make_decision(session=session, text="To build.")
    item = make_agenda_item(session=session, text="Water")
    follow()
    make_decision(session=session, text="To sell.", due_on=datetime.date(2030, 1, 2))
    make_follow_up(decision=decision, status="completed", note="It stands.",
                   side=session.commission.sides.get(country="KZ"), stated_on=datetime.date(2024, 3, 1))  # fmt: skip
    write(item, text="Water and air")
    assert letter() == entry(
        "",
        "  New: Decision 2",
        f"  {HERE}/decisions/tm-kz/11/2/",
        "  To sell.",
        "  Due: 2 January 2030",
        "",
        "  New: Statement, 1 March 2024",
        f"  {HERE}/decisions/tm-kz/11/1/",
        "  Decision 1 · Kazakh side: completed. It stands.",
        "",
        "  Changed: Agenda, point 1",
        f"  {HERE}/sessions/tm-kz/11/#agenda",
        "  Water and air",
    )


def test_the_day_of_a_session_that_moves_is_told(session):
    follow()
    write(session, starts_on=datetime.date(2023, 6, 2), place="Astana", country="KZ", summary="Later.")  # fmt: skip
    assert letter() == entry(
        "",
        "  Changed: Title, date, place, summary",
        f"  {HERE}/sessions/tm-kz/11/",
        "  Ordinary · 2 June 2023 · Astana · Kazakhstan",
        "  Later.",
        title="Eleventh session, 2 June 2023 · TM–KZ",
    )


def test_what_is_gone_is_named_by_the_number_it_had(session):
    decision = make_decision(session=session)
    make_follow_up(decision=make_decision(session=session), stated_on=datetime.date(2024, 3, 1))  # fmt: skip
    follow()
    decision.delete()
    session.passages.get(number=3).delete()
    FollowUp.objects.get().delete()
    assert letter() == entry(
        "", "  No longer there: Passage 3, Decision 1, Statement, 1 March 2024"
    )


def test_what_came_and_went_between_two_letters_is_not_told(session):
    follow()
    make_passage(session=session, text="hushed").delete()
    assert letter() == entry("", "  Other facts were changed.")


def test_what_is_told_nowhere_else_is_one_sentence(session):
    follow()
    make_member(session=session)
    assert letter() == entry("", "  Other facts were changed.")
    make_passage(session=session, text="More.")
    make_member(session=session)
    assert letter() == entry(
        "", "  New: Passage 4", f"  {HERE}/sessions/tm-kz/11/passages/4/", "  More.",
        "", "  Other facts were changed.",
    )  # fmt: skip


def test_a_passage_that_only_moved_is_no_news(session):
    follow()
    with writing():
        for number in (3, 2):
            write(session.passages.get(number=number), number=number + 1)
        make_passage(session=session, number=2, text="Between.")
    assert letter() == entry(
        "", "  New: Passage 2", f"  {HERE}/sessions/tm-kz/11/passages/2/", "  Between."
    )


def test_texts_that_move_from_row_to_row_are_no_news(session):
    """As an import writes that knows passages by their numbers."""
    follow()
    with writing():
        make_passage(session=session, number=4, text="Known 3.")
        write(session.passages.get(number=3), text="Known 2.")
        write(session.passages.get(number=2), text="Between.")
    assert "  New: Passage 2\n" in (told := letter())
    assert "Known" not in told and "No longer" not in told


def test_another_language_than_the_readers_is_told_as_other_facts(session):
    follow()
    write(session.passages.get(number=1), text_ru="Иначе.")
    assert letter() == entry("", "  Other facts were changed.")


def test_it_is_told_in_the_readers_language(session):
    passage = session.passages.get(number=1)
    follow(language="ru")
    write(passage, text_ru="Иначе.")
    call_command("send_digests", verbosity=0)
    assert "  Изменено: Абзац 1\n" in mail.outbox[-1].body
    assert "  Иначе.\n" in mail.outbox[-1].body


def test_what_is_followed_comes_first(session, area):
    sector = make_area(slug="tracks", parent=area)
    follow("area=railways")
    make_passage(session=session, text="On cotton.")
    make_passage(session=session, text="On tracks.", areas=[sector])
    told = letter()
    assert told.index("On tracks.") < told.index("On cotton.")


def test_each_change_is_told_once(session):
    follow()
    make_passage(session=session, text="First.")
    assert "First." in letter()
    make_passage(session=session, text="Second.")
    told = letter()
    assert "Second." in told and "First." not in told


# ── Decisions and agreements ─────────────────────────────────────────────────────────────────


def test_of_a_decision_the_statements_are_told_that_are_new(session):
    decision = make_decision(session=session, text="To build.")
    make_follow_up(decision=decision, note="Told before.")
    follow(str(decision.pk), "decision")
    make_follow_up(decision=decision, status="completed", note="It stands.",
                   stated_on=datetime.date(2024, 3, 1))  # fmt: skip
    told = letter().partition("DECISIONS\n\n")[2]
    assert told == entry(
        "  To build.",
        "",
        "  New: Statement, 1 March 2024",
        f"  {HERE}/decisions/tm-kz/11/1/",
        "  Decision 1 · both sides together: completed. It stands.",
        title="Decision 1 · Eleventh session, 2023 · TM–KZ",
        address="/decisions/tm-kz/11/1/",
    )


def test_a_decision_that_was_added_to_a_known_session_is_new(session):
    follow(kind="decisions")
    make_decision(session=session, text="To build.")
    assert "New: Decision 1 · Eleventh session" in letter()


def test_of_an_agreement_the_steps_are_told_that_are_new(commission):
    agreement = make_agreement(commission=commission, slug="rail", title="On railways")
    make_event(agreement=agreement, kind="amended", note="Told before.")
    follow(kind="agreements")
    make_event(agreement=agreement, kind="extended", happened_on=datetime.date(2024, 3, 1),
               until=datetime.date(2030, 1, 1), note="By letters.")  # fmt: skip
    told = letter().partition("AGREEMENTS\n\n")[2]
    assert told == entry(
        "",
        "  New: Extended",
        f"  {HERE}/agreements/rail/#life",
        "  1 March 2024: extended until 1 January 2030. By letters.",
        title="On railways",
        address="/agreements/rail/",
    )


def test_a_letter_on_the_whole_record_tells_of_a_decision_once(session):
    decision = make_decision(session=session, text="To build.")
    follow(kind="record")
    write(decision, text="To build at once.")
    told = letter()
    assert told.count("To build at once.") == 1
    assert told.startswith(entry("", "  What is new of its decisions stands below."))
    assert "Other facts" not in told


# ── Nothing unpublished, nothing lost ────────────────────────────────────────────────────────


def test_a_session_that_was_a_draft_is_new_and_not_compared(session, admin_user):
    draft = make_session(commission=session.commission, number=12, state="draft")
    passage = make_passage(session=draft, text="hushed")
    follow()
    write(passage, text="Said at last.")
    make_passage(session=session, text="More.")
    assert "Twelfth" not in (told := letter()) and "hushed" not in told
    publish(record=draft, by=admin_user)
    told = letter()
    assert told.startswith("New: Twelfth session")
    assert "Said at last." in told
    for words in ("hushed", "Changed:", "Other facts", "Eleventh"):
        assert words not in told


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"publish_at": tomorrow()}])
def test_what_is_made_public_as_of_long_ago_is_new(session, hidden):
    """As an import writes that brings the moment along."""
    draft = make_session(commission=session.commission, number=12, **hidden)
    make_passage(session=draft, text="Told whole.")
    follow()
    write(draft, state="published", publish_at=LONG_AGO)
    told = letter()
    assert told.startswith("New: Twelfth session") and "Told whole." in told
    assert "Changed:" not in told


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}])  # fmt: skip
def test_neither_hidden_names_nor_hidden_sessions_are_in_it(session, hidden):
    decision = make_decision(session=session, text="To build.")
    of_draft = make_session(commission=session.commission, number=12, **hidden)
    kept = make_passage(session=of_draft, text="hushed")
    make_decision(session=of_draft, text="hushed")
    for kind in ("record", "sessions", "decisions", "agreements"):
        follow(kind=kind)
    make_member(session=session, participant=make_participant(name="hushed", **hidden))
    make_responsible_body(decision=decision, organisation=make_organisation(name="hushed", **hidden))  # fmt: skip
    write(kept, text="hushed still")
    make_decision(session=of_draft, text="hushed", continues=decision)
    make_follow_up(decision=of_draft.decisions.first(), note="hushed")
    make_passage(session=session, text="Said aloud.", areas=[make_area(name="hushed", **hidden)])  # fmt: skip
    make_event(agreement=make_agreement(commission=session.commission, title="hushed", **hidden), note="hushed")  # fmt: skip
    call_command("send_digests", verbosity=0)
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        assert "hushed" not in message.body + message.subject
        assert "Twelfth" not in message.body
    assert "Said aloud." in mail.outbox[0].body


def test_what_changes_while_letters_are_written_is_told_the_next_time(session, monkeypatch):  # fmt: skip
    follower = follow()
    make_passage(session=session, text="First.")
    moment = sending.moment_of_no_change()
    make_passage(session=session, text="Second.")
    monkeypatch.setattr(sending, "moment_of_no_change", lambda: moment)
    told = letter()
    assert "First." in told and "Second." not in told
    follower.refresh_from_db()
    assert follower.told_until == moment
    monkeypatch.undo()
    told = letter()
    assert "Second." in told and "First." not in told


# ── How much ─────────────────────────────────────────────────────────────────────────────────


def test_long_texts_and_many_parts_are_cut(session):
    follow()
    with writing():
        for _number in range(20):
            make_passage(session=session, text="word " * 400)
    told = letter()
    assert told.count("New: Passage") == 4
    assert told.count("word …") == 4
    assert told.endswith("\n  And 16 more.")
    assert len(told) < 2 * letters.MOST_OF_PARTS


def test_a_long_text_is_told_from_where_it_is_new(session):
    known = "What everybody knows. " * 60
    passage = make_passage(session=session, text=known)
    decision = make_decision(session=session, text=known)
    other = make_passage(session=session, text=f"{known}\n\nEnd.")
    follow()
    write(passage, text=f"{known}Then *something* new.")
    write(decision, text=f"{known}To build & sell.")
    write(other, text=f"{known}\n\nEnd, and more.")
    told = letter().splitlines()
    assert [line for line in told if line.startswith("  … ")] == [
        "  … Then something new.", "  … End, and more.", "  … To build & sell.",
    ]  # fmt: skip
    assert not any("everybody" in line for line in told)


def test_of_much_that_is_gone_some_is_named(session):
    with writing():
        decisions = [make_decision(session=session) for _each in range(30)]
    follow()
    with writing():
        for each in decisions:
            each.delete()
    told = " ".join(letter().split())
    assert told.endswith("Decision 19, Decision 20, …")


def test_a_letter_ends_somewhere(commission, monkeypatch):
    monkeypatch.setattr(letters, "MOST_IN_ALL", 400)
    sessions = [make_session(commission=commission, number=number) for number in range(1, 6)]  # fmt: skip
    follow()
    for each in sessions:
        make_passage(session=each, text="word " * 30)
    told = letter()
    assert told.count("New: Passage 1") == 2
    for each in sessions:
        assert HERE + f"/sessions/tm-kz/{each.number}/" in told


def test_it_asks_as_much_for_one_changed_record_as_for_three(commission, area, django_assert_num_queries):  # fmt: skip
    agreements = [make_agreement(commission=commission, areas=[area]) for _each in range(3)]  # fmt: skip
    sessions = [make_session(commission=commission) for _each in range(3)]
    for each in sessions:
        make_passage(session=each, areas=[area])
        make_agenda_item(session=each, areas=[area])
        make_decision(session=each, areas=[area])
    follower = follow("area=railways", "record")
    before = follower.told_until

    def change(count):
        for session, agreement in zip(sessions[:count], agreements, strict=False):
            for rows in (session.passages, session.agenda_items, session.decisions):
                write(rows.get(number=1), text=f"Said anew {count}.")
                rows.model.objects.get_or_create(session=session, number=2, defaults={"text": "More."})  # fmt: skip
            make_follow_up(decision=session.decisions.first())
            make_event(agreement=agreement, happened_on=datetime.date(2022, count, 1))

    for count in (1, 3):
        change(count)
        sending._tell(Follower.objects.get(), timezone.now())
        Follower.objects.update(told_until=before)
        follower = Follower.objects.get()
        with django_assert_num_queries(74):
            sending._tell(follower, timezone.now())
        Follower.objects.update(told_until=before)
