"""Made-up names of people, bodies and cities, in the spellings they would have."""

_BEGINNINGS = {"b": "б", "d": "д", "g": "г", "k": "к", "l": "л", "m": "м", "n": "н", "r": "р", "s": "с",
               "t": "т", "v": "в", "z": "з", "sh": "ш", "ch": "ч", "y": "й", "h": "х"}  # fmt: skip
_MIDDLES = {
    "a": "а",
    "e": "е",
    "i": "и",
    "o": "о",
    "u": "у",
    "ar": "ар",
    "en": "ен",
    "ur": "ур",
}
_FAMILIES = {
    "ov": "ов",
    "ev": "ев",
    "in": "ин",
    "yan": "ян",
    "baev": "баев",
    "li": "ли",
    "": "",
}
# What a Turkmen or a Turk would write for what an English text writes.
_RESPELT = str.maketrans({"y": "ý", "v": "w", "j": "ž"})
BODIES = [
    ("ministry", "Ministry of {}", "Министерство: {}"),
    ("agency", "Agency for {}", "Агентство: {}"),
    ("agency", "State Committee on {}", "Государственный комитет: {}"),
    ("company", "National Company {}", "Национальная компания {}"),
]
POSTS = [
    ("Minister", "Министр"),
    ("Deputy Minister", "Заместитель министра"),
    ("Head of department", "Директор департамента"),
    ("Chairman", "Председатель"),
    ("Adviser", "Советник"),
]


def word(chance, syllables, endings=None):
    """(in Latin letters, in Cyrillic), with a capital."""
    pairs = []
    for _syllable in range(syllables):
        pairs += [_one(chance, _BEGINNINGS), _one(chance, _MIDDLES)]
    if endings:
        pairs.append(_one(chance, endings))
    return tuple("".join(side).capitalize() for side in zip(*pairs, strict=True))


def _one(chance, letters):
    return chance.choice(list(letters.items()))


def person(chance):
    """({language: name}, three other spellings)."""
    given = word(chance, chance.randint(1, 2))
    family = word(chance, chance.randint(1, 2), _FAMILIES)
    father = word(chance, 2)
    latin, cyrillic = (f"{given[n]} {family[n]}" for n in (0, 1))
    variants = [
        f"{family[1]} {given[1]} {father[1]}ович",
        f"{given[0]} {father[0]} {family[0]}",
        latin.translate(_RESPELT).replace(" ", "-", 1) + "w",
    ]
    return {"en": latin, "ru": cyrillic}, variants


def body(chance, country, about):
    """(kind, {language: name}, short name) of a ministry, agency or company; `about` is an area."""
    kind, english, russian = chance.choice(BODIES)
    if kind == "company":
        named = word(chance, 3)
        about = {"en": named[0], "ru": named[1]}
    name = {
        "en": f"{english.format(about['en'])} of {country['en']}",
        "ru": f"{russian.format(about['ru'])} ({country['ru']})",
    }
    short = "".join(part[0] for part in name["en"].split() if part[0].isupper())
    return kind, name, short


def city(chance):
    latin, cyrillic = word(chance, chance.randint(2, 3))
    return {
        "en": latin,
        "ru": cyrillic,
        "kk": cyrillic,
        "tk": latin.translate(_RESPELT),
    }
