"""Takes the pictures of docs/editing.md from the portal at the address given; see bin/screenshot.

Signs in as the account that the environment names (DESK_NAME, DESK_PASSWORD).
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SESSIONS = "/admin/commission_sessions/session/"


def main(address):
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--disable-gpu", *as_root]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page.goto(f"{address}/admin/")
        page.fill("#id_username", os.environ["DESK_NAME"])
        page.fill("#id_password", os.environ["DESK_PASSWORD"])
        page.click("[type=submit]")
        # Checking a password takes long on purpose; to go on meanwhile would break it off.
        page.wait_for_url(f"{address}/admin/")

        def take(name, path):
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=IMAGES / f"desk-{name}.png")

        take("first-page", "/admin/")
        page.goto(address + SESSIONS, wait_until="networkidle")
        page.click("#result_list tbody th a")
        page.wait_for_load_state("networkidle")
        session = page.url.split("/")[-3]
        page.screenshot(path=IMAGES / "desk-session.png")
        take("report", f"{SESSIONS}{session}/change/#passages-group")
        take("spreadsheets", f"/admin/spreadsheets/delegations/?session={session}")
        take("publish", f"{SESSIONS}{session}/publish/")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
