"""Commands where the database has no tables yet: a sentence, no traceback."""

import os
import subprocess
import sys

from django.conf import settings

COMMANDS = [
    ["build_downloads"],
    ["check_search"],
    ["forget_addresses"],
    ["forget_deleted"],
    ["make_renditions"],
    ["rebuild_search"],
    ["send_digests"],
]
EACH = """
import sys, django
from django.core.management import CommandError, call_command
django.setup()
for command in {commands}:
    try:
        call_command(*command, verbosity=0)
    except CommandError as error:
        print(command[0], error)
"""


def test_they_say_that_it_is_to_be_migrated_first(tmp_path):
    """In a process of its own: the database of the tests is migrated."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(
        [sys.executable, "-c", EACH.format(commands=COMMANDS)],
        cwd=settings.BASE_DIR,
        env=kept
        | {
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "commission.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    sentence = (
        "The database is not as this version of the portal needs it: "
        "run `manage.py migrate` first."
    )
    assert told.stderr == ""
    assert told.stdout.splitlines() == [f"{name} {sentence}" for name, *_ in COMMANDS]
