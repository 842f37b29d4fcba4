"""`manage.py prepare`: the chores between the code and serving it, done once."""

import gettext
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError

from sessions.management.commands.prepare import (
    collect_static,
    compile_translations,
)

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


def prepare(directory, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(directory)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_static_files_are_collected_anew_when_any_has_changed(tmp_path, settings):
    """A few of its own; that the portal's are collected once, test_serve.py sees."""
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # fmt: skip
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    settings.STATIC_ROOT = tmp_path / "static"
    style = tmp_path / "own" / "style.css"
    style.parent.mkdir()
    manifest, seen = settings.STATIC_ROOT / "staticfiles.json", []
    for text in ("a {}" * 100, "a {}" * 100, "b {}" * 101):
        if not style.exists() or style.read_text() != text:
            style.write_text(text)
        collect_static(tmp_path / "static.fingerprint")
        seen.append(manifest.stat().st_mtime_ns)
    assert seen[0] == seen[1] < seen[2]
    suffixes = [path.suffix for path in settings.STATIC_ROOT.iterdir()]
    assert sorted(suffixes) == [".br", ".css", ".gz", ".json"]


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    done = prepare(tmp_path, DATABASE_URL="postgresql://portal@127.0.0.1:1/records")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith(
        "CommandError: The database does not answer ("
    )
    assert done.stderr.endswith("): start it, or mend DATABASE_URL.\n")
