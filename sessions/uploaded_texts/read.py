"""What kind of file was uploaded, and its text, or a sentence that says why there is none."""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from . import extract

# Bytes of a file.
LARGEST = 10 * 1024**2
# Beyond the seconds of work that the reader of a file allows itself.
PATIENCE = extract.SECONDS + 10

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b]")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|p|div|article)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip


class UnreadableError(Exception):
    """`str()` is a sentence for whoever uploaded the file, with what to do instead."""


def text_of(content: bytes) -> str:
    """The text of a .txt, .html, .docx or .pdf, told apart by what is in it.

    Raises `UnreadableError`.  A file other than plain text is read by a process of its own, bounded in time
    and memory.
    """
    if len(content) > LARGEST:
        raise UnreadableError(
            _("The file is larger than 10 MB: paste its text, or upload a smaller one.")
        )
    kind = _kind(content)
    if kind == "txt":
        return tidied(_decoded(content))
    if kind == "html":
        content = _decoded(content).encode()
    return tidied(_extracted(kind, content))


def tidied(text: str) -> str:
    """As the record keeps texts: NFC, lines that end in \\n, no control characters, no space around."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n\n")).strip()


def _kind(content):
    if not content.strip():
        raise UnreadableError(
            _("The file is empty: choose another, or paste the text.")
        )
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(_old_word(content))
    if content.startswith(b"{\\rtf"):
        raise UnreadableError(
            _("This is a file in Rich Text Format: save it as .docx and upload that.")
        )
    return "html" if _HTML.search(content[:4096].replace(b"\0", b"")) else "txt"


def _old_word(content):
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _messages()["password"]
    return _("This is a file of an old Word: save it as .docx and upload that.")


def _decoded(content):
    """UTF-8, UTF-16 with its mark, what the page says it is, or Windows' Cyrillic."""
    declared = _CHARSET.search(content[:4096])
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    names = [*marked, "utf-8", *([declared[1].decode()] if declared else []), "cp1251"]
    for name in names:
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if _is_text(text):
            return text
    raise UnreadableError(
        _("The file holds no text that can be read: save it as .docx or as plain text in UTF-8.")
    )  # fmt: skip


def _is_text(text):
    """Mostly letters, figures and spaces, and hardly a control character."""
    sample = text[:20_000]
    usual = sum(each.isalnum() or each.isspace() for each in sample)
    return usual >= len(sample) * 0.6 and len(_CONTROL.findall(sample)) <= len(sample) * 0.01  # fmt: skip


def _extracted(kind, content):
    """Isolated (`-I`): no environment, no directory of the portal, no user's packages."""
    command = [sys.executable, "-I", str(Path(extract.__file__)), kind]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env={}
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # It was stopped for the time it took, or for what it needed.
        answer = {"problem": "too-long"}
    if "text" not in answer:
        raise UnreadableError(_messages()[answer["problem"]])
    if not answer["text"].strip():
        raise UnreadableError(_messages()["no-text"])
    return answer["text"]


def _messages():
    return {
        "broken": _(
            "The file is damaged or not what its name says: open it, save it anew and upload that, "
            "or paste the text."
        ),
        "not-word": _(
            "This is no Word document: upload a .docx, .pdf, .html or .txt file."
        ),
        "too-big-inside": _(
            "The file unpacks to far more than a report can be, so it was not opened: paste the text."
        ),
        "too-many-pages": _(
            "The file has more than 200 pages: upload the part that is about the session."
        ),
        "password": _(
            "The file is protected by a password: save it without one and upload that, or paste the text."
        ),
        "encrypted": _(
            "The file is encrypted and may have a password: save it without protection and upload that, or "
            "paste the text."
        ),
        "scan": _(
            "The file is a scan: it holds pictures of pages and no text. Paste the text, or upload the "
            "file it was printed from."
        ),
        "no-text": _("The file holds no text: choose another, or paste the text."),
        "too-long": _(
            "Reading the file took too long, so it was stopped: paste the text."
        ),
    }
