"""Takes the text out of a file that nobody vouches for: `extract.py KIND < file`, JSON comes out.

It runs as a process of its own, with limits on time and memory that it sets itself before it reads
anything, without the portal's settings and without leave to write a file.  So it imports nothing of
the portal.  What it answers is {"text": …} or {"problem": one of the words in `read.py`}.
"""

import io
import json
import re
import resource
import sys
import zipfile
from html.parser import HTMLParser

SECONDS = 20
MEMORY = 1024**3
MOST_PAGES = 200
# What a Word file may unpack to, and how many parts it may have.
MOST_UNPACKED = 64 * 1024**2
MOST_PARTS = 5_000

BLOCKS = set(
    "p div li tr h1 h2 h3 h4 h5 h6 blockquote article section table ul ol pre dd dt figcaption".split()
)
CELLS = {"td", "th"}
# What these hold is no part of the text.
SKIPPED = set(
    "script style template noscript nav header footer aside form button select svg iframe object title".split()
)


class RefusedError(Exception):
    """`args[0]` is the problem."""


def from_html(content: bytes) -> str:
    import nh3

    html = content.decode()
    kept = nh3.clean(
        html,
        tags=BLOCKS | CELLS | {"br"},
        attributes={},
        clean_content_tags=SKIPPED,
        strip_comments=True,
        link_rel=None,
    )
    reader = Plain()
    reader.feed(kept)
    reader.close()
    return reader.text()


class Plain(HTMLParser):
    """Blocks become paragraphs, cells of a row are kept apart by a tab."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.parts.append("\n" if tag == "br" else "\t" if tag in CELLS else "\n\n")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        self.parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = (line.strip() for line in "".join(self.parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def from_docx(content: bytes) -> str:
    import mammoth

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
    except zipfile.BadZipFile:
        raise RefusedError("broken") from None
    if "word/document.xml" not in {each.filename for each in entries}:
        raise RefusedError("not-word")
    unpacked = sum(each.file_size for each in entries)
    if unpacked > MOST_UNPACKED or len(entries) > MOST_PARTS:
        raise RefusedError("too-big-inside")
    # Pictures are dropped; nothing outside the file is opened.
    found = mammoth.convert_to_html(
        io.BytesIO(content),
        convert_image=mammoth.images.img_element(lambda image: {}),
        external_file_access=False,
    )
    return from_html(found.value.encode())


def from_pdf(content: bytes) -> str:
    import pypdf.errors

    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError("password")
    except pypdf.errors.DependencyError:
        # AES takes a library that nothing else here needs.
        raise RefusedError("encrypted") from None
    if len(reader.pages) > MOST_PAGES:
        raise RefusedError("too-many-pages")
    pages = [page.extract_text() or "" for page in reader.pages]
    if sum(map(str.isalpha, "".join(pages))) < 20:
        raise RefusedError("scan")
    return joined("\n".join(pages))


def joined(text: str) -> str:
    """Lines as a page has them, put together to paragraphs."""
    lines = [line.strip() for line in text.split("\n")]
    width = max(60, *map(len, lines))
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
        elif is_open and not re.match(r"(?:[-–•]|\(?\d{1,3}[.)])\s", line):
            before = paragraphs[-1]
            is_split = before.endswith(("-", "\u00ad")) and line[0].islower()
            paragraphs[-1] = before[:-1] + line if is_split else f"{before} {line}"
        else:
            paragraphs.append(line)
        # A short line that ends a sentence ends its paragraph; so does a heading.
        ends = re.search(r"[.!?:;…][\"'»”)]*$", line)
        if line:
            is_open = len(line) >= width * (0.8 if ends else 0.55)
    return "\n\n".join(paragraphs)


KINDS = {"html": from_html, "docx": from_docx, "pdf": from_pdf}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        answer = {"text": KINDS[sys.argv[1]](content)}
    except RefusedError as refusal:
        answer = {"problem": refusal.args[0]}
    except MemoryError:
        answer = {"problem": "too-big-inside"}
    # Whatever a reader of files stumbles over: the file is at fault.
    except Exception as error:  # noqa: BLE001
        answer = {"problem": "broken", "error": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
