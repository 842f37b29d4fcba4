"""What the letters of a name tell."""

import re


def language_of(name):
    """The language a name is most likely written in, by its letters."""
    for code, letters in (
        ("kk", "[әғқңөұүһі]"),
        ("ru", "[а-яё]"),
        ("tk", "[äçňöşüýž]"),
    ):
        if re.search(letters, name.casefold()):
            return code
    return "en"
