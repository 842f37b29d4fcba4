"""Takes the README's pictures of the portal that runs at the address given; see bin/screenshot."""

import os
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PAGES = {
    "session.png": "/en/sessions/tm-kz/extraordinary-2020-09-17/",
    "sessions.png": "/en/sessions/?q=corridor&area=transport",
}


def wait_for(address, seconds=60):
    """Return when the portal answers; raise TimeoutError when it does not in time."""
    for _try in range(seconds * 2):
        try:
            return urlopen(f"{address}/healthz").read()  # noqa: S310
        except URLError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer.")


def main(address):
    wait_for(address)
    IMAGES.mkdir(parents=True, exist_ok=True)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--disable-gpu", *as_root]
        )
        page = browser.new_page(viewport={"width": 1360, "height": 1000})
        for name, path in PAGES.items():
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
