"""Documents for tests, put together as the office programs do it."""

import zipfile
from io import BytesIO

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
SHEET = f"{OFFICE}.spreadsheetml.sheet.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def package(parts):
    """A zip of {name: content}."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def content_types(part, content_type):
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )


def docx(content_type=WORD, **parts):
    return package(
        {
            "[Content_Types].xml": content_types("word/document.xml", content_type),
            "word/document.xml": "<document>Protocol</document>",
        }
        | parts
    )


def xlsx():
    return package(
        {
            "[Content_Types].xml": content_types("xl/workbook.xml", SHEET),
            "xl/workbook.xml": "<workbook/>",
        }
    )


def odt(content_type=ODT_TYPE, manifest="<manifest/>", **parts):
    return package(
        {
            "mimetype": content_type,
            "META-INF/manifest.xml": manifest,
            "content.xml": "<office/>",
        }
        | parts
    )
