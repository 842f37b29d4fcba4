"""How a thing of the record is cited: in plain words, and as the programs that keep references read it.

BibTeX as biber and BibTeX read it, RIS as Reference Manager described it, CSL-JSON 1.0.2 of the
Citation Style Language.  The author of what a commission did is the commission; an agreement has none
here, because the record may not know all who made it, and is named with the commission it belongs to.
Dates are given as far as they are known.  No query beyond what the record has loaded.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.dates import as_machines_read, date_in_words
from commission.models import Agreement

from .models import Decision, Passage, Session
from .tables.columns import title_of, words


@dataclass(frozen=True)
class Citation:
    """What is cited, in the active language.

    `issued` is as much of the date as is known ("2021-12-20", "2021-12", "2021", ""), `date` the same
    in words.  `within` is what the thing is a part of (of a treaty, the commission it belongs to), ""
    for a thing of its own.
    """

    key: str
    author: str
    title: str
    within: str
    place: str
    issued: str
    date: str
    number: str
    is_treaty: bool
    address: str
    language: str
    accessed: datetime.date
    quote: str = ""

    @property
    def portal(self) -> str:
        return _("Commission Records")

    @property
    def whole(self) -> str:
        """The title with what it is a part of: "Eleventh session, passage 2"."""
        if self.is_treaty or not self.within:
            return self.title
        return f"{self.within}, {self.title[0].lower()}{self.title[1:]}"


# ── What is cited ────────────────────────────────────────────────────────────────────────────


def session_citation(session: Session) -> Citation:
    return _citation(session, session.key, title_of(session), session)


def passage_citation(passage: Passage, quote: str = "") -> Citation:
    """`quote` are words of the passage that are quoted with it; the address leads to them, even when
    the report is numbered anew.
    """
    session, number = passage.session, passage.number
    title = _("Passage %(number)s") % {"number": number}
    key = f"{session.key}-passage-{number}"
    return _citation(session, key, title, passage, within=True, quote=quote)


def decision_citation(decision: Decision) -> Citation:
    session, number = decision.session, decision.number
    title = _("Decision %(number)s") % {"number": number}
    key = f"{session.key}-decision-{number}"
    return _citation(session, key, title, decision, within=True)


def _citation(session, key, title, cited, *, within=False, quote=""):
    return Citation(
        key=f"{session.commission.slug}-{key}",
        author=words("name")(session.commission),
        title=title,
        within=title_of(session) if within else "",
        place=words("place")(session),
        issued=as_machines_read(session.starts_on, session.date_precision),
        date=session.date_in_words,
        number="",
        is_treaty=False,
        quote=quote,
        **_found_at(cited, quote),
    )


def agreement_citation(agreement: Agreement) -> Citation:
    day, precision = agreement.day_of_signing, agreement.dated_precision
    return Citation(
        key=agreement.slug,
        author="",
        title=words("title")(agreement),
        within=words("name")(agreement.commission),
        place=words("place")(agreement),
        issued=as_machines_read(day, precision) if day else "",
        date=date_in_words(day, precision),
        number=agreement.number,
        is_treaty=True,
        **_found_at(agreement),
    )


def _found_at(record, quote=""):
    query = f"?{urlencode({'quote': quote})}" if quote else ""
    return {
        "address": settings.SITE_URL + record.get_absolute_url() + query,
        "language": get_language() or "en",
        "accessed": timezone.localdate(),
    }


# ── How it is written ────────────────────────────────────────────────────────────────────────


def plain(cited: Citation) -> str:
    """One line for a note: what it is, of what, by whom, when and where it is found."""
    quote = _("“%(words)s”") % {"words": cited.quote} if cited.quote else ""
    number = _("No. %(number)s") % {"number": cited.number} if cited.number else ""
    when = ", ".join(filter(None, [cited.place, cited.date, number]))
    accessed = _("accessed %(date)s") % {"date": date_in_words(cited.accessed)}
    what = [cited.author, cited.whole, when]
    if cited.is_treaty:
        what = [cited.title, when, cited.within]
    sentences = [quote, *what, cited.portal]
    said = " ".join(f"{each.rstrip('.')}." for each in sentences if each)
    return f"{said} {cited.address} ({accessed})"


# What TeX would read as its own; in one pass, so that nothing is escaped twice.
_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "{}%&#$_"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def bibtex(cited: Citation) -> str:
    """An entry of BibTeX in UTF-8.  The address stands in \\url by its field, unescaped but for braces."""
    year, _dash, month = cited.issued.partition("-")
    fields = {
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",
        "title": f"{{{_tex(cited.title)}}}",
        "booktitle": _tex(cited.within),
        "howpublished": _tex(cited.portal),
        "address": _tex(cited.place),
        "year": year,
        "month": str(int(month[:2])) if month else "",
        "date": cited.issued,
        "number": _tex(cited.number),
        "note": _tex(_("“%(words)s”") % {"words": cited.quote}) if cited.quote else "",
        "url": cited.address,
        "urldate": cited.accessed.isoformat(),
        "langid": _BABEL[cited.language],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""])


# Languages as biblatex calls them.
_BABEL = {"en": "english", "ru": "russian", "kk": "kazakh", "tk": "turkmen"}


def _tex(text):
    return " ".join(text.split()).translate(_TEX)


def ris(cited: Citation) -> str:
    """A reference of RIS in UTF-8, its lines ended as the format asks."""
    year, month, day = [*cited.issued.split("-"), "", ""][:3]
    fields = [
        ("TY", "LEGAL" if cited.is_treaty else "ELEC"),
        ("AU", cited.author),
        ("TI", cited.title),
        ("T2", cited.within),
        ("CY", cited.place),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("M1", cited.number),
        ("PB", cited.portal),
        ("LA", cited.language),
        ("N1", cited.quote),
        ("UR", cited.address),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/"),
    ]
    lines = [f"{tag}  - {' '.join(said.split())}" for tag, said in fields if said]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(cited: Citation) -> str:
    """A list of one item of CSL-JSON."""
    item = {
        "id": cited.key,
        "type": "treaty" if cited.is_treaty else "webpage",
        "author": [{"literal": cited.author}] if cited.author else [],
        "title": cited.title,
        "container-title": cited.within,
        "event-place": cited.place,
        "issued": _date_parts(cited.issued),
        "number": cited.number,
        "publisher": cited.portal,
        "note": cited.quote,
        "URL": cited.address,
        "accessed": _date_parts(cited.accessed.isoformat()),
        "language": cited.language,
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=2) + "\n"


def _date_parts(date) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else {}


@dataclass(frozen=True)
class Form:
    """A way to write a citation; `name` is also the ending of its file."""

    name: str
    title: str
    content_type: str
    write: Callable[[Citation], str]


FORMS = {
    form.name: form
    for form in (
        Form("txt", "", "text/plain", plain),
        Form("bib", "BibTeX", "application/x-bibtex", bibtex),
        Form("ris", "RIS", "application/x-research-info-systems", ris),
        Form("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
    )
}
