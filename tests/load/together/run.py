"""The server, the writers and the readers, and what became of it."""

import json
import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command

from tests.load.bench.server import ROOT, serving

from . import READERS, WRITERS
from .record import make_record

_SHOWN = 10


def together(seconds):
    """Prints what was done; raises SystemExit with what was wrong."""
    call_command("migrate", verbosity=0)
    make_record()
    environment = {
        "PORT": os.environ.get("PORT", "8766"),
        "DATA_DIR": str(settings.DATA_DIR),
    }
    with serving(environment, "/en/sessions/") as server:
        told = _told(
            [
                *_start("writing", WRITERS, server.port, seconds),
                *_start("reading", READERS, server.port, seconds),
            ]
        )
    print(f"{told['changes']} changes and {told['searches']} searches in {seconds} s.")
    if wrong := told["wrong"]:
        raise SystemExit(
            "\n".join([f"{len(wrong)} answers were wrong:", *wrong[:_SHOWN]])
        )


def _start(role, number, port, seconds):
    for n in range(number):
        command = [
            sys.executable,
            "-m",
            f"tests.load.together.{role}",
            str(n),
            str(port),
            str(seconds),
        ]
        yield subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _told(processes):
    """What all of them report, added up; one that failed is wrong, too."""
    told = {"changes": 0, "searches": 0, "wrong": []}
    for process in processes:
        output, _errors = process.communicate()
        report = (
            {"wrong": ["A process ended by itself."]}
            if process.returncode
            else json.loads(output)
        )
        for name, value in report.items():
            told[name] += value
    return told
