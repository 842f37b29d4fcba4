"""The downloads that were made last, and whether they may still be given away."""

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from commission.models import (
    Agreement,
    Commission,
    CooperationArea,
    content_version,
)
from participants.models import Organisation, Participant
from sessions.models import Session

# A link to the folder of the latest; a manifest and the keys of what is in the files lie in it.
CURRENT, MANIFEST, HELD = "current", "manifest.json", "held.json"
# Whatever is published and withdrawn by itself; all else is as public as one of these.
MODELS: tuple[Any, ...] = (Commission, CooperationArea, Agreement, Organisation, Participant, Session)  # fmt: skip


@dataclass(frozen=True)
class BuiltFile:
    name: str
    size: int
    sha256: str
    rows: int | None


@dataclass(frozen=True)
class Built:
    """`commissions` are (slug, {language: its name as readers of it see it, and in which it is}).

    `files` by name, of a content version, as of `made_at`; `edition` is of the portal that made them."""

    folder: Path
    made_at: datetime.datetime
    version: int
    edition: str
    licence: str
    licence_url: str
    commissions: list[tuple[str, dict[str, Any]]]
    files: dict[str, BuiltFile]

    def is_public_still(self) -> bool:
        """False when anything that is in the files was withdrawn, deleted or hidden since.

        Asked of the record once for each content version: one query, and six the first time.
        """
        return _nothing_was_taken_back(self.folder, content_version().number)


def built_downloads() -> Built | None:
    """What lies there now; None before the first time."""
    link = settings.DOWNLOADS_ROOT / CURRENT
    try:
        return _read(link.resolve(strict=True))
    except FileNotFoundError:
        return None


@lru_cache(maxsize=2)
def _read(folder):
    said = json.loads((folder / MANIFEST).read_text())
    files = {each["name"]: BuiltFile(**each) for each in said.pop("files")}
    made_at = datetime.datetime.fromisoformat(said.pop("made_at"))
    return Built(folder=folder, made_at=made_at, files=files, **said)


@lru_cache(maxsize=2)
def _nothing_was_taken_back(folder, version):
    held = json.loads((folder / HELD).read_text())
    return all(
        set(held[model._meta.label]) <= set(public_keys(model)) for model in MODELS
    )


def public_keys(model: Any) -> list[int]:
    """Primary keys of all that is public of a kind.  One query."""
    return list(model.objects.published().order_by("pk").values_list("pk", flat=True))
