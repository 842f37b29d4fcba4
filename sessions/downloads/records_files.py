"""Records files of what is public, packed: one for what commissions share, and one for each of them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import tomli_w

from commission.models import Commission
from sessions.exports import shared_records
from sessions.exports.commission_records import commission_file
from sessions.exports.fields import Values
from sessions.exports.records import file_name
from sessions.exports.scope import PUBLIC

# So many people or bodies stand in one file.
MOST_IN_A_FILE = 1_000
# The earliest that a zip can say: the same record makes the same bytes.
NO_DAY = (1980, 1, 1, 0, 0, 0)
SHARED = "records.zip"
READ_ME = """\
The public record of intergovernmental commissions, as records files (TOML).

records.zip has what all commissions share; each of the other archives has one commission.  Unpacked
in one folder they are read by

    manage.py import_records *.toml

Documents and photos are not in them: the tables session_documents, agreement_documents and photos
say where each file is to be had.
"""


def name_of_archive(slug: str) -> str:
    return f"records-{slug}.zip"


def write_shared(folder: Path) -> None:
    """records.zip: areas, indicators, organisations and participants."""
    with ZipFile(folder / SHARED, "w") as packed:
        _add(packed, "README.txt", READ_ME)
        _add(packed, "areas.toml", _toml(areas=shared_records.areas(PUBLIC)))
        _add(packed, "indicators.toml", _toml(indicators=shared_records.indicators(PUBLIC)))  # fmt: skip
        for kind in ("organisations", "participants"):
            rows = getattr(shared_records, kind)(PUBLIC)
            for number, some in enumerate(_in_parts(rows), start=1):
                _add(packed, f"{kind}-{number}.toml", _toml(**{kind: some}))


def write_commission(folder: Path, commission: Commission) -> None:
    """records-<slug>.zip: all that is public of a commission."""
    with ZipFile(folder / name_of_archive(commission.slug), "w") as packed:
        values = commission_file(commission, {}, PUBLIC)
        _add(packed, f"{file_name(commission)}.toml", _toml(**values))
        _add(packed, "README.txt", READ_ME)


def _in_parts(rows: Iterable[Values]) -> Iterator[list[Values]]:
    rows = iter(rows)
    while some := list(islice(rows, MOST_IN_A_FILE)):
        yield some


def _toml(**values: Any) -> str:
    values = {name: tables for name, tables in values.items() if tables}
    return tomli_w.dumps(values, multiline_strings=True, indent=2)


def _add(packed, name, text):
    packed.writestr(ZipInfo(name, NO_DAY), text, ZIP_DEFLATED)
