"""Who may what: three roles, kept as groups.

A role's permissions are those of this table, brought in line after every migration: whoever needs
another mixture makes a group of their own.  Roles add up.  See docs/roles.md.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import pgettext_lazy

EDITOR, PUBLISHER, ADMINISTRATOR = "editor", "publisher", "administrator"
IN_WORDS = {
    EDITOR: pgettext_lazy("role", "editor"),
    PUBLISHER: pgettext_lazy("role", "publisher"),
    ADMINISTRATOR: pgettext_lazy("role", "administrator"),
}

VIEW = ("view",)
WRITE = ("view", "add", "change")
# Parts of a record come and go while it is written.
PARTS = (*WRITE, "delete")

RECORDS = ["commission_sessions.session", "commission.agreement", "commission.figure"]
NAMES = ["participants.participant", "participants.organisation"]
SETTINGS = [
    "commission.commission", "commission.cooperationarea", "commission.indicator",
]  # fmt: skip
PARTS_OF_RECORDS = [
    "commission_sessions.agendaitem", "commission_sessions.decision",
    "commission_sessions.delegationmember", "commission_sessions.document",
    "commission_sessions.documentfile", "commission_sessions.followup",
    "commission_sessions.passage", "commission_sessions.photo",
    "commission_sessions.responsiblebody", "commission_sessions.source",
    "commission.agreementevent", "commission.agreementrelation", "participants.signature",
]  # fmt: skip
PARTS_OF_NAMES = ["participants.position", "participants.namevariant"]
PARTS_OF_SETTINGS = ["commission.side", "commission.areaterm"]
PUBLISHABLE = [
    *RECORDS[:2], *NAMES, "commission.commission", "commission.cooperationarea",
]  # fmt: skip


def _all(actions, *labels):
    return {f"{label}:{action}" for label in labels for action in actions}


_EDITOR = (
    _all(WRITE, *RECORDS, *NAMES)
    | _all(PARTS, *PARTS_OF_RECORDS, *PARTS_OF_NAMES)
    | _all(VIEW, *SETTINGS, *PARTS_OF_SETTINGS)
)
_EVERYTHING = [
    *RECORDS, *NAMES, *SETTINGS, *PARTS_OF_RECORDS, *PARTS_OF_NAMES, *PARTS_OF_SETTINGS,
]  # fmt: skip
ROLES = {
    EDITOR: _EDITOR,
    PUBLISHER: _EDITOR
    | _all(("publish",), *PUBLISHABLE)
    | _all(("view", "change"), "commission_sessions.errorreport"),
    # Records go with all that stands on them.
    ADMINISTRATOR: _all(("view", "delete"), *_EVERYTHING)
    | _all(WRITE, *NAMES, *SETTINGS, *PARTS_OF_NAMES, *PARTS_OF_SETTINGS)
    | _all(WRITE, "commission_sessions.source")
    | _all(("publish",), *NAMES, "commission.commission", "commission.cooperationarea")
    | _all(WRITE, "auth.user")
    | _all(PARTS, "commission.binding")
    | _all(("view", "delete"), "commission_sessions.follower")
    | _all(("view", "change", "delete"), "commission_sessions.errorreport")
    | _all(VIEW, "auth.group", "commission.signin"),
}


def keep_roles(using, **kwargs):
    """Bring the groups in line with the table; for the signal `post_migrate`.

    Django makes permissions in answer to the same signal, app by app: those that are not there yet
    are made here.  About twenty queries; nothing is written where all is in line.
    """
    for label in ("commission", "participants", "commission_sessions", "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    known = {
        f"{p.content_type.app_label}.{p.content_type.model}:{p.codename.partition('_')[0]}": p.pk
        for p in Permission.objects.using(using).filter(_all_of_roles()).select_related("content_type")
        if p.codename == f"{p.codename.partition('_')[0]}_{p.content_type.model}"
    }  # fmt: skip
    for name, wanted in ROLES.items():
        group, _is_new = Group.objects.using(using).get_or_create(name=name)
        keys = {known[each] for each in wanted}
        if keys != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(keys)


def rights_to_give():
    """The rights over every kind of row that a role speaks of.  The portal's own tables, which nobody
    enters anything in, have none to give.  No query but the first time.
    """
    labels = {each.partition(":")[0] for role in ROLES.values() for each in role}
    kinds = ContentType.objects.get_for_models(*map(apps.get_model, labels))
    return Permission.objects.filter(content_type__in=kinds.values())


def _all_of_roles():
    labels = {each.partition(".")[0] for role in ROLES.values() for each in role}
    return Q(content_type__app_label__in=labels)
