"""Displays kept out of pandoc's way: it reads a short mark for each, and the display takes its place afterwards.

Pandoc would take every display apart to embed what it might link to, in three formats each; in a report of hundreds of
pages that is most of the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.documents.native import FENCE

RAW = re.compile(rf"^{FENCE} \{{=(\w+)\}}\n(.*?)\n{FENCE}$", re.MULTILINE | re.DOTALL)
MARKS = {"html": '<data value="{}">{}</data>', "typst": "/*display {}*/{}"}
MARKED = {"html": re.compile(r'<data value="(\d+)">[^<]*</data>'), "typst": re.compile(r"/\*display (\d+)\*/")}
WRITTEN = {"html": "html", "pdf": "typst", "docx": "openxml"}
TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
#: What could be an abbreviation: the list of abbreviations is collected from all words that a reader sees
ABBREVIATION = re.compile(r"\w*[A-Z][\w/-]*")


@dataclass(frozen=True)
class Aside:
    """The Markdown with marks in place of displays, for the output ``form`` (html, pdf or docx), and the displays."""

    form: str
    markdown: str
    displays: tuple[str, ...]

    def restored(self, written: str) -> str:
        """What pandoc wrote, its marks replaced by the displays."""
        marked = MARKED.get(WRITTEN[self.form])
        return marked.sub(lambda found: self.displays[int(found[1])], written) if marked else written


def format_aside(markdown: str, form: str) -> Aside:
    """Sets the raw blocks of all displays aside, but for those that Word needs inside its file.

    Every format keeps the mark of the HTML, which carries its abbreviations for the list of them.
    """
    own = WRITTEN[form]
    displays: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        written, text = found[1], found[2]
        if written not in {"html", own}:
            return ""
        if written not in MARKS:
            return found[0]
        words = sorted(set(ABBREVIATION.findall(TAG.sub(" ", text)))) if written == "html" else []
        displays.append(text)
        return f"{FENCE} {{={written}}}\n{MARKS[written].format(len(displays) - 1, ' '.join(words))}\n{FENCE}"

    return Aside(form, RAW.sub(set_aside, markdown), tuple(displays))
