"""Builds the made-up world: python -m tests.load.world [sessions]; DATA_DIR, DATABASE_URL say where.

"kept" instead of a number migrates the world that is there, whatever rules made it.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from . import build

if __name__ == "__main__":
    asked = sys.argv[1] if len(sys.argv) > 1 else "1000"
    if asked == "kept":
        build.keep_as_it_is()
    else:
        build.ensure(int(asked))
