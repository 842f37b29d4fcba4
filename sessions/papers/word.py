"""Papers for Word (.docx) with real styles: titles, headings, lists and tables that Word knows as such.

python-docx writes the package; a page number is a field and a language is said, which it has no words
for, so that those few elements are written by their names in ECMA-376.
"""

from html.parser import HTMLParser
from io import BytesIO

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from commission.dates import date_in_words

from .paper import Grid, Heading, Items, Paper, Passage, Text

# Faces that offices have, with all letters of the four alphabets.
SERIF, SANS = "Georgia", "Arial"
LOCALES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ", "tk": "tk-TM"}


def word_of(paper: Paper) -> bytes:
    """The file."""
    from docx import Document

    document = Document()
    _dress(document, paper)
    document.add_heading(_plain(paper.title), 0)
    if paper.lede:
        _write(document.add_paragraph(style="Subtitle"), paper.lede)
    for name, fact in paper.facts:
        _write(document.add_paragraph(), f"<strong>{name}:</strong> {fact}")
    for block in paper.blocks:
        _WRITERS[type(block)](document, block, paper.contents)
    _number_pages(document, paper)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _dress(document, paper):
    from docx.shared import Cm, Pt, RGBColor

    now = timezone.now().replace(microsecond=0, tzinfo=None)
    about = document.core_properties
    about.title, about.author = _plain(paper.title), _plain(paper.author)
    about.language, about.comments = LOCALES[paper.language], paper.address
    about.created = about.modified = now
    about.last_modified_by = _("Commission Records")
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    sizes = {"Normal": 11, "Title": 26, "Subtitle": 13, "Heading 1": 20, "Heading 2": 15,
             "Heading 3": 12, "Heading 4": 11}  # fmt: skip
    for name, size in sizes.items():
        style = document.styles[name]
        _set_face(style, SANS if name == "Heading 4" else SERIF)
        style.font.size, style.font.italic = Pt(size), False
        style.font.color.rgb = RGBColor(0x1A, 0x23, 0x32)
    _set_language(document.styles["Normal"].element.get_or_add_rPr(), paper.language)


def _set_face(style, face):
    from docx.oxml.ns import qn

    style.font.name = face
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), face)


def _set_language(properties, code):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES.get(code, code))
    properties.append(language)


# ── Blocks ───────────────────────────────────────────────────────────────────────────────────


def _heading(document, block, in_book):
    # A book's parts begin a page and a level of their own; in a paper, sections are the first level.
    level = block.level if in_book else block.level - 1
    heading = document.add_heading(_plain(block.text), level)
    heading.paragraph_format.page_break_before = block.level == 1


def _text(document, block, _in_book):
    style = {"lede": "Subtitle", "doubt": "Intense Quote"}.get(block.style)
    _write(document.add_paragraph(style=style), block.html)


def _passage(document, block, _in_book):
    from docx.shared import Cm, Pt

    first = document.add_paragraph()
    first.add_run(f"{block.number}\t").font.size = Pt(9)
    _write(first, block.html, document)
    first.paragraph_format.left_indent = Cm(1)
    first.paragraph_format.first_line_indent = Cm(-1)
    first.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    if block.areas:
        areas = document.add_paragraph()
        areas.paragraph_format.left_indent = Cm(1)
        _write(areas, block.areas)
        for run in areas.runs:
            run.font.size = Pt(9)


def _items(document, block, _in_book):
    for item in block.items:
        _write(document.add_paragraph(style="List Bullet"), item)


def _grid(document, block, _in_book):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=1, cols=len(block.headings))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(_plain(heading)).bold = True
    # Repeated on every page, and told to those who hear the table.
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for row in block.rows:
        for cell, html in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], html, cell)
    document.add_paragraph()


_WRITERS = {
    Heading: _heading,
    Text: _text,
    Passage: _passage,
    Items: _items,
    Grid: _grid,
}


def _number_pages(document, paper):
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{paper.address}, {date_in_words(timezone.localdate())}\t")
    _field(footer, "PAGE")
    footer.add_run(" / ")
    _field(footer, "NUMPAGES")


def _field(paragraph, instruction):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


# ── HTML of the record, as runs ──────────────────────────────────────────────────────────────


def _plain(html):
    return strip_tags(str(html)).strip()


def _write(paragraph, html, container=None):
    """Write `html` into `paragraph`; paragraphs after its first go into `container` when there is one."""
    writer = _Runs(paragraph, container)
    writer.feed(str(html))
    writer.close()
    writer.end_paragraph()


class _Runs(HTMLParser):
    """Turns the few tags of the record's texts into runs, links and paragraphs."""

    def __init__(self, paragraph, container):
        super().__init__()
        self.paragraph, self.container = paragraph, container
        self.is_fresh = True
        self.open: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attributes):
        if tag == "br":
            self.paragraph.add_run().add_break()
            return
        if tag in ("p", "li", "div") and not self.is_fresh and self.container:
            self.end_paragraph()
            self.paragraph = _another(self.container, self.paragraph, tag)
            self.is_fresh = True
        self.open.append((tag, dict(attributes)))

    def end_paragraph(self):
        """White space between blocks of HTML is none of a paragraph's."""
        for run in reversed(self.paragraph.runs):
            run.text = run.text.rstrip()
            if run.text:
                break

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        words = " ".join(data.split()) if data.strip() else " " * bool(data)
        if self.is_fresh and not words.strip():
            return
        if words.strip():
            words = f"{' ' * data[0].isspace()}{words}{' ' * data[-1].isspace()}"
        self._add(words)
        self.is_fresh = False

    def _add(self, words):
        tags = {tag for tag, _attributes in self.open}
        address = next(
            (a["href"] for tag, a in self.open if tag == "a" and a.get("href")), ""
        )
        codes = [a["lang"] for _tag, a in self.open if a.get("lang")]
        run = _linked(self.paragraph, address) if address else self.paragraph.add_run()
        run.text = words
        run.bold = True if "strong" in tags else None
        run.italic = True if "em" in tags else None
        if codes:
            _set_language(run._r.get_or_add_rPr(), codes[-1])


def _another(container, before, tag):
    paragraph = container.add_paragraph(style="List Bullet" if tag == "li" else None)
    paragraph.paragraph_format.left_indent = before.paragraph_format.left_indent
    return paragraph


def _linked(paragraph, address):
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.text.run import Run

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))  # fmt: skip
    run = Run(OxmlElement("w:r"), paragraph)
    link.append(run._r)
    paragraph._p.append(link)
    run.font.underline = True
    return run
