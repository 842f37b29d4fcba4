"""Latin letters for addresses: Cyrillic names as the countries' own passports and maps spell them."""

from django.utils.text import slugify

# Russian by BGN/PCGN's simplified use; Kazakh letters as in the names of places on English maps;
# Latin letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
        "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
        "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip


def address_of(text, length=80):
    """`text` in small Latin letters, digits and hyphens, cut after a whole word; "" when it has none."""
    address = slugify(text.casefold().translate(_LETTERS)).replace("_", "-")
    if len(address) > length:
        address = address[: length + 1].rpartition("-")[0] or address[:length]
    return address


def free_address(text, taken, length=80):
    """An address for `text` that the QuerySet `taken` does not hold in its column `slug` yet.

    The second of a name gets "-2", and so on; a text without letters counts as "record".
    One query.
    """
    stem = address_of(text, length - 5) or "record"
    used = set(taken.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{n}" for n in range(2, len(used) + 3))
    return next(each for each in (stem, *numbered) if each not in used)
