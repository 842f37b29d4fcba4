"""Who may what: role × record × action × own or another commission's, as one table.

Every action is tried as a browser would do it, with all that its form needs, and counts as possible
when the record is afterwards as it was meant to be.
"""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commission.admin.together import SEEN
from commission.kept_forms import WHOSE
from commission.models import Correction, PreviewLink
from commission.models.noted import writing
from tests import factories as make
from tests.filled_forms import fields
from tests.staff import make_staff

pytestmark = pytest.mark.django_db

# E: editor, P: publisher, A: administrator; what they may do with a record of their commission.
# With one of another commission they may do what is marked *: people, bodies, areas and indicators
# belong to no commission and are everybody's to look up.  Of what belongs to none, who is bound
# deletes one after the other, since each may be named elsewhere.
TABLE = """
                         session  agreement  figure  commission  participant  organisation  area   indicator
see it in the list       EPA      EPA        EPA     EPA         EPA*         EPA*          EPA*   EPA*
see it as a draft        EPA      EPA        EPA     EPA         EPA*         EPA*          EPA*   EPA*
add one                  EP       EP         EP      A           EPA*         EPA*          A      A
change a draft           EP       EP         -       A           EPA          EPA           A      A
correct it with a note   EP       EP         EP      A           EPA          EPA           A      -
change it silently       P        P          P       A           PA           PA            A      -
change it when scheduled P        P          -       A           PA           PA            A      -
send it to review        EP       EP         -       A           EPA          EPA           A      -
send many to review      EP       EP         -       A           EPA          EPA           A      -
send it back             P        P          -       PA          PA*          PA*           PA*    -
publish it               P        P          -       PA          PA*          PA*           PA*    -
publish many             P        P          -       PA          PA*          PA*           PA*    -
schedule it              P        P          -       PA          PA*          PA*           PA*    -
withdraw it              P        P          -       PA          PA           PA            PA     -
withdraw many            P        P          -       PA          PA           PA            PA     -
make a preview link      EP       EP         -       A           EPA          EPA           A      -
delete it                A        A          A       A           A            A             A      A
delete many              A        A          A       A           -            -             A      A
"""
ROLES = {"E": "editor", "P": "publisher", "A": "administrator"}
# Set up once for all: who is bound to commissions changes nothing of these, and "own" is asked of
# somebody who is not.
OF_ALL = ("commission", "area", "indicator")
STATELESS = ("figure", "indicator")
# A text of each, to be changed.
TEXTS = {"session": "summary", "agreement": "summary", "figure": "note", "commission": "description",
         "participant": "note", "organisation": "description", "area": "name", "indicator": "name"}  # fmt: skip
MODELS = {"session": "commission_sessions.session", "area": "commission.cooperationarea",
          "participant": "participants.participant", "organisation": "participants.organisation"}  # fmt: skip
SAID = "Changed."


def read_table():
    """{(record, action): (the roles' letters, whether another commission's are open too)}."""
    head, *lines = TABLE.strip("\n").splitlines()
    names = head.split()
    cells = {}
    for line in lines:
        action, letters = line[:25].strip(), line[25:].split()
        for name, cell in zip(names, letters, strict=True):
            cells[name, action] = cell.strip("*-"), cell.endswith("*")
    return cells


CELLS = read_table()
RECORDS = sorted({name for name, _action in CELLS})


@writing()
def made(name, commission, **state):
    """A record of the commission; of what belongs to none, one that the commission's records name."""
    if name == "commission":
        for field, value in state.items():
            setattr(commission, field, value)
        commission.save()
        return commission
    if name in ("indicator", "figure"):
        row = make.make_indicator(name="Trade")
        figure = make.make_figure(commission=commission, indicator=row)
        return figure if name == "figure" else row
    if name in ("session", "agreement"):
        return getattr(make, f"make_{name}")(commission=commission, **state)
    row = getattr(make, f"make_{name}")(**state)
    naming = make.make_session(commission=commission, state="draft")
    if name == "participant":
        make.make_member(session=naming, participant=row)
    elif name == "organisation":
        make.make_member(session=naming, organisation=row)
    return row


STATES = {
    "draft": {"state": "draft", "publish_at": None},
    "review": {"state": "review", "publish_at": None},
    "public": {"state": "published", "publish_at": make.LONG_AGO},
    "coming": {"state": "published", "publish_at": make.tomorrow()},
}


