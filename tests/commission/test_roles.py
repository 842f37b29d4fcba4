"""The three roles: groups that every migration brings in line."""

from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commission.roles import ROLES, keep_roles
from tests.factories import make_commission
from tests.filled_forms import fields
from tests.reading import words
from tests.staff import make_staff


def permissions(name):
    return Group.objects.get(name=name).permissions.values_list("codename", flat=True)


def test_a_migrated_portal_has_three_roles(db):
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "administrator",
        "editor",
        "publisher",
    ]


def test_each_role_has_all_of_its_permissions(db):
    numbers = {name: len(permissions(name)) for name in ROLES}
    assert numbers == {name: len(wanted) for name, wanted in ROLES.items()}


def test_what_was_taken_from_a_role_or_given_to_it_is_mended_by_the_next_migration(db):
    editor = Group.objects.get(name="editor")
    before = set(editor.permissions.all())
    editor.permissions.set(Permission.objects.filter(codename="delete_user"))
    call_command("migrate", verbosity=0)
    assert set(editor.permissions.all()) == before


def test_roles_are_whole_although_permissions_are_made_after_migrations(db):
    """As on the first migration, when Django has not made any permission yet."""
    Permission.objects.all().delete()
    keep_roles("default")
    assert len(permissions("publisher")) == len(ROLES["publisher"])


def test_a_group_of_the_portals_own_stays_as_it_is(db):
    own = Group.objects.create(name="Photographers")
    keep_roles("default")
    assert list(own.permissions.all()) == []


def test_roles_in_line_write_nothing(db):
    with CaptureQueriesContext(connection) as asked:
        keep_roles("default")
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_a_publisher_has_all_that_an_editor_has(db):
    assert set(permissions("editor")) < set(permissions("publisher"))


def test_nobody_but_administrators_deletes_records_and_manages_accounts(db):
    kept = {"delete_session", "delete_agreement", "delete_participant", "change_user", "add_commission"}  # fmt: skip
    assert {name: set(permissions(name)) & kept for name in ROLES} == {
        "editor": set(),
        "publisher": set(),
        "administrator": kept,
    }


def test_the_first_administrator_needs_no_role(db):
    superuser = User.objects.create_superuser("admin", password="x")
    assert superuser.has_perm("commission_sessions.publish_session")


# ── Accounts ─────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_makes_no_superuser_and_touches_none(client, admin_user):
    client.force_login(make_staff("administrator"))
    clerk = make_staff("editor")
    assert client.get(f"/admin/auth/user/{admin_user.pk}/change/").status_code == 200
    for page in ("change", "password"):
        address = f"/admin/auth/user/{admin_user.pk}/{page}/"
        assert client.post(address, {"username": "mine"}).status_code == 403
    html = client.get(f"/admin/auth/user/{clerk.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in html and 'name="user_permissions"' not in html
    assert ">Publisher</option>" in html


def test_the_list_of_accounts_says_roles_and_commissions(admin_client):
    commission = make_commission(short_name="The two")
    make_staff("editor", "publisher", name="clerk", bound_to=[commission])
    rows = words(admin_client.get("/admin/auth/user/"))
    assert "Editor, Publisher The two" in rows
    russian = admin_client.get("/admin/auth/user/", headers={"Accept-Language": "ru"})
    assert "Редактор, Выпускающий редактор" in words(russian)
    assert ">Выпускающий редактор</a>" in russian.text.replace("\n", "")


def test_an_administrator_who_is_bound_sees_no_accounts_and_so_cannot_unbind_themselves(
    db, client
):
    bound = make_staff("administrator", bound_to=[make_commission()])
    client.force_login(bound)
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(f"/admin/auth/user/{bound.pk}/change/").status_code == 403


def test_a_person_is_bound_on_the_page_of_their_account(admin_client):
    commission, clerk = make_commission(), make_staff("editor")
    address = f"/admin/auth/user/{clerk.pk}/change/"
    data = fields(admin_client.get(address)) | {
        "bindings-TOTAL_FORMS": "1",
        "bindings-0-user": clerk.pk,
        "bindings-0-commission": commission.pk,
    }
    assert admin_client.post(address, data).status_code == 302
    assert [binding.commission for binding in clerk.bindings.all()] == [commission]
