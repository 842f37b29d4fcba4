"""What the Content-Security-Policy, the hashed file names and the weight ask of the face."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
STYLESHEETS = sorted((STATIC / "css").glob("*.css"))
# Of papers no page of the site reads the style sheet.
PUBLIC = [
    sheet
    for sheet in STYLESHEETS
    if not sheet.name.startswith("admin") and sheet.name != "paper.css"
]
PAGES = [page for page in TEMPLATES.rglob("*.html") if "admin" not in page.parts]


def test_every_file_a_stylesheet_names_exists():
    missing = [
        (sheet.name, name)
        for sheet in STYLESHEETS
        for name in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text())
        if not (sheet.parent / name).resolve().is_file()
    ]
    assert missing == []


def test_every_static_file_a_template_names_exists():
    missing = [
        (page.name, name)
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""{% static ['"]([^'"]+)['"]""", page.read_text())
        if not finders.find(name)
    ]
    assert missing == []


def test_colours_are_named_in_the_tokens_alone():
    literal = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
    offenders = [
        (sheet.name, found.group())
        for sheet in STYLESHEETS
        if sheet.name != "tokens.css"
        for line in sheet.read_text().splitlines()
        if ":" in line and (found := literal.search(line.split(":", 1)[1]))
    ]
    assert offenders == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(
        r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE
    )
    offenders = [
        (str(page.relative_to(TEMPLATES)), found.group())
        for page in PAGES
        if (found := inline.search(page.read_text()))
    ]
    assert offenders == []


def test_nothing_is_named_on_another_host():
    foreign = re.compile(
        r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import"""
    )
    files = [*STYLESHEETS, *(STATIC / "js").glob("*.js"), *PAGES]
    assert [str(file) for file in files if foreign.search(file.read_text())] == []


def test_the_stylesheets_weigh_less_than_twenty_kilobytes_compressed():
    assert sum(map(_weight, PUBLIC)) < 20_000


def test_a_page_in_english_fetches_less_than_seventy_kilobytes_of_fonts():
    latin = (STATIC / "fonts").glob("*-latin.woff2")
    assert 0 < sum(font.stat().st_size for font in latin) < 70_000


def _weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))
