"""Fixtures that every test shares; `tests.environment` must be imported before Django."""

# isort: off
import tests.environment  # noqa: F401
# isort: on

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.db import connection, connections, transaction
from django.template import Context, Template
from django.test import override_settings
from django.test.signals import template_rendered
from django.utils import translation

from sessions.management.commands.prepare import compile_translations

# How long an example takes says something of the machine, nothing of the portal.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_configure() -> None:
    """Reads the settings here, and not earlier: pytest-django takes it from there."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # Once, before workers start: they would read each other's half-written files.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for directory in settings.LOCALE_PATHS:
            compile_translations(directory)


# What a test asks for that asks the database; test_serve.py makes one of its own on the server.
OF_THE_DATABASE = {"db", "transactional_db", "shared_rows", "database_url"}
# The files that take longest.
LONGEST = [
    "test_drafts_never_leak", "test_followed", "test_permissions", "test_translations", "test_any_question",
    "test_finding", "test_equivalence", "test_downloads", "test_serve", "test_papers", "test_prepare",
    "test_from_text", "test_decision_status", "test_together", "test_import_records", "test_versions",
]  # fmt: skip


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = OF_THE_DATABASE & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """A test that asks no database runs once, on SQLite: on PostgreSQL it would say the same.

    The longest files come first: bin/test gives each file to one process, and none is to be begun when
    the other process is done.
    """
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        said_already = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=said_already)
        items[:] = [item for item in items if _asks_the_database(item)]
    longest_first = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: longest_first.get(item.path.stem, len(LONGEST)))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> Iterator[None]:
    """Leaves out what only costs time here: hashed static files and slow passwords."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def outermost_contexts(django_test_environment: None) -> Iterator[None]:
    """Tells `response.context` of the template of the page alone, not of each of the hundreds that it
    includes: to copy the context for each of these takes longer than to render most.
    """

    def rendered(template: Template, context: Context) -> str:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", rendered)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """After a test that commits PostgreSQL deletes its few rows: to truncate makes every table anew."""

    def deletions(
        self: Any, style: Any, tables: list[str], **options: bool
    ) -> list[str]:
        return [f"DELETE FROM {self.quote_name(table)};" for table in tables]  # noqa: S608

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "sql_flush", deletions)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite is tested in a file, as it runs: memory has no WAL and no waiting writers."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        directory = tmp_path_factory.mktemp("database")
        database["TEST"]["NAME"] = str(directory / "test.sqlite3")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page asked for in another language leaves that one active in the test's thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_media(request: pytest.FixtureRequest, settings, tmp_path: Path) -> None:
    """Each test has its own uploads and downloads, removed with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    if "shared_rows" in request.fixturenames:
        settings.MEDIA_ROOT = request.getfixturevalue("shared_rows")
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"


@pytest.fixture(scope="module")
def shared_rows(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Rows made by a fixture that asks for this one stay for all tests of its module.

    They are written within a transaction that is taken back after the last of them; each test has
    its savepoint in it.  The value is where files of such rows are kept while they are made and
    read: see `own_media`.  Not for modules with tests that commit.
    """
    directory = tmp_path_factory.mktemp("shared")
    with (
        django_db_blocker.unblock(),
        translation.override("en"),
        override_settings(MEDIA_ROOT=directory / "media"),
        transaction.atomic(),
    ):
        yield directory / "media"
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_register() -> None:
    """What a process keeps of the record in memory belongs to the test before, which took it back."""
    from commission.register import register
    from sessions.decision_register import decision_register

    register.forget()
    decision_register.forget()
