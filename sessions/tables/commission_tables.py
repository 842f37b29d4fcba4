"""The lists of commissions and of sectors as tables."""

from django.utils.translation import gettext_lazy as _

from commission.area_counts import session_counts
from commission.known_areas import in_tree_order, known_areas, name_of
from commission.models import Commission

from .columns import ADDRESS, Column, Found, Table, listed, words


def _commissions(query):
    keys = Commission.objects.published().values_list("pk", flat=True)
    return Found(list(keys))


def _areas(query):
    return Found([area.pk for area in in_tree_order()])


def _known(keys):
    """No query of its own."""
    known = known_areas()
    return [known[pk] for pk in keys if pk in known]


COMMISSIONS = Table(
    name="commissions",
    title=_("Commissions"),
    route="commission:commission-list",
    found=_commissions,
    # Two queries.
    rows=lambda keys: Commission.objects.published().with_card().filter(pk__in=keys),
    columns=(
        Column("short_name", _("short name"), words("short_name")),
        Column("name", _("full name"), words("name")),
        Column(
            "sides",
            _("sides"),
            lambda c: listed(words("name")(side) for side in c.sides.all()),
            _("In the commission's own order, parted by semicolons."),
        ),
        Column("description", _("description"), words("description")),
        Column(
            "sessions",
            _("sessions"),
            lambda c: c.session_count,
            _("The number of its sessions."),
        ),
        Column(
            "latest_session",
            _("latest session"),
            lambda c: c.latest_session_on and c.latest_session_on.isoformat(),
            _("The day, or the first day of the span, on which it began."),
        ),
        ADDRESS,
    ),
)

AREAS = Table(
    name="areas",
    title=_("Sectors"),
    route="commission:area-list",
    found=_areas,
    rows=_known,
    columns=(
        Column("sphere", _("sphere"), lambda a: name_of(a.parent or a)),
        Column(
            "sector",
            _("sector"),
            lambda a: "" if a.is_sphere else name_of(a),
            _("Empty where the row is of the sphere itself."),
        ),
        Column(
            "dac_code",
            _("DAC code"),
            lambda a: a.dac_code,
            _("Purpose code of the OECD DAC/CRS list, three or five digits."),
        ),
        Column(
            "sessions",
            _("sessions"),
            lambda a: session_counts()[a.pk],
            _("The number of sessions that spoke of it; a sphere's with its sectors."),
        ),
        ADDRESS,
    ),
)
