"""Chromium on the live server. Every page is watched while a test looks at it."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
import pytest_django
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
)

# Playwright's own loop runs in the main thread, where Django then refuses to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Of what there is after migrating, with no record made yet.
LEFT = ["django_content_type", "auth_permission", "auth_group", "auth_group_permissions"]  # fmt: skip
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Other hosts are nowhere.  Playwright's routes would keep them off too, but ask about every
    # request, and without the browser's cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-proxy-server",
]
ELSEWHERE = re.compile(
    r"^(?!(https?|ws)://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:)"
)


def chromium() -> str | None:
    names = (
        os.environ.get("CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
    )
    return next(filter(None, map(shutil.which, filter(None, names))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, which cannot hold its sandbox as root."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": FLAGS + as_root,
    }


def rows_of(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return cursor.fetchall()


@pytest.fixture(scope="session", autouse=True)
def put_back_after_flush(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The rows of a test go with it, as everywhere; what migrating leaves is put back as it was.

    Django asks every app to make it anew after each test, which takes longer than most of these tests.
    """
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
        left = {table: rows_of(table) for table in LEFT}

    def flush(_case: TransactionTestCase) -> None:
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in left.items():
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """`page.goto("/en/")` opens the live server's."""
    return live_server.url


@pytest.fixture
def wrongs() -> Iterator[list[str]]:
    """What no page may do; a test that provokes it on purpose empties the list."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest.fixture
def context(context: BrowserContext, wrongs: list[str]) -> BrowserContext:
    """Hears when a page asks another host, breaks its policy or throws."""

    def miss(request: Request) -> None:
        if ELSEWHERE.match(request.url):
            wrongs.append(f"asked {request.url}")

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrongs.append(message.text)

    def catch(error: WebError) -> None:
        wrongs.append(str(error.error))

    # Long enough for a first page on a machine that others keep busy; only what fails waits for it.
    context.set_default_timeout(30_000)
    context.on("requestfailed", miss)
    context.on("console", hear)
    context.on("weberror", catch)
    return context


@pytest.fixture
def signed_in(page: Page, admin_client: Client, base_url: str) -> Page:
    """The page of an administrator who has signed in."""
    own = {"name": "sessionid", "value": admin_client.cookies["sessionid"].value}
    page.context.add_cookies([{**own, "url": base_url}])
    return page
