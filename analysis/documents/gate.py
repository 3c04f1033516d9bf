"""The gate: no document is rendered whose text states a number or a result that no verb has bound.

It reads the sources of a document, includes and the study's own texts among them, before anything runs, and tells all
faults at once by file and line. What it lets pass:

- what a verb says, citations, links, footnotes, attributes, comments;
- numbers of sections and lists, and names that hold digits (gate_words.py);
- names and registered texts of study.yaml, where they stand word for word;
- outside abstract, results and conclusion, a word in a sentence that cites its source, and a word that is marked as a
  term of method: [higher]{.term}.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.documents.gate_code import find_calls, find_foreign_code
from analysis.documents.gate_words import blank, find_numbers, find_verdicts, hide_names
from analysis.documents.notebook import INLINE, Part, read_document
from analysis.errors import DocumentError, Fault
from analysis.study import Document, Study

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CITED = re.compile(r"(?<![\w.])-?@[A-Za-z][\w:.#$%&+?<>~/-]*\w|(?:,\s*)?\bpp?\.\s[\d–-]+(?=[\];])")
LINKS = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\))?[^()\s]*\)|<https?://[^>\s]+>|\bhttps?://[^\s\])>]+|\bdoi:\s?10\.\S+"
)
NOTES = re.compile(r"\[\^[\w-]+\]:?")
ATTRIBUTES = re.compile(r"(?<=[\]`\"”*_) ])\{(?:[#.=:]|[\w-]+=)[^{}]*\}|^:{3,}\s*\{[^{}]*\}", re.MULTILINE)
SPOKEN = re.compile(r"\b(?:alt|title|caption|fig-alt|fig-cap|tbl-cap)\s*=\s*\"[^\"]*\"")
TAGS = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
FENCE = re.compile(r"^(`{3,}|~{3,})\s*\{=(html|typst|openxml|latex)\}\s*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(?:(\d+(?:\.\d+)*)\s)?(.*)$", re.MULTILINE)
ITEM = re.compile(r"^\s{0,9}(\d{1,2})[.)]\s(?=\S)", re.MULTILINE)
TERM = re.compile(r"\[[^\[\]]+\](?=\{\.term\})")
HEADER = re.compile(r"^---\s*\n(.*?)^(?:---|\.\.\.)\s*$", re.MULTILINE | re.DOTALL)
SETTING = re.compile(
    r"^(?:bibliography|csl|lang|date|jupyter|link-citations|nocite|format|execute)\s*:.*(?:\n[ \t]+.*)*", re.MULTILINE
)
STRICT = re.compile(
    r"\b(?:abstract|results?|findings|conclusions?|evaluation|synopsis|core tip|highlights)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*“\"`(\[])|\n\s*\n|^#.*$", re.MULTILINE)


@dataclass(frozen=True)
class Found:
    """Something typed that should be bound: where it begins in the text, what it is and what to do."""

    at: int
    what: str
    remedy: str


#: Arguments of verbs that are printed as they stand.
PRINTED = ("title_page",)
REMEDY = "leave it out, or let a verb say it in the text"


def check_source(parts: Sequence[Part], study: Study, document: Document, text_of: Callable[[str], Path]) -> None:
    """Stop a document that states a number or a result by itself; DocumentError tells all faults by file and line.

    ``text_of`` gives the file of a text that the document takes in by ``author``.
    """
    from analysis.documents.prose import VERBS
    from analysis.documents.report import VERBS as REPORT

    texts = [text_of(name) for name in dict.fromkeys(name for name, _ in find_calls(parts, "author"))]
    sources = [parts, *(read_document(path) for path in texts if path.is_file())]
    faults = [
        f for source in sources for f in (*find_typed(source, study), *find_foreign_code(source, {**VERBS, **REPORT}))
    ]
    for verb in PRINTED:
        for text, line in find_calls(parts, verb):
            faults += [
                Fault(f"{line.place}, {verb}", f"states “{what}”", REMEDY) for what in find_typed_words(text, study)
            ]
    faults += _check_titles(study, document)
    if faults:
        raise DocumentError(faults)


def _check_titles(study: Study, document: Document) -> Iterator[Fault]:
    """Captions of displays: their days and times are those of the design, and no result stands in them."""
    days = {str(visit.day) for visit in study.visits}
    days |= {number for visit in study.visits for _, number in find_numbers(visit.label)}
    days |= {f"{time:g}" for block in study.analyses for time in getattr(block, "landmarks", ())}
    for display in study.displays:
        typed = [w for w in find_typed_words(display.title, study) if w not in days]
        if document.id in display.numbers and typed:
            where = f"study.yaml, display {display.id}, title"
            yield Fault(where, f"states “{', '.join(typed)}”", "a title names what is shown, not what was found")


def find_typed(parts: Sequence[Part], study: Study) -> list[Fault]:
    """The faults of a document's text, in order."""
    known = re.compile("|".join(read_known_names(study)) or r"(?!)", re.IGNORECASE)
    told: list[Fault] = []
    section = ""
    for part in parts:
        if part.kind != "text":
            continue
        headings = _find_sections(part.text, section)
        section = headings[-1][1]
        told += [_locate(part, found) for found in sorted(_find(part.text, known, headings), key=lambda f: f.at)]
    return told


def find_typed_words(text: str, study: Study) -> Iterator[str]:
    """What a short text outside a document, such as a title, states by itself."""
    known = re.compile("|".join(read_known_names(study)) or r"(?!)", re.IGNORECASE)
    plain = hide_names(known.sub(lambda name: blank(name[0]), text))
    yield from (what for _, what in (*find_numbers(plain), *find_verdicts(plain)))


