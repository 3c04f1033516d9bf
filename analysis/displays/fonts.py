"""The typeface of every drawing, shipped with the project so that it looks the same, and is measured alike, everywhere.

Liberation Sans has the widths of Arial and Helvetica: a browser without it shows one of these without moving anything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import DisplayError, Fault

FAMILY = "Liberation Sans"
#: What a browser may take instead.
STACK = f"'{FAMILY}', Arial, Helvetica, sans-serif"
#: Folder with the font files; for typst's font paths.
FOLDER = Path(__file__).parent / "typeface"


def measure_text(text: str, size: float, bold: bool = False) -> float:
    """The width of a line in the unit of ``size``; a character that the typeface lacks counts as a full square."""
    widths, units = _widths("Bold" if bold else "Regular")
    return sum(widths.get(character, units) for character in text) * size / units


def find_missing(text: str) -> str:
    """The characters that the typeface lacks, each once, in the order of the text."""
    known, _ = _widths("Regular")
    return "".join(dict.fromkeys(c for c in text if c not in known and c.isprintable()))


def read_fonts(text: str) -> Any:
    """The fonts (``typst.Fonts``) that print a text: the project's own, and the machine's where these lack something.

    DisplayError names the characters that no font here has, instead of a page with empty boxes.
    """
    return _fonts(find_missing(text))


@cache
def _fonts(missing: str) -> Any:
    import typst

    fonts = typst.Fonts(include_system_fonts=bool(missing), font_paths=[FOLDER])
    lacking = missing
    for path in sorted({font.path for font in fonts.fonts() if font.path}) if missing else ():
        lacking = "".join(c for c in lacking if ord(c) not in _codes(path))
        if not lacking:
            break
    if lacking:
        remedy = (
            "install a font that has them (for Chinese, Japanese or Korean e.g. Noto Sans CJK), or write them otherwise"
        )
        raise DisplayError(
            Fault("PDF and PNG", f"no font on this machine has the characters {' '.join(lacking)}", remedy)
        )
    return fonts


@cache
def _widths(face: str) -> tuple[dict[str, int], int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FOLDER / f"LiberationSans-{face}.ttf", lazy=True) as font:
        metrics = font["hmtx"].metrics
        widths = {chr(code): metrics[name][0] for code, name in font.getBestCmap().items()}
        return widths, font["head"].unitsPerEm


@cache
def _codes(path: str) -> frozenset[int]:
    """The characters of a font file, or of the first font in a collection."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return frozenset()
