"""Folding: one spelling for all, so that a name is found however it is typed."""

import unicodedata

from django.conf import settings
from django.db import models

# Letters that Unicode does not decompose, in the spelling a reader would type instead.
_LETTERS = str.maketrans(
    {
        "ё": "е", "ə": "a", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
        "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "—": "-", "–": "-", "‑": "-", "\u00a0": " ",
    }
)  # fmt: skip


def fold(text):
    """`text` without case, diacritics and special letters: "Atdaýew" → "atdayew", "Қазақ" → "казак".

    й keeps its breve (it is a letter, not an accent); white space becomes single spaces.
    """
    text = text.casefold()
    if text.isascii():
        return " ".join(text.split())
    text = text.translate(_LETTERS)
    kept = []
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter) or (
            letter == "\u0306" and kept and kept[-1] == "и"
        ):
            kept.append(letter)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def in_every_language(instance, name):
    """The texts of the field `name` of `instance` in the portal's languages, empty ones left out."""
    languages = (code.replace("-", "_") for code, _name in settings.LANGUAGES)
    texts = (getattr(instance, f"{name}_{code}", None) for code in languages)
    return [text for text in texts if text]


class FoldedField(models.TextField):
    """Text folded from other fields of the row whenever it is saved, in every language.

    `of` names the fields: translated ones (all their languages are taken) or plain ones.
    Both databases then search one column, `folded__contains=fold(word)`, with the same result;
    SQLite's own LIKE knows no case outside ASCII.
    """

    def __init__(self, *args, of=(), **kwargs):
        self.of = tuple(of)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance, add):
        texts = []
        for name in self.of:
            texts += in_every_language(model_instance, name) or [
                str(getattr(model_instance, name) or "")
            ]
        value = fold(" ".join(dict.fromkeys(filter(None, texts))))
        setattr(model_instance, self.attname, value)
        return value
