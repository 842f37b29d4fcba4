"""Files as clerks upload them, made on the spot."""

import io
import zipfile

import pikepdf
from docx import Document
from PIL import Image
from weasyprint import HTML

REPORT = [
    "The twelfth session was held in Astana.",
    "The sides took up railways and the gas trade.",
]


def docx(paragraphs=REPORT, table=()):
    document, content = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        rows = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(rows.add_row().cells, row, strict=True):
                cell.text = text
    document.save(content)
    return content.getvalue()


def docx_that_unpacks_to(size):
    """A small file with a part of `size` bytes in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as before, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after:  # fmt: skip
        for each in before.infolist():
            after.writestr(each, before.read(each))
        after.writestr("word/media/blank.bin", b"\0" * size)
    return content.getvalue()


def pdf_of(html):
    return HTML(string=html).write_pdf()


def pdf_with_text(paragraphs=REPORT):
    return pdf_of("".join(f"<p>{text}</p>" for text in paragraphs))


def scan():
    """A page that is a picture."""
    content = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(content, "PDF")
    return content.getvalue()


def locked(content, owner_only=False, aes=False):
    """The PDF with a password to open it, or only against changing it; by the old cipher or by AES."""
    encrypted = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        user = "" if owner_only else "secret"
        file.save(
            encrypted,
            encryption=pikepdf.Encryption(
                owner="owner", user=user, R=6 if aes else 3, aes=aes, metadata=aes
            ),
        )
    return encrypted.getvalue()


def pdf_of_pages(number):
    content = io.BytesIO()
    with pikepdf.new() as file:
        for _page in range(number):
            file.add_blank_page()
        file.save(content)
    return content.getvalue()
