"""The lists as tables to take away: one table a list, its columns in one place, any number of rows.

A table has what its list finds, in the list's order and by the list's own filters.  The codebook
(`/en/tables/`) is made from the same columns.
"""

from .agreement_table import AGREEMENTS
from .columns import Column, Table
from .commission_tables import AREAS, COMMISSIONS
from .correction_table import CORRECTIONS
from .decision_table import DECISIONS
from .names_tables import ORGANISATIONS, PARTICIPANTS
from .passage_table import PASSAGES
from .session_table import SESSIONS

TABLES = {
    table.name: table
    for table in (
        SESSIONS,
        PASSAGES,
        DECISIONS,
        AGREEMENTS,
        PARTICIPANTS,
        ORGANISATIONS,
        COMMISSIONS,
        AREAS,
        CORRECTIONS,
    )
}

__all__ = ["TABLES", "Column", "Table"]
