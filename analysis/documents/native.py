"""Text in the three languages that raw blocks of a document speak: HTML, Typst and Word's XML."""

from __future__ import annotations

import html
import json
import re

FENCE = "`" * 8  # longer than any fence inside a display


def format_blocks(**blocks: str) -> str:
    """Raw blocks for pandoc, each of which reaches its own format only: html=..., typst=..., openxml=..."""
    return "\n\n".join(f"{FENCE} {{={form}}}\n{text}\n{FENCE}" for form, text in blocks.items() if text)


def format_html(text: str) -> str:
    """Text for HTML, between tags or in an attribute."""
    return html.escape(text)


def format_typst(text: str) -> str:
    """Text as a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def format_word_run(text: str, *, bold: bool = False, superscript: bool = False) -> str:
    """A run of Word text."""
    marks = ("<w:b/>" if bold else "") + ('<w:vertAlign w:val="superscript"/>' if superscript else "")
    marked = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{marked}<w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'


def format_word_number(number: str) -> str:
    """The number of a caption as Word counts captions, "Table 14.2.1" say: a field that always shows this number.

    So Word knows it as a caption of its kind, for its lists and cross-references.
    """
    found = re.match(r"(([A-Za-z]+)\s.*?)(\d+)$", number)
    if not found:
        return format_word_run(number, bold=True)
    field = f" SEQ {found[2]} \\* ARABIC \\r {found[3]} "
    marks = "<w:rPr><w:b/></w:rPr>"
    begin, separate, end = (
        f'<w:r>{marks}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    told = f'<w:r>{marks}<w:instrText xml:space="preserve">{field}</w:instrText></w:r>'
    last = format_word_run(found[3], bold=True)
    return f"{format_word_run(found[1], bold=True)}{begin}{told}{separate}{last}{end}"


def format_word_section(*, landscape: bool) -> str:
    """The end of a section of A4 pages, upright or across; header and footer are put in when the file is finished."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    margins = 'w:top="1304" w:right="1134" w:bottom="1247" w:left="1134" w:header="567" w:footer="567" w:gutter="0"'
    return f"<w:p><w:pPr><w:sectPr><w:pgSz {size}/><w:pgMar {margins}/></w:sectPr></w:pPr></w:p>"


def format_word_paragraph(style: str, *runs: str, bookmark: str = "") -> str:
    """A Word paragraph in a named style; ``bookmark`` makes it the target of links."""
    start = f'<w:bookmarkStart w:id="0" w:name="{bookmark}"/>' if bookmark else ""
    end = '<w:bookmarkEnd w:id="0"/>' if bookmark else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}{"".join(runs)}{end}</w:p>'
