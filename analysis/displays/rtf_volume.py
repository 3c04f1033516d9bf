"""All tables and listings in one RTF document: each a section with its own header, upright or across."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.displays.rtf import ACROSS_PAGE, UPRIGHT_PAGE
from analysis.errors import DisplayError, Fault

UPRIGHT = "\\pgwsxn11906\\pghsxn16838\\marglsxn1134\\margrsxn1134\\margtsxn1304\\margbsxn1247"
ACROSS = "\\lndscpsxn\\pgwsxn16838\\pghsxn11906\\marglsxn1134\\margrsxn1134\\margtsxn1304\\margbsxn1247"


SECTION = "\\sect\n"
#: LibreOffice joins a section that begins with a table to the one before
START = "{\\pard\\fs2\\par}\n"


def render_rtf_volume(tables: Sequence[tuple[str, str]]) -> str:
    """Names and RTF files of tables, as render_rtf writes them, as one file. DisplayError names one of other origin."""
    if not tables:
        return "{\\rtf1\\ansi\\deff0 There are no tables.\\par}\n"
    preamble = tables[0][1].split("\n", 1)[0]
    return f"{preamble}\n{UPRIGHT_PAGE}\n{SECTION.join(_section(name, text) for name, text in tables)}}}\n"


def _section(name: str, text: str) -> str:
    """A file without its outer braces, its page's set-up made one of the section."""
    _, page, body = [*text.rstrip("\n").split("\n", 2), "", ""][:3]
    if not page.startswith((UPRIGHT_PAGE, ACROSS_PAGE)) or not body.endswith("}"):
        raise DisplayError(Fault(name, "is no RTF file of this project", "build the table anew"))
    sides = ACROSS if page.startswith(ACROSS_PAGE) else UPRIGHT
    header, footer, rest = body.removesuffix("}").split("\n", 2)
    return f"\\sectd\\sbkpage{sides}\\headery567\\footery567\\fs17\n{header}\n{footer}\n{START}{rest}"
