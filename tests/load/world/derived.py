"""What is kept beside the record and made from it: by the project's own functions."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

# What the derived rows depend on; a change of any makes them anew.
MADE_BY = [
    "*/migrations/*.py",
    "commission/folding.py",
    "sessions/search/*.py",
    "sessions/register/*.py",
    "sessions/indexing.py",
    "sessions/rebuilding.py",
    "sessions/suggesting.py",
    "sessions/models/full_text.py",
    "sessions/models/search_entry.py",
]


def stamp():
    digest = hashlib.sha256()
    for pattern in MADE_BY:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build():
    call_command("rebuild_search", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
