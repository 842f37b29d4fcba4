"""Two people at one record: the second is told, merges what does not clash, and loses no word."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client

from sessions.models import Passage
from tests import factories as make
from tests.filled_forms import fields, new_row, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerks(db):
    """Two browsers: of Aýna's and of Bek's."""
    found = []
    for name in ("ayna", "bek"):
        client = Client()
        client.force_login(User.objects.create_superuser(name, first_name=name.title()))
        found.append(client)
    return found


@pytest.fixture
def session(db):
    session = make.make_session(title_en="Session", title_ru="Заседание")
    for text in ("One is here.", "Two is here.", "Three is here."):
        make.make_passage(session=session, text_en=text)
    return session


def url_of(record):
    return (
        f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
    )


def opened(client, record):
    return fields(client.get(url_of(record)))


def sent(client, record, data):
    return client.post(url_of(record), {**data, "_continue": "1"})


def texts(session):
    return list(session.passages.order_by("number").values_list("text_en", flat=True))


def test_fields_of_one_row_in_two_languages_are_merged(clerks, session):
    first, second = (opened(each, session) for each in clerks)
    first["passages-0-text_en"] = "One is Aýna's."
    second["passages-0-text_ru"] = "Один – Бека."
    assert sent(clerks[0], session, first).status_code == 302
    response = sent(clerks[1], session, second)
    assert response.status_code == 302

    passage = session.passages.get(number=1)
    assert (passage.text_en, passage.text_ru) == ("One is Aýna's.", "Один – Бека.")
    told = [str(each) for each in clerks[1].get(url_of(session)).context["messages"]]
    assert any("Ayna changed meanwhile: Passage: ¶ 1 – Text (English)" in each for each in told)  # fmt: skip


def test_a_text_that_both_changed_is_kept_and_shown_beside_the_other(clerks, session):
    first, second = (opened(each, session) for each in clerks)
    first["passages-1-text_en"] = "Two is Aýna's."
    second["passages-1-text_en"] = "Two is Bek's."
    second["title_ru"] = "Бек"
    sent(clerks[0], session, first)
    response = sent(clerks[1], session, second)
    page = response.content.decode()

    assert response.status_code == 200
    assert texts(session)[1] == "Two is Aýna's."
    assert "Ayna" in page and "<ins>Aýna&#x27;s</ins>" in page.replace("&#39;", "&#x27;")  # fmt: skip
    again = fields(response)
    assert (again["passages-1-text_en"], again["title_ru"]) == ("Two is Bek's.", "Бек")
    # Once it was looked at, it is Bek's word; nothing else is lost.
    assert sent(clerks[1], session, again).status_code == 302
    session.refresh_from_db()
    assert (texts(session)[1], session.title_ru) == ("Two is Bek's.", "Бек")


def test_rows_added_between_moved_and_deleted_by_others_stay_so(clerks, session):
    second = opened(clerks[1], session)
    three, one = session.passages.get(number=3), session.passages.get(number=1)
    one.delete()
    make.make_passage(session=session, number=9, text_en="New.")
    sent(clerks[0], session, opened(clerks[0], session))
    Passage.objects.filter(pk=three.pk).update(text_kk="Үш")
    second["passages-1-text_en"] = "Two is Bek's."
    response = sent(clerks[1], session, second)

    assert response.status_code == 302, sentences(response)
    assert texts(session) == ["Two is Bek's.", "Three is here.", "New."]
    assert session.passages.get(pk=three.pk).text_kk == "Үш"


def test_a_row_that_others_deleted_while_one_typed_in_it_stands_as_a_new_one(
    clerks, session
):
    second = opened(clerks[1], session)
    session.passages.get(number=1).delete()
    second["passages-0-text_en"] = "One, and much more."
    response = sent(clerks[1], session, second)
    again = fields(response)

    assert response.status_code == 200
    assert "in which you typed" in response.content.decode()
    assert (again["passages-2-text_en"], again["passages-2-id"]) == ("One, and much more.", "")  # fmt: skip
    assert sent(clerks[1], session, again).status_code == 302
    assert texts(session) == ["One, and much more.", "Two is here.", "Three is here."]


def test_the_order_that_one_gave_is_kept_by_another_who_only_types(clerks, session):
    first, second = (opened(each, session) for each in clerks)
    first |= {f"passages-{row}-ORDER": place for row, place in enumerate((3, 1, 2))}
    second["passages-0-text_en"] = "One is Bek's."
    sent(clerks[0], session, first)
    response = sent(clerks[1], session, second)

    assert response.status_code == 302, sentences(response)
    assert texts(session) == ["Two is here.", "Three is here.", "One is Bek's."]


def test_members_bodies_and_areas_are_held_against_each_other(clerks, session):
    area, other = make.make_area(name="Railways"), make.make_area(name="Gas")
    body, ministry = make.make_organisation(), make.make_organisation()
    decision = make.make_decision(session=session)
    side = session.commission.sides.first()
    name = f"decisions-0-bodies_{side.pk}"
    first, second = (opened(each, session) for each in clerks)
    first |= {"passages-0-areas": [area.pk], name: [body.pk]}
    second |= {"passages-0-areas": [other.pk], "passages-1-text_en": "Bek"}
    sent(clerks[0], session, first)
    response = sent(clerks[1], session, second)
    page = response.content.decode()

    assert response.status_code == 200
    assert "Railways" in page and "Gas" in page
    again = fields(response)
    # What only the other chose is taken over; of what both chose, the own is kept.
    assert (again[name], again["passages-0-areas"]) == (str(body.pk), str(other.pk))
    again[name] = [body.pk, ministry.pk]
    assert sent(clerks[1], session, again).status_code == 302
    assert decision.responsible_bodies.count() == 2
    assert [each.name for each in session.passages.get(number=1).areas.all()] == ["Gas"]


RECORDS = {
    "session": lambda: (make.make_session(), "title_en"),
    "decision": lambda: (make.make_decision(), "text_en"),
    "agreement": lambda: (make.make_agreement(), "title_en"),
    "commission": lambda: (make.make_commission(), "description_en"),
    "area": lambda: (make.make_area(), "name_en"),
    "participant": lambda: (make.make_participant(), "note_en"),
    "organisation": lambda: (make.make_organisation(), "description_en"),
    "indicator": lambda: (make.make_indicator(), "name_en"),
    "figure": lambda: (make.make_figure(), "note_en"),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_every_page_of_a_record_holds_them_against_each_other(clerks, kind):
    record, name = RECORDS[kind]()
    first, second = (opened(each, record) for each in clerks)
    first[name], second[name] = "Aýna's words", "Bek's words"
    assert sent(clerks[0], record, first).status_code == 302
    response = sent(clerks[1], record, second)
    record.refresh_from_db()

    assert response.status_code == 200
    assert getattr(record, name) == "Aýna's words"
    assert fields(response)[name] == "Bek's words"


def test_sources_and_positions_of_a_person_are_merged(clerks):
    position = make.make_position(title_en="Minister")
    person = position.participant
    first, second = (opened(each, person) for each in clerks)
    new_row(first, "sources", publisher="Agency", published_precision="day")
    second["positions-0-title_ru"] = "Министр"
    sent(clerks[0], person, first)
    assert sent(clerks[1], person, second).status_code == 302
    position.refresh_from_db()

    assert (position.title_ru, person.sources.count()) == ("Министр", 1)


def test_a_record_that_was_deleted_meanwhile_leaves_what_was_typed(clerks, session):
    second = opened(clerks[1], session)
    pk = session.pk
    clerks[0].post(f"/admin/commission_sessions/session/{pk}/delete/", {"post": "yes"})
    second["passages-1-text_en"] = "All that Bek typed."
    response = clerks[1].post(url_of(session), second)
    page = response.content.decode()

    assert "Ayna deleted this record" in page
    assert "All that Bek typed." in page
    deletion = fields_of_deleted(clerks[0])
    clerks[0].post(deletion, {"post": "yes"})
    shown = clerks[1].get(response.context["kept"].pk.join(["/admin/kept/", "/"]))
    again = fields(shown)
    assert again["passages-1-text_en"] == "All that Bek typed."
    assert clerks[1].post(url_of(session), again).status_code == 302
    assert "All that Bek typed." in texts(session)


def fields_of_deleted(client):
    page = client.get("/admin/deleted/")
    return page.context["records"][0].url


def test_follow_ups_of_the_same_line_are_told(clerks, session):
    decision = make.make_decision(session=session)
    url = f"/admin/commission_sessions/session/{session.pk}/follow-ups/"
    line = f"{decision.pk}-both"
    first, second = (fields(each.get(url)) for each in clerks)
    first |= {f"{line}-status": "in_progress", f"{line}-note": "Begun."}
    second |= {f"{line}-status": "completed", f"{line}-note": "Done."}
    assert clerks[0].post(url, first).status_code == 302
    response = clerks[1].post(url, second)

    assert "Ayna recorded a statement here meanwhile" in response.content.decode()
    assert decision.follow_ups.count() == 1
    assert clerks[1].post(url, fields(response)).status_code == 302
    assert decision.follow_ups.count() == 2


def test_the_order_of_areas_in_their_list_is_not_taken_back(clerks):
    one, two = make.make_area(order=1), make.make_area(order=2)
    url = "/admin/commission/cooperationarea/"
    first, second = (listed(each.get(url)) for each in clerks)
    set_order(first, one, 11)
    set_order(second, two, 12)
    clerks[0].post(url, {**first, "_save": "1"})
    clerks[1].post(url, {**second, "_save": "1"})
    one.refresh_from_db()
    two.refresh_from_db()

    assert (one.order, two.order) == (11, 12)


def listed(response):
    from tests.filled_forms import _Form

    form = _Form()
    form.feed(response.content.decode().replace('id="changelist-form"', 'id="x_form"'))
    return form.fields


def set_order(data, area, order):
    row = next(
        name for name, value in data.items()
        if name.endswith("-id") and value == str(area.pk)
    ).removesuffix("-id")  # fmt: skip
    data[f"{row}-order"] = order


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_neither_overwrites_the_other(django_db_serialized_rollback):  # fmt: skip
    """Threads, each with a connection of its own: the check stands behind the writers' turn."""
    session = make.make_session(title_en="Before")
    clients = []
    for name in ("ayna", "bek"):
        clients.append(Client())
        clients[-1].force_login(User.objects.create_superuser(name))
    data = [opened(client, session) for client in clients]
    barrier, answers = threading.Barrier(2), {}

    def save(place):
        try:
            data[place]["title_en"] = f"Of {place}"
            barrier.wait()
            answers[place] = sent(clients[place], session, data[place])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=[place]) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.status_code for each in answers.values()) == [200, 302]
    session.refresh_from_db()
    (won,) = (place for place, each in answers.items() if each.status_code == 302)
    assert session.title_en == f"Of {won}"
    assert fields(answers[1 - won])["title_en"] == f"Of {1 - won}"
    assert connection.vendor in ("sqlite", "postgresql")