def _locate(part: Part, found: Found) -> Fault:
    line = part.lines[min(part.text.count("\n", 0, found.at), len(part.lines) - 1)]
    return Fault(f"{line.place}", found.what, found.remedy)


def _find(text: str, known: re.Pattern[str], sections: Sequence[tuple[int, str]]) -> Iterator[Found]:
    plain = hide_names(known.sub(lambda name: blank(name[0]), hide_markup(text)))
    for at, number in find_numbers(plain):
        remedy = "name its row or fact with a verb, e.g. participants, change, fact (docs/writing.md)"
        yield Found(at, f"the number “{number}” is typed: “{_near(text, at)}”", remedy)
    for at, word in find_verdicts(_hide_allowed(text, plain, sections)):
        remedy = "let a verb say it, e.g. change, course, difference; of another's work, cite it in the same sentence"
        yield Found(at, f"the word “{word}” states a result and is typed: “{_near(text, at)}”", remedy)


def hide_markup(text: str) -> str:
    """Markdown with all that is no prose blanked out; prose keeps its place.

    Code of verbs, citations, targets of links, attributes, comments, numbers of sections and lists.
    """
    text = HEADER.sub(lambda header: SETTING.sub(_blank, header[0]), text)
    text = FENCE.sub(lambda fence: TAGS.sub(_blank, fence[0]).replace("{=", "  "), text)
    for pattern in (INLINE, COMMENT, CITED, LINKS, NOTES):
        text = pattern.sub(_blank, text)
    text = ATTRIBUTES.sub(_hide_attributes, text)
    text = HEADING.sub(
        lambda heading: heading[0].replace(heading[2], blank(heading[2]), 1) if heading[2] else heading[0], text
    )
    return _hide_items(TAGS.sub(_blank, text))


def _hide_items(text: str) -> str:
    """The numbers of a list blanked out: those that count from 1 on."""
    last = 0

    def hide(item: re.Match[str]) -> str:
        nonlocal last
        follows = int(item[1]) in (1, last + 1)
        last = int(item[1]) if follows else last
        return blank(item[0]) if follows else item[0]

    return ITEM.sub(hide, text)


def _blank(found: re.Match[str]) -> str:
    return blank(found[0])


def _hide_attributes(found: re.Match[str]) -> str:
    """Attributes blanked out but for those that a reader sees or hears."""
    kept = list(blank(found[0]))
    for spoken in SPOKEN.finditer(found[0]):
        kept[spoken.start() : spoken.end()] = spoken[0]
    return "".join(kept)


def _hide_allowed(text: str, plain: str, sections: Sequence[tuple[int, str]]) -> str:
    """Headings with a number blanked out; and, where no results are told, sentences that cite and marked terms."""
    for heading in HEADING.finditer(text):
        if heading[2]:
            plain = _blanked(plain, heading.start(), heading.end())
    starts = [0, *(gap.end() for gap in SENTENCE.finditer(text)), len(text)]
    for start, end in itertools.pairwise(starts):
        if CITED.search(text[start:end]) and not _is_strict(start, sections):
            plain = _blanked(plain, start, end)
    for term in TERM.finditer(text):
        if not _is_strict(term.start(), sections):
            plain = _blanked(plain, term.start(), term.end())
    return plain


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + blank(text[start:end]) + text[end:]


def _find_sections(text: str, before: str) -> list[tuple[int, str]]:
    """Where each section of the highest levels begins, and its title."""
    found = [(h.start(), h[3]) for h in HEADING.finditer(text) if len(h[1]) == 1]
    return [(0, before), *found]


def _is_strict(at: int, sections: Sequence[tuple[int, str]]) -> bool:
    index = bisect.bisect_right([start for start, _ in sections], at) - 1
    return bool(STRICT.search(sections[index][1]))


def _near(text: str, at: int) -> str:
    near = text[max(0, at - 25) : at + 35]
    return " ".join(near.split())


def read_known_names(study: Study) -> Iterable[str]:
    """Patterns of what study.yaml calls by a name or has registered, where it holds a number or a word of results."""
    named = [
        *(
            getattr(item, key, "")
            for group in (study.arms, study.parameters, study.populations)
            for item in group
            for key in ("label", "short", "dose_text")
        ),
        *(block.label for block in study.analyses),
        *(criterion.label for block in study.analyses for criterion in getattr(block, "criteria", ())),
        *_texts(study.protocol),
        study.study.id,
        study.study.title,
        study.study.short_title,
        *(getattr(study.safety, "special_interest", None) or {}),
    ]
    kept = {name.strip().rstrip(".") for name in named if name and re.search(r"[A-Za-z]{2}", name)}
    for name in sorted(kept, key=lambda name: (-len(name), name)):
        if any(True for _ in find_numbers(name)) or any(True for _ in find_verdicts(name)):
            yield r"(?<!\w)" + r"\s+".join(_pattern(word) for word in name.split()) + r"(?!\w)"


def _pattern(word: str) -> str:
    """A word as it may stand in Markdown, where marks are escaped."""
    return "".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in word)


def _texts(value: object) -> Iterator[str]:
    """All texts within the registered protocol."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif hasattr(value, "__pydantic_fields__"):
        for key in type(value).__pydantic_fields__:
            yield from _texts(getattr(value, key))