def made_in(state, name, commission):
    return made(name, commission, **({} if name in STATELESS else STATES[state]))


def rows_of(name, commission):
    """A record in each state, which whoever tries leaves as it was; the commission itself has but one."""
    if name == "commission":
        return {}
    if name in STATELESS:
        return dict.fromkeys(STATES, made_in("", name, commission))
    return {state: made_in(state, name, commission) for state in STATES}


class Desk:
    """Somebody at work on one kind of record of a commission.

    `whole` keeps the forms as somebody above all roles sees them: what a form needs does not depend
    on who tries.  `rows` are the records that were made for all who try, by their state.
    """

    def __init__(self, person, name, commission, whole, rows, *, is_own):
        self.is_own = is_own
        self.rows = rows
        self.client, self.name, self.commission = Client(), name, commission
        self.client.force_login(person)
        self.model = apps.get_model(MODELS.get(name, f"commission.{name}"))
        self.whole = whole

    def address(self, what, *args):
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{what}", args=args)

    def record(self, state):
        self.row = self.rows.get(state) or made_in(state, self.name, self.commission)

    def draft(self):
        self.record("draft")

    def public(self):
        self.record("public")

    def coming(self):
        self.record("coming")

    def state(self):
        row = self.model.objects.get(pk=self.row.pk)
        return "scheduled" if row.is_embargoed else row.state

    def form(self, address):
        """What the form there sends, read once: the rows of a record are those of its commission."""
        kind = "add" if "/add/" in address else "change"
        if kind not in self.whole:
            above = Client()
            above.force_login(User.objects.get(username="above"))
            sent = fields(above.get(address))
            # What says whose page it was, and when it was made (commission/kept_forms.py, admin/together.py).
            self.whole[kind] = {name: value for name, value in sent.items() if name not in (WHOSE, SEEN)}  # fmt: skip
        return dict(self.whole[kind])

    def save(self, **said):
        """Sends the form of the row with another text."""
        address = self.address("change", self.row.pk)
        text = f"{TEXTS[self.name]}_en"
        data = self.form(address) | self.own_address() | {text: SAID}
        data.pop("minor", None)
        self.client.post(address, data | said)
        return getattr(self.model.objects.get(pk=self.row.pk), text) == SAID

    def own_address(self):
        kept = ("slug", "number", "name_en", "title_en", "order", "indicator_id")
        return {
            name.removesuffix("_id"): getattr(self.row, name)
            for name in kept
            if getattr(self.row, name, None) is not None
        }

    def choose(self, action, **said):
        chosen = {"action": action, "_selected_action": self.row.pk}
        self.client.post(self.address("changelist"), chosen | said)


# ── The actions: each says whether it was done ───────────────────────────────────────────────


def see_in_list(desk):
    desk.draft()
    answer = desk.client.get(desk.address("changelist"))
    return desk.address("change", desk.row.pk) in answer.text


def see_draft(desk):
    desk.draft()
    return desk.client.get(desk.address("change", desk.row.pk)).status_code == 200


def add(desk):
    address = desk.address("add")
    data = desk.form(address) | {
        "commission": desk.commission.pk, "number": 77, "starts_on": "2024-05-05",
        "title_en": "Title", "kind": {"session": "ordinary", "agreement": "agreement", "organisation": "ministry"}.get(desk.name, ""),
        "level": "governments", "name_en": "A new name", "short_name_en": "New", "colour": "#1f5fa8",
        "country": "TM", "unit": "usd_million", "value": "7", "period_start": "2023-01-01",
        "period_end": "2023-12-31", "indicator": make.make_indicator().pk, "order": 900,
    }  # fmt: skip
    before = desk.model.objects.count()
    desk.client.post(address, data)
    return desk.model.objects.count() == before + 1


def change_draft(desk):
    desk.draft()
    return desk.save()


def correct(desk):
    desk.public()
    saved = desk.save(correction_en="It said something else.")
    return saved and Correction.objects.exists()


def change_silently(desk):
    desk.public()
    return desk.save(minor="on")


def change_scheduled(desk):
    desk.coming()
    return desk.save()


def send_to_review(desk):
    desk.draft()
    desk.save(_review="1")
    return desk.state() == "review"


def send_many(desk):
    desk.draft()
    desk.choose("review_chosen")
    return desk.state() == "review"


def send_back(desk):
    desk.record("review")
    said = {"confirm": "1", "remark": "Say more."}
    desk.client.post(desk.address("send_back", desk.row.pk), said)
    return desk.state() == "draft"


