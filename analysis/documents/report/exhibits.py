"""The displays of a report by the section in which their numbers place them: Table 14.1.2 stands in section 14.1."""

from __future__ import annotations

import re

from analysis.documents.native import format_blocks, format_html, format_typst
from analysis.documents.prose.showing import format_link, format_show
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.study.analyses import Listing
from analysis.study.displays import Display

NUMBER = re.compile(r"^(\w+)\s+S?(\d[\d.]*)$")  # S: of a supplement
WORDS = ("Table", "Figure", "Listing")
TYPST_BREAK = "#pagebreak(weak: true)"
WORD_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
EMPTY = "This study has no display for this section."


def format_exhibits(session: Session, section: str, *heads: str, of: str = "", quiet: bool = False) -> str:
    """exhibits("14.1"): all displays whose number lies in this section, in the order of their numbers.

    ``heads``: the section's headings in Markdown, so that they share the page of the first display. ``of``: the dataset
    with what belongs here ("ADDV", or a variable of it, "ADEX.EXLOT"): where nothing is shown, it tells why.
    ``quiet``: then nothing is said of it, as another sentence does.
    """
    found = find_displays(session, section)
    shown = [format_show(session, block.id, *(heads if n == 0 else ())) for n, block in enumerate(found)]
    if not shown:
        return "\n\n".join([*heads, *([] if quiet else [find_reason(session, of)])])
    if not section.startswith(("14", "16")):
        return "\n\n".join(shown)
    across = [session.bundle(block.id)["landscape"] for block in found]
    told = [
        f"{one}\n\n{_between(upright=not (this or after))}"
        for one, this, after in zip(shown, across, [*across[1:], False], strict=True)
    ]
    return "\n\n".join([*told[:-1], f"{shown[-1]}\n\n{format_blocks(typst=TYPST_BREAK)}"])


def find_reason(session: Session, of: str) -> str:
    """Why a section shows nothing: the data have no such records, or study.yaml asks for no display of them."""
    name, _, variable = of.partition(".")
    known = {one["name"]: one for one in session.description["datasets"]} if of else {}
    if not of:
        return EMPTY
    about = known.get(name)
    alone = [block.id for block in session.study.displays if _lists(session, block, name) and not block.numbers]
    if alone and not variable:
        files = format_list([f"*tables/{escape(one)}.html*, *.rtf* and *.csv*" for one in alone])
        return f"Too long for this report, and a file of its own: {files}."
    if about is None or not about["records"]:
        return f"Nothing is shown here: the data of this trial have no records of this kind ({escape(name)})."
    missing = next((v["missing"] for v in about["variables"] if v["name"] == variable), about["records"])
    if variable and missing == about["records"]:
        return f"Nothing is shown here: the data of this trial do not record it ({escape(of)} is empty)."
    return f"Nothing is shown here: the data have such records ({escape(of)}), but no display of them was asked for."


def _lists(session: Session, block: Display, dataset: str) -> bool:
    """Whether a display lists the records of a dataset."""
    analyses = [session.study.analysis(name) for name in block.analyses]
    return any(isinstance(one, Listing) and one.dataset == dataset for one in analyses)


def _between(*, upright: bool) -> str:
    """Each display has a page of its own. Typst leaves out a break where a page begins anyway, Word would not."""
    return format_blocks(typst=TYPST_BREAK, openxml=WORD_BREAK if upright else "")


def format_exhibits_about(session: Session, *kinds: str, others: bool = False) -> str:
    """exhibits_about("sensitivity"): all displays of some kinds of analysis; ``others=True``: all but those."""
    found = [block for block in find_displays(session) if _is(session, block, kinds) != others]
    return "\n\n".join(format_show(session, block.id) for block in found) or EMPTY


def format_see(session: Session, section: str, *kinds: str) -> str:
    """see("14.1", "flow"): a sentence that leads to the section's displays, all or those of some kinds of analysis."""
    found = [block for block in find_displays(session, section) if not kinds or _is(session, block, kinds)]
    return f"See {format_list([format_link(session, block.id) for block in found])}." if found else ""


def format_exhibit_list(session: Session, word: str) -> str:
    """exhibit_list("Table"): the numbers, titles and pages of all displays of this kind."""
    found = [block for block in find_displays(session) if _split(block.numbers[session.document])[0] == word]
    if not found:
        return f"This document has no {word.lower()}."
    entries = [(f"display-{b.id}", b.numbers[session.document], session.bundle(b.id)["title"]) for b in found]
    items = "".join(
        f'<li><a href="#{t}"><b>{format_html(n)}</b> {format_html(title)}</a></li>' for t, n, title in entries
    )
    rows = "".join(f"({format_typst(t)}, {format_typst(n)}, {format_typst(title)}), " for t, n, title in entries)
    return format_blocks(
        html=f'<ul class="exhibit-list">{items}</ul>',
        typst=f"#exhibit-list(({rows}))",
        openxml=f"<w:p><w:r><w:t>CONTENTS:{word}</w:t></w:r></w:p>",
    )


def find_displays(session: Session, section: str = "", document: str = "") -> list[Display]:
    """The displays that have a number in a document (this one) and section, tables first, then by number."""
    name = document or session.document
    split = {block.id: _split(block.numbers[name]) for block in session.study.displays if name in block.numbers}
    numbered = [block for block in session.study.displays if block.id in split]
    inside = [block for block in numbered if not section or f"{split[block.id][1]}.".startswith(f"{section}.")]
    return sorted(inside, key=lambda block: _place(*split[block.id]))


def _place(word: str, number: str) -> tuple[int, list[int]]:
    """Tables before figures before listings, each by number."""
    return WORDS.index(word) if word in WORDS else len(WORDS), [int(part) for part in number.split(".") if part]


def _split(name: str) -> tuple[str, str]:
    """The word and the number of a display: ``("Table", "14.1.2")``."""
    found = NUMBER.match(name)
    return (found[1], found[2]) if found else ("", "0")


def _is(session: Session, block: Display, kinds: tuple[str, ...]) -> bool:
    analyses = {session.study.analysis(name).kind for name in block.analyses}
    return bool(analyses & set(kinds)) or block.kind in kinds
