"""A card as a picture: the mark of the site, the rule of both sides, the title in its own typeface."""

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
EDGE = 72
ROOM = WIDTH - 2 * EDGE
INK, SECOND, PAPER, WASH, LINE = "#1a2332", "#4b5768", "#ffffff", "#f5f3ee", "#dcd8cf"  # fmt: skip
MARK = ("#0a7d4f", "#0092b8")
FONTS = Path(__file__).parent / "fonts"
# The first at which the title has room.
TITLE_SIZES = (76, 68, 60, 52, 46)
TITLE_TOP, TITLE_ROOM = 214, 240
# Pictures are drawn twice as large, and edges come out smooth.
SMOOTH = 4
# One has some 40 kB.
KEPT = 64


@dataclass(frozen=True)
class Card:
    """All that is drawn, as text.

    `above` and `below` stand over and under the title.  `rule` are the colours of the sides in the
    commission's order, `sides` their names; `strip` is a report's, a colour for each passage.
    """

    title: str
    above: str = ""
    below: str = ""
    site: str = ""
    host: str = ""
    rule: tuple[str, ...] = MARK
    sides: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()


@lru_cache(maxsize=KEPT)
def drawn(card: Card) -> bytes:
    """A PNG of 1200 × 630; the same card is drawn once as long as a process remembers it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    _masthead(picture, draw, card)
    _bands(draw, card.rule, top=124, height=12)
    draw.text((EDGE, 160), _cut(card.above, _sans(30), ROOM), SECOND, _sans(30))
    bottom = _title(draw, card.title)
    draw.text((EDGE, bottom + 16), _cut(card.below, _sans(34), ROOM), SECOND, _sans(34))
    _foot(draw, card)
    content = BytesIO()
    picture.quantize(128).save(content, "PNG", optimize=True)
    return content.getvalue()


@cache
def _font(face, size):
    return ImageFont.truetype(FONTS / f"record-{face}.ttf", size)


def _serif(size):
    return _font("serif", size)


def _sans(size):
    return _font("sans", size)


def _masthead(picture, draw, card):
    size = 44
    mark = Image.new("RGB", (size * SMOOTH, size * SMOOTH), PAPER)
    halves = ImageDraw.Draw(mark)
    box = (0, 0, size * SMOOTH - 1, size * SMOOTH - 1)
    halves.pieslice(box, 90, 270, MARK[0])
    halves.pieslice(box, 270, 90, MARK[1])
    picture.paste(mark.resize((size, size), Image.Resampling.LANCZOS), (EDGE, 44))
    draw.text((EDGE + size + 18, 66), card.site, INK, _serif(34), anchor="lm")
    draw.text((WIDTH - EDGE, 66), card.host, SECOND, _sans(26), anchor="rm")


def _bands(draw, colours, *, top, height, left=0, width=WIDTH, gap=0):
    """Colours beside each other, each as wide as the others."""
    each = width / max(1, len(colours))
    for number, colour in enumerate(colours):
        start = left + round(number * each)
        end = left + round((number + 1) * each) - 1 - gap
        draw.rectangle((start, top, max(start, end), top + height - 1), colour)


def _title(draw, text):
    """Draws it as large as it has room, and gives where it ends."""
    for size in TITLE_SIZES:
        lines, leading = _lines(text, _serif(size)), round(size * 1.14)
        if len(lines) * leading <= TITLE_ROOM:
            break
    most = TITLE_ROOM // leading
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), _serif(size), ROOM)]  # fmt: skip
    for number, line in enumerate(lines):
        draw.text((EDGE, TITLE_TOP + number * leading), line, INK, _serif(size))
    return TITLE_TOP + len(lines) * leading


def _lines(text, font):
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= ROOM:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, ROOM))
    return [line for line in lines if line]


def _cut(text, font, room):
    """As much of it as there is room for, and a sign that there is more."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:·')}…"


def _foot(draw, card):
    """The sides face each other on a wash; under them the strip of the report."""
    draw.rectangle((0, 534, WIDTH, HEIGHT), WASH)
    draw.rectangle((0, 534, WIDTH, 535), LINE)
    each = ROOM // max(1, len(card.sides))
    for number, name in enumerate(card.sides):
        left = EDGE + number * each
        colour = card.rule[number] if number < len(card.rule) else LINE
        draw.ellipse((left, 561, left + 22, 583), colour)
        draw.text((left + 36, 572), _cut(name, _sans(28), each - 56), INK, _sans(28), anchor="lm")  # fmt: skip
    if card.strip:
        gap = 4 if len(card.strip) <= 60 else 0
        _bands(draw, card.strip, top=HEIGHT - 24, height=24, gap=gap)
