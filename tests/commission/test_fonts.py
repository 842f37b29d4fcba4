"""The site's own typefaces have every letter that its languages are written with."""

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = settings.BASE_DIR / "static" / "fonts"
STYLES = (settings.BASE_DIR / "static" / "css" / "fonts.css").read_text()
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
ALPHABETS = {
    "en": LATIN,
    "ru": CYRILLIC,
    "kk": f"{CYRILLIC}ӘҒҚҢӨҰҮҺІ",
    "tk": "ABÇDEÄFGHIJŽKLMNŇOÖPRSŞTUÜWYÝZ",
    # Names of neighbours, signs of papers.
    "others": "ĞİŌƏÂÎŠČŘŁéßıә0123456789.,:;!?()[]“”«»„’‘–—…·№§%&/+=€$°",
}
each_family = pytest.mark.parametrize("family", ["serif", "sans"])


def letters_of(alphabet):
    return set(alphabet) | set(alphabet.lower()) - {"̇"}


def faces(family):
    """[(file, the letters its unicode-range is asked for)] of the family's own files."""
    pattern = (
        rf'url\("../fonts/(record-{family}-[\w-]+\.woff2)"\).*?unicode-range: ([^;]+);'
    )
    return [
        (FONTS / name, _range(said))
        for name, said in re.findall(pattern, STYLES, re.DOTALL)
    ]


def _range(said):
    letters = set()
    for part in said.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        letters |= set(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return letters


@each_family
def test_every_letter_is_in_a_file_that_a_browser_would_ask_for_it(family):
    drawn = set()
    for file, asked in faces(family):
        drawn |= asked & set(map(chr, TTFont(file).getBestCmap()))
    missing = {
        language: sorted(letters_of(alphabet) - drawn)
        for language, alphabet in ALPHABETS.items()
    }
    assert {language: letters for language, letters in missing.items() if letters} == {}


@each_family
def test_every_letter_has_a_shape_of_its_own(family):
    """Not the box that stands for what a typeface does not have."""
    empty = []
    for file, asked in faces(family):
        font = TTFont(file)
        glyphs, shapes = font.getBestCmap(), font["glyf"]
        for letter in set().union(*map(letters_of, ALPHABETS.values())) & asked:
            name = glyphs.get(ord(letter))
            if name and (name == ".notdef" or not shapes[name].numberOfContours):
                empty.append((file.name, letter))
    assert empty == []
