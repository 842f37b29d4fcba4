"""The pages about a record's history: who did what, word by word, and the way back."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from commission.history.words import compare
from commission.models import RecordedChange
from sessions.models import Session
from tests import factories as make

from .whole_record import make_whole_record

pytestmark = pytest.mark.django_db
BASE = "/admin/commission_sessions/session"


def latest():
    return RecordedChange.objects.latest("number").number


@pytest.fixture
def session(db):
    return make_whole_record()["commission_sessions.Session"]


def shown(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response


def test_words_that_differ_are_marked():
    assert compare(
        "The sides met in Ashgabat.", "The sides will meet in Ashgabat."
    ).both == ("The sides <del>met</del><ins>will meet</ins> in Ashgabat.")
    assert compare("<b>", "<i>").both == "&lt;<del>b</del><ins>i</ins>&gt;"
    assert compare("", "Täze").both == "<ins>Täze</ins>"


def test_a_session_and_all_that_belongs_to_it_stand_in_one_list(admin_client, session):
    statement = session.decisions.get().follow_ups.get()
    statement.note_ru = "Готово."
    statement.save()
    page = shown(admin_client, f"{BASE}/{session.pk}/history/")
    entries = page.context["entries"]

    assert [row.label for row in entries[0].rows] == [f"Follow-up: {statement}"]
    assert entries[0].rows[0].field_names == "Statement (Русский)"
    labels = {row.label.partition(":")[0] for entry in entries for row in entry.rows}
    assert {"Passage", "Photo", "Source", "Document", "File of a document", "Responsible body",
            "Delegation member", "Agenda item", "Decision", "Session"} <= labels  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_however_many_rows(
    admin_client, django_assert_num_queries, number
):
    session = make.make_session()
    for _n in range(number):
        make.make_passage(session=session, areas=[make.make_area()])
        make.make_decision(session=session, status="completed")
    admin_client.get(f"{BASE}/{session.pk}/history/")
    with django_assert_num_queries(LIST):
        admin_client.get(f"{BASE}/{session.pk}/history/")


LIST = 32


def test_the_difference_between_two_versions_is_shown_and_a_field_put_back(
    admin_client, session
):
    first = latest()
    passage = session.passages.get(number=1)
    passage.text_ru = "Новый текст"
    passage.save()
    page = shown(admin_client, f"{BASE}/{session.pk}/history/?from={first}&to={latest()}")  # fmt: skip
    html = page.content.decode()
    assert '<p class="difference" lang="ru"><del>Текст</del><ins>Новый текст</ins></p>' in html  # fmt: skip
    back = f"{BASE}/{session.pk}/history/put-back/?change={first}&row=commission_sessions.passage:{passage.pk}&field=text_ru"
    before = shown(admin_client, back)
    assert "<del>Новый текст</del><ins>Текст</ins>" in before.content.decode()
    answer = admin_client.post(back, {"_seen": before.context["seen"]})
    passage.refresh_from_db()

    assert (answer.status_code, passage.text_ru) == (302, "Текст")


def test_a_whole_version_is_put_back_after_a_page_that_shows_what_would_change(
    admin_client, session
):
    first, label = latest(), f"Session: {session}"
    session.passages.get(number=2).delete()
    session.title_en = "Other"
    session.save()
    url = f"{BASE}/{session.pk}/history/put-back/?change={first}"
    page = shown(admin_client, url)
    assert {(row.what, row.label) for row in page.context["rows"]} == {
        ("~", label), ("+", "Passage: ¶ 2")}  # fmt: skip
    # Somebody else comes in between: it is shown anew, and nothing is done.
    session.summary_en = "Late"
    session.save()
    again = admin_client.post(url, {"_seen": page.context["seen"]})
    assert "Somebody changed the record since" in again.content.decode()
    assert admin_client.post(url, {"_seen": again.context["seen"]}).status_code == 302
    session.refresh_from_db()

    assert (session.title_en, session.summary_en, session.passages.count()) == ("Title", None, 2)  # fmt: skip


def test_who_may_only_look_cannot_put_back(session):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(
        Permission.objects.get(
            codename="view_session", content_type__app_label="commission_sessions"
        )
    )
    reader = Client()
    reader.force_login(user)
    page = shown(reader, f"{BASE}/{session.pk}/history/")

    assert "put-back" not in page.content.decode()
    shown(reader, f"{BASE}/{session.pk}/history/put-back/?change=1", 403)
    shown(reader, "/admin/deleted/", 403)
    assert shown(Client(), f"{BASE}/{session.pk}/history/", 302).url.startswith("/admin/login/")  # fmt: skip


def test_deleting_lists_what_goes_along_and_can_be_undone(admin_client, session):
    page = shown(admin_client, f"{BASE}/{session.pk}/delete/").content.decode()
    assert "Passages: 2" in page and "¶ 1" in page
    assert "relationship" not in page
    assert "can be put back for 30 days" in page
    pk = session.pk
    admin_client.post(f"{BASE}/{pk}/delete/", {"post": "yes"})
    deleted = shown(admin_client, "/admin/deleted/")
    (record,) = deleted.context["records"]
    assert (record.label.partition(":")[0], record.record.change.who) == ("Session", "admin")  # fmt: skip
    assert "Passages: 2" in shown(admin_client, record.url).content.decode()
    answer = admin_client.post(record.url)

    assert answer.url == f"{BASE}/{pk}/change/"
    assert Session.objects.get(pk=pk).state == "withdrawn"
    assert shown(admin_client, "/admin/deleted/").context["records"] == []
