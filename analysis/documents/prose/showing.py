"""Displays in a document: each format gets its own, with a caption of number and title, and links that lead to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.documents.native import (
    format_blocks,
    format_html,
    format_typst,
    format_word_number,
    format_word_paragraph,
    format_word_run,
    format_word_section,
)
from analysis.documents.session import Session, escape
from analysis.errors import DocumentError, Fault

WIDTH = 17.0  # cm of text on a page


def format_show(session: Session, name: str, *heads: str) -> str:
    """show("baseline"): a display with its caption, in the form that each format wants.

    ``heads``: headings in Markdown, which go with the display to its page where that lies across.
    """
    bundle = session.bundle(name)
    shown = _figure(session, bundle) if bundle["produces"] == "figure" else _table(session, bundle)
    if not bundle["landscape"]:
        return "\n\n".join([*heads, shown])
    begin = format_blocks(typst="#page(flipped: true)[", openxml=format_word_section(landscape=False))
    end = format_blocks(typst="]", openxml=format_word_section(landscape=True))
    return "\n\n".join([begin, *heads, shown, end])


def format_link(session: Session, name: str) -> str:
    """link("baseline"): the display's number in this document, leading to it, e.g. Table 1."""
    return f"[{escape(read_number(session, name)).replace(' ', chr(0xA0))}](#{_target(name)})"


def read_number(session: Session, name: str) -> str:
    """A display's number in this document, as study.yaml assigns it. Raises DocumentError."""
    numbers = session.display(name).numbers
    if session.document not in numbers:
        remedy = f'add to its block in study.yaml: numbers: {{{session.document}: "Table 9"}}'
        raise DocumentError(Fault(name, f"has no number in the document {session.document}", remedy))
    return numbers[session.document]


def _target(name: str) -> str:
    return f"display-{name}"


def _table(session: Session, bundle: Mapping[str, Any]) -> str:
    number, title, target = read_number(session, bundle["id"]), bundle["title"], _target(bundle["id"])
    style = "ListingCaption" if number.startswith("Listing") else "TableCaption"
    caption = format_word_paragraph(style, *_word_caption(number, title), bookmark=target)
    typst = f"#display-caption({format_typst(number)}, {format_typst(title)}) <{target}>\n{_typst(bundle)}"
    word = f"{caption}\n{bundle['openxml']}"
    return format_blocks(
        html=_html(target, "table", f"{_html_caption(number, title)}\n{_body(session, bundle)}"),
        typst=typst,
        openxml=word,
    )


def _figure(session: Session, bundle: Mapping[str, Any]) -> str:
    number, title, target = read_number(session, bundle["id"]), bundle["title"], _target(bundle["id"])
    caption = format_word_paragraph("ImageCaption", *_word_caption(number, title), bookmark=target)
    image, width = f"../figures/{bundle['files']['png']}", f"{min(bundle['width'], WIDTH):g}cm"
    drawing = (
        f"#display-figure({format_typst(number)}, {format_typst(title)}, alt: {format_typst(bundle['alt'])},\n"
        f"  path: {format_typst('../figures/' + bundle['files']['svg'])}, width: {width}) <{target}>"
    )
    return "\n\n".join(
        [
            format_blocks(
                html=_html(target, "figure", f"{_html_caption(number, title)}\n{_body(session, bundle)}"),
                typst=f"{drawing}\n{_typst(bundle)}",
            ),
            '::: {only="docx" custom-style="Figure"}',
            f"![{escape(bundle['alt'])}]({image}){{width={width}}}\\\u0020",  # the space keeps it from being a figure
            ":::",
            format_blocks(openxml=f"{caption}\n{bundle['openxml']}"),
        ]
    )


def _body(session: Session, bundle: Mapping[str, Any]) -> str:
    """The display in HTML, and the patients behind its counts for the script of the page, which lists them."""
    html: str = bundle["html"]
    document = session.study.document(session.document)
    # Where study.yaml leaves it open, a report lists them and a paper doesn't
    listed = bool(document.kind) if document.listed_subjects is None else document.listed_subjects
    if not bundle.get("counted") or not listed:
        return html
    told = json.dumps(bundle["counted"], ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'{html}<script type="application/json" class="counted">{told}</script>\n'


def _typst(bundle: Mapping[str, Any]) -> str:
    return f"#display-body[\n{bundle['typst']}]"


def _html(target: str, kind: str, inside: str) -> str:
    return f'<figure class="exhibit {kind}" id="{target}">\n{inside}\n</figure>'


def _html_caption(number: str, title: str) -> str:
    return f"<figcaption><b>{format_html(number)}</b> {format_html(title)}</figcaption>"


def _word_caption(number: str, title: str) -> tuple[str, str, str]:
    return format_word_number(number), format_word_run(" ", bold=True), format_word_run(title)