def publish(desk):
    desk.record("review")
    desk.client.post(desk.address("publish", desk.row.pk), {"confirm": "1"})
    return desk.state() == "published"


def publish_many(desk):
    desk.draft()
    desk.choose("publish_chosen", confirm="1")
    return desk.state() == "published"


def schedule(desk):
    desk.draft()
    at = timezone.localtime() + datetime.timedelta(days=2)
    said = {"confirm": "1", "at": at.strftime("%Y-%m-%dT%H:%M")}
    desk.client.post(desk.address("publish", desk.row.pk), said)
    return desk.state() == "scheduled"


def withdraw(desk):
    desk.public()
    desk.client.post(desk.address("withdraw", desk.row.pk), {"confirm": "1"})
    return desk.state() == "withdrawn"


def withdraw_many(desk):
    desk.public()
    desk.choose("withdraw_chosen", confirm="1")
    return desk.state() == "withdrawn"


def make_link(desk):
    desk.draft()
    said = {"note": "The minister's office", "days": "3"}
    desk.client.post(desk.address("make_link", desk.row.pk), said)
    return PreviewLink.objects.exists()


def _lone(desk):
    """Nothing hangs on a record of one's own that would hold it back."""
    desk.draft()
    if not desk.is_own:
        return
    for rows in ("delegation_members", "figures"):
        if desk.name != "commission" and hasattr(desk.row, rows):
            getattr(desk.row, rows).all().delete()
    if desk.name == "commission":
        desk.row.sessions.all().delete()
        desk.row.figures.all().delete()


def delete(desk):
    _lone(desk)
    desk.client.post(desk.address("delete", desk.row.pk), {"post": "yes"})
    return not desk.model.objects.filter(pk=desk.row.pk).exists()


def delete_many(desk):
    _lone(desk)
    desk.choose("delete_selected", post="yes")
    return not desk.model.objects.filter(pk=desk.row.pk).exists()


ACTIONS = {
    "see it in the list": see_in_list, "see it as a draft": see_draft, "add one": add,
    "change a draft": change_draft, "correct it with a note": correct,
    "change it silently": change_silently, "change it when scheduled": change_scheduled,
    "send it to review": send_to_review, "send many to review": send_many,
    "send it back": send_back, "publish it": publish, "publish many": publish_many,
    "schedule it": schedule, "withdraw it": withdraw, "withdraw many": withdraw_many,
    "make a preview link": make_link, "delete it": delete, "delete many": delete_many,
}  # fmt: skip


# ── The table held against the portal ────────────────────────────────────────────────────────


def trying(name):
    """The letters of the roles to be tried: all, and on PostgreSQL one for each kind of record, in turn.

    Who may what is decided before the database is asked for anything but the record.
    """
    if connection.vendor == "sqlite":
        return list(ROLES)
    return [list(ROLES)[RECORDS.index(name) % len(ROLES)]]


def done(name, *, own):
    """{role: the actions that somebody with it got done with a record, own or another commission's}."""
    User.objects.create_superuser("above")
    theirs, others = make.make_commission(), make.make_commission()
    is_bound = not (own and name in OF_ALL)
    commission = theirs if own else others
    whole, rows = {}, rows_of(name, commission)
    got_done = {}
    for letter in trying(name):
        person = make_staff(ROLES[letter], bound_to=[theirs] if is_bound else [])
        desk = Desk(person, name, commission, whole, rows, is_own=own)
        got_done[letter] = {
            action for action in ACTIONS if CELLS[name, action][0] and got(action, desk)
        }
    return got_done


def got(action, desk):
    """Whether the action was done; the next one finds the desk as it was."""
    with transaction.atomic():
        answer = ACTIONS[action](desk)
        transaction.set_rollback(True)
    return answer


def meant(name, *, own):
    return {
        letter: {
            action
            for (record, action), (letters, is_open) in CELLS.items()
            if record == name and letter in letters and (own or is_open)
        }
        for letter in trying(name)
    }


@pytest.mark.parametrize("name", RECORDS)
def test_of_their_own_commission(name):
    assert done(name, own=True) == meant(name, own=True)


@pytest.mark.parametrize("name", RECORDS)
def test_of_another_commission(name):
    assert done(name, own=False) == meant(name, own=False)


def test_the_table_names_every_action():
    assert {action for _name, action in CELLS} == set(ACTIONS)
