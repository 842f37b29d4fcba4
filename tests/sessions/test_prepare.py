"""`manage.py prepare`: the chores between the code and serving it, done once."""

import gettext
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError

from sessions.management.commands.prepare import compile_translations

CATALOG = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "session"
msgstr "%s"
"""


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "tk" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOG % "mejlis")
    return path


def translated(directory, message):
    return gettext.translation("django", directory, ["tk"]).gettext(message)


def test_it_compiles_a_translation_without_gettext_programs(tmp_path, catalog):
    compile_translations(tmp_path)

    assert translated(tmp_path, "session") == "mejlis"


def test_it_compiles_again_only_what_is_newer_than_its_result(tmp_path, catalog):
    compile_translations(tmp_path)
    compiled = catalog.with_suffix(".mo")
    catalog.write_text(CATALOG % "maslahat")
    os.utime(catalog, (1, 1))
    compile_translations(tmp_path)
    assert b"mejlis" in compiled.read_bytes()

    os.utime(compiled, (0, 0))
    compile_translations(tmp_path)
    assert b"maslahat" in compiled.read_bytes()


def test_a_broken_translation_is_named(tmp_path, catalog):
    catalog.write_text(CATALOG % "mejlis" + "msgid session")

    with pytest.raises(CommandError, match=r"tk/LC_MESSAGES/django\.po cannot be read"):
        compile_translations(tmp_path)


def prepare(directory, *options, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", "prepare", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(directory)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_collects_and_compresses_static_files_once(tmp_path):
    first = prepare(tmp_path, "--no-migrate")
    assert (first.returncode, first.stderr) == (0, "")

    manifest = tmp_path / "static" / "staticfiles.json"
    collected = {path.suffix for path in (tmp_path / "static").rglob("*")}
    assert {".br", ".gz", ".css", ".js"} <= collected

    written = manifest.stat().st_mtime_ns
    assert prepare(tmp_path, "--no-migrate").returncode == 0
    assert manifest.stat().st_mtime_ns == written

    (tmp_path / "static.fingerprint").write_text("of other files")
    assert prepare(tmp_path, "--no-migrate").returncode == 0
    assert manifest.stat().st_mtime_ns > written


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    done = prepare(tmp_path, DATABASE_URL="postgresql://portal@127.0.0.1:1/records")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith(
        "CommandError: The database does not answer ("
    )
    assert done.stderr.endswith("): start it, or mend DATABASE_URL.\n")
