"""What a session's page loads."""

from collections import defaultdict
from operator import attrgetter

from django.db.models import Value

from commission.known_areas import known_areas
from commission.models import Agreement, Side, sees
from commission.models.correction import asking_corrections
from commission.prepared import Prepared, answers_to, give

from .agenda import AgendaItem
from .decision import Decision, ResponsibleBody
from .delegation import DelegationMember
from .document import Document, DocumentFile
from .passage import Passage
from .photo import Photo
from .session import EARLIER, LATER
from .source import Source

# The beginnings of columns that no page shows of what is joined: for lists, to sort and search them by.
_FOR_LISTS = ("created_at", "updated_at", "folded", "sort_key_")


def _rows(model, *order, path="session", joined=()):
    """The rows of `model` that reach the session asked for by `path`, with those `joined` to them.

    `order` is that of the model among rows of one session, which need not be joined to be sorted by.
    """
    deferred = [
        f"{name}__{column.name}"
        for name in joined
        for column in model._meta.get_field(name).related_model._meta.concrete_fields
        if column.name.startswith(_FOR_LISTS)
    ]

    def question(session):
        rows = model.objects.filter(**{path: session}).order_by(*order)
        return rows.select_related(*joined).defer(*deferred) if joined else rows

    return Prepared(question)


MEMBERS = _rows(DelegationMember, "side__order", "order", "pk", joined=["participant"])
AGENDA_ITEMS = _rows(AgendaItem, "number")
PASSAGES = _rows(Passage, "number")
DECISIONS = _rows(Decision, "number", joined=["entry"])
BODIES = _rows(
    ResponsibleBody,
    *("side__order", "pk"),
    path="decision__session",
    joined=["organisation"],
)
DOCUMENTS = _rows(Document, "order", "pk")
FILES = _rows(DocumentFile, "-authentic", "language", path="document__session")
PHOTOS = _rows(Photo, "order", "pk")
AGREEMENTS = _rows(
    Agreement, *Agreement._meta.ordering, path="sessions", joined=["commission"]
)
SOURCES = _rows(Source, "order", "pk")
SIDES = Prepared(
    lambda commission: Side.objects.filter(commission=commission).order_by("order")
)


def _carried(model, session):
    name = model._meta.model_name
    rows = model.areas.through.objects.filter(**{f"{name}__session": session})
    return rows.order_by().values_list(Value(name), name, "cooperationarea")


CARRIED = Prepared(
    lambda session: _carried(AgendaItem, session).union(
        _carried(Passage, session), all=True
    )
)


OF_A_SESSION = (
    MEMBERS, AGENDA_ITEMS, PASSAGES, CARRIED, BODIES, DECISIONS, DOCUMENTS, FILES, PHOTOS, SOURCES, AGREEMENTS,
)  # fmt: skip


def load_record(session, reader=None, *, in_sequence=False):
    """{relation: rows} of all that the page of `session` shows; `session.<relation>.all()` gives them
    too, and `corrections_of` and, when it is asked for, `in_sequence()` need no query.  Thirteen queries, whatever
    the size, fifteen with the sequence, and one for the areas when the record has changed.

    People, organisations, areas and agreements that are not public themselves are left out,
    but for a `reader` who may see them: the user who previews a draft.  None is the public.
    """
    beside = session.beside(EARLIER, LATER) if in_sequence else []
    # All at once: each question that waits for another one's answer is a way to the server and back.
    sides, session.corrections, *answers = answers_to(
        (SIDES, {"commission": session.commission_id}),
        asking_corrections([session]),
        *beside,
        *((question, {"session": session.pk}) for question in OF_A_SESSION),
    )
    if in_sequence:
        session.neighbours = session.the_one_of_each(answers[: len(beside)])
    rows = dict(zip(OF_A_SESSION, answers[len(beside) :], strict=True))
    for side in sides:
        give(side, "commission", session.commission)
    keep(session.commission, "sides", sides)
    _keep_delegations(session, reader, sides, rows)
    _keep_report(session, reader, rows)
    _keep_decisions(session, reader, sides, rows)
    _keep_papers(session, reader, rows)
    return session._prefetched_objects_cache


class Loaded(list):
    """Rows that a relation leads to and that are loaded: all there is to ask of it is `all()`."""


def keep(row, relation, rows):
    """Let `row.<relation>.all()` give `rows` without a query, as a prefetch would."""
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}
    row._prefetched_objects_cache[relation] = Loaded(rows)


def kept(row, relation):
    """What `keep` keeps, quicker than `row.<relation>.all()`, which makes a manager first."""
    return row._prefetched_objects_cache[relation]


def grouped(rows, column):
    """{value of `column`: its rows}, [] for those without any."""
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def _keep_delegations(session, reader, sides, rows):
    members = [member for member in rows[MEMBERS] if sees(reader, member.participant)]
    _seat(members, sides)
    keep(session, "delegation_members", members)


def _seat(rows, sides):
    """Give each row its side, of those that are loaded."""
    sides = {side.pk: side for side in sides}
    for row in rows:
        give(row, "side", sides[row.side_id])


def _keep_report(session, reader, rows):
    items, passages = rows[AGENDA_ITEMS], rows[PASSAGES]
    areas, carried = known_areas(reader), defaultdict(list)
    for kind, row, area in rows[CARRIED]:
        if area in areas:
            carried[kind, row].append(areas[area])
    for carriers, relation in ((items, "agenda_items"), (passages, "passages")):
        for row in carriers:
            own = carried[row._meta.model_name, row.pk]
            keep(row, "areas", sorted(own, key=attrgetter("order", "id")))
            give(row, "session", session)
        keep(session, relation, carriers)


def _keep_decisions(session, reader, sides, rows):
    bodies = [body for body in rows[BODIES] if sees(reader, body.organisation)]
    _seat(bodies, sides)
    bodies = grouped(bodies, "decision_id")
    decisions = rows[DECISIONS]
    for decision in decisions:
        give(decision, "session", session)
        keep(decision, "responsible_bodies", bodies[decision.pk])
    keep(session, "decisions", decisions)


def _keep_papers(session, reader, rows):
    documents, files = rows[DOCUMENTS], grouped(rows[FILES], "document_id")
    for document in documents:
        keep(document, "files", files[document.pk])
    papers = {
        "documents": documents,
        "photos": rows[PHOTOS],
        "sources": rows[SOURCES],
    }
    for relation, papers_of_kind in papers.items():
        for paper in papers_of_kind:
            give(paper, "session", session)
        keep(session, relation, papers_of_kind)
    agreements = [
        agreement
        for agreement in rows[AGREEMENTS]
        if sees(reader, agreement) and sees(reader, agreement.commission)
    ]
    keep(session, "agreements", agreements)
