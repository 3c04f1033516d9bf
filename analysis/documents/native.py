"""Text in the three languages that raw blocks of a document speak: HTML, Typst and Word's XML."""

from __future__ import annotations

import html
import json

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


def format_word_paragraph(style: str, *runs: str, bookmark: str = "") -> str:
    """A Word paragraph in a named style; ``bookmark`` makes it the target of links."""
    start = f'<w:bookmarkStart w:id="0" w:name="{bookmark}"/>' if bookmark else ""
    end = '<w:bookmarkEnd w:id="0"/>' if bookmark else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}{"".join(runs)}{end}</w:p>'
