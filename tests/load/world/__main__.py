"""Builds the made-up world: python -m tests.load.world [sessions]; DATA_DIR, DATABASE_URL say where."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
django.setup()

from . import build

if __name__ == "__main__":
    build.ensure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
