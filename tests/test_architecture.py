"""The chain sessions → participants → commission, for imports and for foreign keys alike."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

CHAIN = ["commission", "participants", "commission_sessions"]
VAGUE = {"utils", "helpers", "common", "misc"}
NOTHING_PRIVATE = (
    "/" + "work/",
    "/home/",
    "/root/",
    "index-url",
    "find-links",
    "file:",
)


def relations():
    for label in CHAIN:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                forward = field.is_relation and not field.auto_created
                if forward and field.related_model:
                    yield label, field


def test_every_foreign_key_points_down_the_chain():
    """An import contract does not see a key that names its model in a string."""
    upward = [
        str(field)
        for label, field in relations()
        if field.related_model._meta.app_label in CHAIN
        and CHAIN.index(field.related_model._meta.app_label) > CHAIN.index(label)
    ]
    assert upward == []


def test_the_chain_is_seen_at_work():
    """Were no key seen at all, the test above could not fail."""
    seen = {
        (label, field.related_model._meta.app_label) for label, field in relations()
    }

    assert {
        ("commission_sessions", "participants"),
        ("commission_sessions", "commission"),
        ("participants", "commission"),
    } <= seen


def test_imports_keep_the_contracts():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_module_has_a_name_that_says_nothing():
    assert [
        str(path.relative_to(settings.BASE_DIR))
        for app in ("commission", "participants", "sessions", "tests")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if path.stem in VAGUE
    ] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_hashes_and_names_no_index_and_no_machine(lock):
    lines = (settings.BASE_DIR / lock).read_text().splitlines()
    packages = [line for line in lines if line and line[0].isalnum()]

    assert all("==" in package for package in packages)
    assert all(package.endswith("\\") for package in packages)
    assert [
        line for line in lines if any(word in line for word in NOTHING_PRIVATE)
    ] == []
    assert [line for line in lines if "http" in line and "://" in line] == []


def test_both_locks_hold_the_same_versions():
    runtime, development = (
        {
            line.split()[0]
            for line in (settings.BASE_DIR / lock).read_text().splitlines()
            if line and line[0].isalnum()
        }
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime - development == set()
