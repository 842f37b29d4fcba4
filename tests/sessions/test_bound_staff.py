"""Somebody bound to one commission tries to see, or touch, what another one has not published."""

import datetime
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from commission.models import Agreement, ChangedRecord, Figure, Step
from commission.models.noted import writing
from sessions.models import Decision, FollowUp, Session
from tests.factories import (
    LONG_AGO,
    make_agreement,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_figure,
    make_indicator,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_session,
)
from tests.filled_forms import fields
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

# Stands in every text of the other commission, and nowhere else.
SECRET = "hushed"
# Stands beside it, to be asked for.
ASKED = "secret"


class Other:
    """A commission that is not the clerk's, all of it unpublished, and drafts of its own."""

    @writing()
    def __init__(self):
        self.commission = make_commission(
            state="draft", slug="hushed-commission", short_name="hushed", name="hushed"
        )
        self.session = make_session(
            commission=self.commission,
            state="draft",
            title="hushed secret",
            starts_on=datetime.date(1987, 1, 2),
            place="hushed",
        )
        self.passage = make_passage(session=self.session, text="hushed")
        self.decision = make_decision(session=self.session, text="hushed secret")
        self.agreement = make_agreement(
            commission=self.commission,
            state="draft",
            title="hushed secret",
            slug="hushed-treaty",
        )
        self.figure = make_figure(commission=self.commission, note="hushed")
        self.document = make_document(session=self.session, title="hushed")
        self.file = make_document_file(document=self.document, name="hushed.pdf")
        self.photo = make_photo(session=self.session, alt="hushed", caption="hushed")


@pytest.fixture
def other():
    return Other()


@pytest.fixture
def own():
    return make_commission(slug="own")


@pytest.fixture
def editor(client, own, other):
    """Who may do all that staff may, in one commission."""
    client.force_login(
        make_staff("editor", "publisher", "administrator", bound_to=[own])
    )
    return client


def page(row, what, *args):
    meta = row._meta
    return reverse(
        f"admin:{meta.app_label}_{meta.model_name}_{what}", args=[row.pk, *args]
    )


def records(other):
    return [other.commission, other.session, other.decision, other.agreement, other.figure]  # fmt: skip


