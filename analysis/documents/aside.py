"""Displays kept out of pandoc's way: it reads a short mark for each, and the display takes its place afterwards.

Pandoc would take every display apart to embed what it might link to, in three formats each; in a report of hundreds of
pages that is most of the time, and most of the memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents.native import FENCE

RAW = re.compile(rf"^{FENCE} \{{=(\w+)\}}\n(.*?)\n{FENCE}$", re.MULTILINE | re.DOTALL)
MARKS = {"html": '<data value="{}">{}</data>', "typst": "/*display {}*/{}", "openxml": "<!--display {}-->{}"}
MARKED = {
    "html": re.compile(r'<data value="(\d+)">[^<]*</data>'),
    "typst": re.compile(r"/\*display (\d+)\*/"),
    "openxml": re.compile(r"<!--display (\d+)-->"),
}
WRITTEN = {"html": "html", "pdf": "typst", "docx": "openxml"}
TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
#: What could be an abbreviation: the list of abbreviations is collected from all words that a reader sees
ABBREVIATION = re.compile(r"\w*[A-Z][\w/-]*")


@dataclass(frozen=True)
class Aside:
    """The Markdown with marks in place of displays, for the output ``form`` (html, pdf or docx), and the displays."""

    form: str
    markdown: str
    displays: Sequence[str]

    def restored(self, written: str) -> str:
        """What pandoc wrote, its marks replaced by the displays."""
        return MARKED[WRITTEN[self.form]].sub(lambda found: self.displays[int(found[1])], written)


def format_asides(markdown: str, forms: Sequence[str]) -> dict[str, Aside]:
    """Sets the raw blocks of all displays aside, for each of the formats.

    Every format keeps the mark of the HTML, which carries its abbreviations for the list of them.
    """
    displays: dict[str, list[str]] = {"html": [], **{WRITTEN[form]: [] for form in forms}}
    pieces: dict[str, list[str]] = {form: [] for form in forms}
    at = 0
    for found in RAW.finditer(markdown):
        between, mark = markdown[at : found.start()], _mark(found[1], found[2], displays)
        for form, written in pieces.items():
            written += [between, mark if found[1] in {"html", WRITTEN[form]} else ""]
        at = found.end()
    rest = markdown[at:]
    return {form: Aside(form, "".join([*pieces[form], rest]), displays[WRITTEN[form]]) for form in forms}


def _mark(written: str, text: str, displays: dict[str, list[str]]) -> str:
    """What pandoc reads in place of a display, which is kept where its format is asked for."""
    kept = displays.get(written, [])  # no list: a format that is not asked for
    kept.append(text)
    words = sorted(set(ABBREVIATION.findall(TAG.sub(" ", text)))) if written == "html" else []
    return f"{FENCE} {{={written}}}\n{MARKS[written].format(len(kept) - 1, ' '.join(words))}\n{FENCE}"
