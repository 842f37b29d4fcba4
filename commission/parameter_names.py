"""Names of parameters that mean nothing where they are asked: a slip would be a wider answer."""

import difflib
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from .asked import PARAMETERS, quoted

# What others put behind an address to know who followed it; it never was a question.
TRACKING = re.compile(
    r"(utm|hsa|pk|mtm)_\w*|(fb|g|d|y|ys|tw|tt)clid|msclkid|li_fat_id|gbraid|wbraid|igshid"
    r"|mc_[ce]id|_ga|_gl|_openstat|srsltid",
    re.IGNORECASE,
)


def refused_names(data: Iterable[str], known: Iterable[str]) -> list[str]:
    """For files, feeds and calendars, which have no place to say what they left out: a sentence for
    each name in `data` that is none of the `known` ones, nor the page of a list.
    """
    names = [name for name in known if name != "page"]
    sentences = []
    for name in _strange(data, names):
        meant = _nearest(name, names)
        if meant:
            sentence = _("Nothing here can be asked by “%(name)s”. Did you mean “%(meant)s”? Known here: %(known)s.")  # fmt: skip
        elif names:
            sentence = _("Nothing here can be asked by “%(name)s”. Known here: %(known)s.")  # fmt: skip
        else:
            sentence = _("Nothing here can be asked by “%(name)s”, nor by any other name.")  # fmt: skip
        sentences.append(sentence % {"name": quoted(name), "meant": meant, "known": ", ".join(names)})  # fmt: skip
    return sentences


def names_left_out(data, known: Iterable[str]) -> list[str]:
    """For pages: a sentence for each name in `data` (a QueryDict) that is near one of the `known`
    ones, or means something on another list and would be expected to here.
    """
    names, sentences = [*known, "page"], []
    for name in _strange(data, names):
        if name in PARAMETERS:
            if data.get(name):
                sentence = _("Nothing here can be asked by “%(name)s”, so it was left out.")  # fmt: skip
                sentences.append(sentence % {"name": name})
        elif meant := _nearest(name, names):
            sentence = _("Nothing here can be asked by “%(name)s”, so it was left out. Did you mean “%(meant)s”?")  # fmt: skip
            sentences.append(sentence % {"name": quoted(name), "meant": meant})
    return sentences


def _strange(data, known):
    return [
        name for name in data
        if name != "page" and name not in known and not TRACKING.fullmatch(name)
    ]  # fmt: skip


def _nearest(name, known):
    """The known name that is nearly written so, "" when none is."""
    near = difflib.get_close_matches(name.lower()[:40], known, n=1)
    return near[0] if near else ""