def gives_away(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace") + str(dict(answer.headers))
    return SECRET in text


def seen(client, addresses):
    """The addresses that answer with anything of the other commission, or with a page of its own."""
    found = []
    for address in addresses:
        answer = client.get(address)
        # Django leads on to the front page with "… doesn't exist", as for a key that never was.
        is_page = answer.status_code == 200 and not answer.streaming
        if gives_away(answer) or (is_page and "/change/" in address):
            found.append(address)
    return found


# ── Looking ──────────────────────────────────────────────────────────────────────────────────

CHANGELISTS = [
    "commission_sessions_session", "commission_sessions_decision", "commission_agreement",
    "commission_commission", "commission_figure", "commission_indicator",
    "commission_cooperationarea", "participants_participant", "participants_organisation",
]  # fmt: skip


def lists():
    return [reverse(f"admin:{name}_changelist") for name in CHANGELISTS]


def test_1_lists_and_the_choices_of_their_filters(editor, own, other):
    make_session(commission=own)
    make_session(commission=make_commission(short_name="hushed"), state="draft")
    assert seen(editor, lists()) == []
    assert "1987" not in editor.get(lists()[0]).text


def test_2_lists_asked_for_the_other_commission_by_address(editor, other):
    keys = {
        "commission__id__exact": other.commission.pk,
        "session__commission__id__exact": other.commission.pk,
        "year": 1987,
        "q": ASKED,
        "missing": "ru",
        "state": "draft",
        "starts_on__year": 1987,
    }
    asked = [f"{address}?{name}={value}" for address in lists() for name, value in keys.items()]  # fmt: skip
    assert seen(editor, asked) == []


def test_3_pages_by_their_address(editor, other):
    assert seen(editor, [page(row, "change") for row in records(other)]) == []


def test_4_histories(editor, other):
    assert seen(editor, [page(row, "history") for row in records(other)]) == []


def test_5_pages_that_ask_before_deleting(editor, other):
    assert seen(editor, [page(row, "delete") for row in records(other)]) == []


def test_6_pages_that_ask_before_publishing_withdrawing_and_sending_back(editor, other):
    rows = [other.commission, other.session, other.agreement]
    steps = ("publish", "withdraw", "send_back")
    assert seen(editor, [page(row, step) for row in rows for step in steps]) == []


def test_7_the_way_from_a_key_to_a_page_on_the_site(editor, other):
    for row in records(other):
        kind = ContentType.objects.get_for_model(row)
        answer = editor.get(reverse("admin:view_on_site", args=[kind.pk, row.pk]))
        assert answer.status_code == 404


def test_8_pickers(editor, other):
    fields_of = [
        ("commission_sessions", "session", "commission"),
        ("commission_sessions", "session", "agreements"),
        ("commission_sessions", "decision", "continues"),
        ("commission", "agreementrelation", "other"),
        ("commission", "agreement", "commission"),
        ("commission", "figure", "commission"),
    ]
    for app, model, field in fields_of:
        for narrow in ("", f"&commission={other.commission.pk}"):
            address = f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term=secret{narrow}"
            answer = editor.get(address)
            assert answer.json()["results"] == [], address


def test_9_the_brief_for_the_next_session(editor, other):
    brief = reverse("admin:commission_sessions_session_brief", args=[other.commission.pk])  # fmt: skip
    assert editor.get(brief).status_code == 404
    for form in ("docx", "pdf"):
        assert editor.get(f"{brief}brief.{form}").status_code == 404


def test_10_what_became_of_the_decisions(editor, other):
    assert seen(editor, [page(other.session, "follow_ups")]) == []


def test_11_texts_that_are_missing(editor, own, other):
    other.commission.state, other.commission.publish_at = "published", LONG_AGO
    other.commission.save()
    make_session(commission=other.commission, title_en="Public", title_ru="")
    html = editor.get(reverse("admin:missing-texts")).text
    assert not re.search(r"missing=ru-title[^>]*>\s*1\s*<", html)


def test_12_the_public_pages_of_drafts(editor, other):
    addresses = [
        row.get_absolute_url()
        for row in (*records(other)[:4], other.passage)
    ]  # fmt: skip
    assert [editor.get(address).status_code for address in addresses] == [404] * 5


def test_13_files_and_photos_of_drafts(editor, other):
    addresses = [other.file.get_absolute_url(), other.photo.get_absolute_url()]
    assert [editor.get(address).status_code for address in addresses] == [404, 404]


def test_14_pages_of_people_and_bodies_that_drafts_name(editor, other):
    person, body = make_participant(), make_organisation()
    draft_person = make_participant(state="draft")
    for each in (person, draft_person):
        make_member(session=other.session, participant=each, organisation=body)
    addresses = [row.get_absolute_url() for row in (person, body, draft_person)]
    assert seen(editor, addresses) == []
    html = editor.get(reverse("admin:participants_participant_changelist")).text
    assert re.findall(r'field-session_count">(\d+)<', html) == ["0", "0"]


def test_15_how_many_figures_an_indicator_has(editor, other):
    make_figure(indicator=make_indicator(), commission=other.commission)
    html = editor.get(reverse("admin:commission_indicator_changelist")).text
    assert set(re.findall(r'field-figure_count">(\d+)<', html)) == {"0"}


def test_16_the_forms_choices(editor, own, other):
    pages = [
        reverse("admin:commission_sessions_session_add"),
        f"{reverse('admin:commission_sessions_session_add')}?commission={other.commission.pk}",
        reverse("admin:commission_agreement_add"),
        reverse("admin:commission_figure_add"),
        page(make_session(commission=own, state="draft"), "change"),
    ]
    assert [address for address in pages if gives_away(editor.get(address))] == []


def test_17_the_lists_and_feeds_of_readers(editor, other):
    addresses = [f"/en/{name}/" for name in ("sessions", "decisions", "agreements", "commissions", "corrections")]  # fmt: skip
    addresses += ["/en/", "/en/search/?q=secret", "/en/sessions/feed.atom", "/draft-colours.css"]  # fmt: skip
    assert seen(editor, addresses) == []
    sides = [f'data-side="{side.pk}"' for side in other.commission.sides.all()]
    css = editor.get("/draft-colours.css").text
    assert not any(side in css for side in sides)


# ── Touching ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def untouched(other):
    """Everything of the other commission is afterwards as it was before."""

    def standing():
        return [
            list(type(row).objects.filter(pk=row.pk).values())
            for row in (*records(other), other.passage, other.document, other.photo)
        ] + [Step.objects.count(), FollowUp.objects.count(), Session.objects.count()]

    before = standing()
    yield
    assert standing() == before


@pytest.mark.usefixtures("untouched")
class TestTouching:
    def test_18_saving_a_page(self, editor, admin_user, other):
        from django.test import Client

        above = Client()
        above.force_login(admin_user)
        for row in records(other):
            data = fields(above.get(page(row, "change")))
            editor.post(page(row, "change"), data | {"summary_en": "x", "note_en": "x", "text_en": "x", "description_en": "x"})  # fmt: skip

    def test_19_publishing_withdrawing_sending_back_deleting(self, editor, other):
        for row in (other.commission, other.session, other.agreement):
            for step in ("publish", "withdraw", "send_back", "delete"):
                editor.post(page(row, step), {"confirm": "1", "post": "yes", "remark": "x"})  # fmt: skip

    def test_20_actions_of_a_list_with_typed_keys(self, editor, other):
        for row in (other.commission, other.session, other.agreement):
            meta = row._meta
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            for action in ("review_chosen", "publish_chosen", "withdraw_chosen", "delete_selected"):  # fmt: skip
                said = {"action": action, "_selected_action": row.pk, "confirm": "1", "post": "yes"}  # fmt: skip
                editor.post(address, said)

    def test_21_statements_on_decisions(self, editor, other):
        said = {f"{other.decision.pk}-both-status": "completed", f"{other.decision.pk}-both-stated_on": "2024-01-01"}  # fmt: skip
        editor.post(page(other.session, "follow_ups"), said)

    def test_22_preview_links(self, editor, other):
        for row in (other.commission, other.session, other.agreement):
            said = {"note": "Me", "days": "7"}
            assert editor.post(page(row, "make_link"), said).status_code == 404

    def test_23_entering_a_record_for_the_other_commission(self, editor, own, other):
        address = reverse("admin:commission_sessions_session_add")
        said = {"commission": other.commission.pk, "kind": "ordinary", "number": 9,
                "format": "in_person", "starts_on": "2024-01-01", "date_precision": "day"}  # fmt: skip
        answer = editor.post(address, fields(editor.get(address)) | said)
        assert "Select a valid choice" in answer.text

    def test_24_a_draft_along_with_an_own_record(self, editor, own, other):
        mine = make_session(commission=own, state="draft")
        mine.agreements.add(other.agreement)
        html = editor.get(page(mine, "publish")).text
        assert SECRET not in html
        key = f"commission.agreement:{other.agreement.pk}"
        editor.post(page(mine, "publish"), {"confirm": "1", "along": [key]})
        mine.delete()

    def test_25_linking_an_own_record_to_a_typed_key(self, editor, own, other):
        mine = make_session(commission=own, state="draft")
        data = fields(editor.get(page(mine, "change")))
        answer = editor.post(page(mine, "change"), data | {"agreements": [other.agreement.pk]})  # fmt: skip
        assert "Select a valid choice" in answer.text or "is not one of" in answer.text
        assert not mine.agreements.exists()
        mine.delete()

    def test_26_a_person_whom_the_other_commission_names(self, editor, other):
        person = make_participant(state="draft")
        make_member(session=other.session, participant=person)
        assert editor.get(page(person, "change")).status_code == 200
        assert editor.post(page(person, "change"), {}).status_code == 403
        assert editor.post(page(person, "delete"), {"post": "yes"}).status_code == 403
        other.session.delegation_members.all().delete()


def test_deleting_their_only_commission_would_bind_them_to_none_and_is_refused(
    editor, own
):
    editor.post(page(own, "delete"), {"post": "yes"})
    own.refresh_from_db()


def test_27_what_was_changed_and_putting_it_back(editor, other):
    looked_at = [page(row, what) for row in records(other) for what in ("history", "put_back")]  # fmt: skip
    assert seen(editor, looked_at) == []
    back = f"{page(other.session, 'put_back')}?change=1"
    assert not gives_away(editor.post(back, {"_seen": "9"}))


def test_28_what_was_deleted(editor, own, other):
    make_session(commission=own, title="Mine").delete()
    gone = [other.figure, other.decision, other.session, other.agreement]
    gone += [make_organisation(name="hushed"), make_participant(name="hushed")]
    for row in gone:
        row.delete()
    deletions = ChangedRecord.objects.filter(what="-").exclude(pk=first_deletion())
    addresses = [reverse("admin:bring-back", args=[each.pk]) for each in deletions]
    assert len(addresses) == len(gone)
    assert seen(editor, [reverse("admin:deleted"), *addresses]) == []
    assert {editor.post(each).status_code for each in addresses} <= {403, 404}
    assert not Session.objects.exists()


def test_29_lists_and_sessions_as_spreadsheets(editor, own, other):
    tables = [f"{address}table.{form}" for address in lists() for form in ("csv", "xlsx")]  # fmt: skip
    assert seen(editor, tables) == []
    kinds = ["delegation", "decisions", "follow-ups"]
    of_theirs = [f"/admin/spreadsheets/{kind}/?session={other.session.pk}" for kind in kinds]  # fmt: skip
    assert seen(editor, of_theirs) == []


def test_30_a_text_that_names_it(editor, own, other):
    address = reverse("admin:commission_sessions_session_from_text")
    text = f"The twelfth session of hushed secret took place. {other.commission.slug}"
    answer = editor.post(address, {"text": text})
    assert f'value="{other.commission.pk}"' not in answer.text


# ── And all of it holds for something ────────────────────────────────────────────────────────


def test_their_own_drafts_are_theirs(editor, own):
    session = make_session(commission=own, state="draft", title="Mine")
    decision = make_decision(session=session, text="Mine")
    photo = make_photo(session=session)
    looked_at = [
        reverse("admin:commission_sessions_session_changelist"),
        page(session, "change"),
        page(decision, "change"),
        session.get_absolute_url(),
        decision.get_absolute_url(),
    ]
    assert ["Mine" in editor.get(each).text for each in looked_at] == [True] * 5
    picture = editor.get(photo.get_absolute_url())
    assert picture.status_code == 200 and b"".join(picture.streaming_content)


def first_deletion():
    return ChangedRecord.objects.filter(what="-").earliest("pk").pk


def test_what_was_deleted_of_theirs_comes_back(editor, own):
    session = make_session(commission=own, title="Mine")
    decision = make_decision(session=session, text="Mine")
    agreement = make_agreement(commission=own, title="Mine")
    figure = make_figure(commission=own, note="Mine")
    keys = [row.pk for row in (decision, session, agreement, figure)]
    for row in (decision, session, agreement, figure):
        row.delete()
    records = editor.get(reverse("admin:deleted")).context["records"]
    assert len(records) == 4
    # The session before its decision.
    order = sorted(records, key=lambda each: "decision" in each.record.kind)
    assert [editor.post(each.url).status_code for each in order] == [302] * 4
    back = [Decision.objects.get(session__commission=own)]
    back += [
        model.objects.get(commission=own) for model in (Session, Agreement, Figure)
    ]
    assert [row.pk for row in back] == keys


def test_who_may_not_delete_puts_nothing_back(client, own):
    make_session(commission=own).delete()
    client.force_login(make_staff("editor", "publisher", bound_to=[own]))
    addresses = [reverse("admin:deleted"), reverse("admin:bring-back", args=[first_deletion()])]  # fmt: skip
    assert [client.get(each).status_code for each in addresses] == [403, 403]


def test_who_is_bound_to_none_sees_all(client, other):
    client.force_login(make_staff("editor"))
    for row in records(other):
        assert client.get(page(row, "change")).status_code == 200


def test_superusers_are_never_bound(admin_client, admin_user, own, other):
    from commission.models import Binding

    Binding.objects.create(user=admin_user, commission=own)
    assert admin_client.get(page(other.session, "change")).status_code == 200


def test_every_address_of_the_admin_was_thought_of():
    """A new one belongs into a test above, if it shows or changes records."""
    known = {
        "index", "login", "logout", "password_change", "password_change_done", "autocomplete",
        "jsi18n", "view_on_site", "app_list", "second-step", "second-step-set-up", "recovery-codes",
        "missing-texts", "language", "deleted", "bring-back", "kept-form", None,
    }  # fmt: skip
    of_a_record = re.compile(
        r"(\w+)_(changelist|add|history|delete|change|publish|withdraw|send_back|make_link|revoke_link|put_back)$"
        r"|commission_sessions_session_(follow_ups|brief|brief_paper|from_text)$|auth_user_password_change$"
    )
    namespace = get_resolver().namespace_dict["admin"][1]
    names = {name for name in namespace.reverse_dict if isinstance(name, str)}
    assert sorted(name for name in names - known if not of_a_record.match(name)) == []
