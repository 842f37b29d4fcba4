"""Papers as PDF: tagged by PDF/UA-1, with bookmarks, page numbers, the portal's own typefaces embedded.

WeasyPrint lays out `templates/sessions/papers/paper.html`.  It may read the typefaces beside the portal's
code and nothing else: whatever a text holds, no address is asked for anything.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from commission.dates import date_in_words

from .paper import Paper

_ROOT = settings.BASE_DIR / "static"
# The subsets of a face stand one after the other: each has letters of its own.
_SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
FACES = ("serif", "sans")


def pdf_of(paper: Paper) -> bytes:
    """The file.  About a hundredth of a second for each passage, and one second more the first time."""
    from weasyprint import HTML

    html = render_to_string(
        "sessions/papers/paper.html",
        {"paper": paper, "printed_on": date_in_words(timezone.localdate())},
    )
    sheet, fonts = _style(paper)
    document = HTML(string=html, url_fetcher=_fetcher())
    return document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def _style(paper):
    """(the style sheet with the sides' colours, its typefaces); for each paper anew, because threads may not share them."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = _tokens() + _faces() + _sheet("paper") + _rule(paper.colours)
    return CSS(string=css, font_config=fonts, url_fetcher=_fetcher()), fonts


def _tokens():
    """The portal's colours, without those of the dark theme, which is for screens."""
    light, _screen, _dark = _sheet("tokens").partition("@media screen")
    return f"{light}}}\n"


def _sheet(name):
    return (_ROOT / "css" / f"{name}.css").read_text()


def _rule(colours):
    """The rule under the title: the colour of each side in turn, as much of one as of the other."""
    share = 100 / max(len(colours), 1)
    stops = [
        f"{colour} {end * share}%"
        for place, colour in enumerate(colours)
        for end in (place, place + 1)
    ]
    return (
        f".rule {{ background: linear-gradient(to right, {', '.join(stops)}) }}"
        if stops
        else ""
    )


def _faces():
    families = [f"record-{face}-{subset}" for face in FACES for subset in _SUBSETS]
    rules = [
        f"@font-face {{ font-family: {family}; src: url({_file(family).as_uri()}) }}"
        for family in families
    ]
    named = [
        f"--{face}: " + ", ".join(f"record-{face}-{subset}" for subset in _SUBSETS)
        for face in FACES
    ]
    return "\n".join([*rules, f":root {{ {'; '.join(named)} }}\n"])


def _file(family):
    return _ROOT / "fonts" / f"{family}.woff2"


@cache
def _fetcher():
    from weasyprint.urls import URLFetcher

    allowed = {path.as_uri() for path in Path(_ROOT / "fonts").glob("*.woff2")}

    class TypefacesAlone(URLFetcher):
        """Reads the portal's typefaces; refuses every other address."""

        def fetch(self, url, headers=None):
            if url not in allowed:
                raise ValueError(f"A paper is made without asking {url}.")
            return super().fetch(url, headers)

    return TypefacesAlone()
