"""Makes the typefaces of the cards (sessions/cards/fonts) from those of the pages, one weight each.

Pillow draws with plain TrueType files; the pages have theirs in parts, packed for browsers, and what
unpacks them (fonttools) is no dependency of the portal.  Run by hand when static/fonts changes.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
# What shapes letters by their neighbours: it cannot be put together from parts.
LEFT_OUT = ("STAT", "GDEF", "GSUB", "GPOS")


def one_weight(face: str, part: str, weight: int, folder: Path) -> str:
    font = TTFont(ROOT / "static" / "fonts" / f"record-{face}-{part}.woff2")
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    for table in LEFT_OUT:
        if table in font:
            del font[table]
    font.flavor = None
    path = folder / f"{face}-{part}.ttf"
    font.save(path)
    return str(path)


def main() -> None:
    for face, weight in (("serif", 600), ("sans", 400)):
        with TemporaryDirectory() as folder:
            paths = [one_weight(face, part, weight, Path(folder)) for part in PARTS]
            whole = Merger(Options(drop_tables=["vhea", "vmtx"])).merge(paths)
            whole.save(ROOT / "sessions" / "cards" / "fonts" / f"record-{face}.ttf")


if __name__ == "__main__":
    main()
