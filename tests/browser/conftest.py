"""Chromium on the live server. Every page is watched while a test looks at it."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Playwright's own loop runs in the main thread, where Django then refuses to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

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

    context.set_default_timeout(10_000)
    context.on("requestfailed", miss)
    context.on("console", hear)
    context.on("weberror", catch)
    return context
