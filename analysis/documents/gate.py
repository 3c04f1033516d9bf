"""The gate: no document is rendered whose text states a number or a result that no verb has bound.

It reads the sources of a document, includes and the study's own texts among them, before anything runs, and tells all
faults at once by file and line. What it lets pass:

- what a verb says, citations, links, footnotes, attributes, comments;
- numbers of sections and lists, and names that hold digits (gate_words.py);
- names and registered texts of study.yaml, where they stand word for word;
- outside abstract, results and conclusion, a word in a sentence that cites its source and doesn't speak of this trial,
  a word that is asked (whether albumin rose), and one that is marked as a term of method: [higher]{.term}.

Words of degree (high, few, tolerated) are faults where results are told: in those sections, but for the parts of the
abstract that come before its results. In a discussion they are where they are said of something: survival was high.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.documents.gate_code import find_calls, find_foreign_code, find_said
from analysis.documents.gate_subjects import find_mistaken
from analysis.documents.gate_text import CITED, HEADING, MARKS, Seen, hide_markup, read_seen
from analysis.documents.gate_words import (
    blank,
    find_degrees,
    find_disguised,
    find_numbers,
    find_opinions,
    find_verdicts,
    hide_names,
)
from analysis.documents.notebook import Part, read_document
from analysis.errors import DocumentError, Fault
from analysis.study import Document, Study

TERM = re.compile(r"\[[^\[\]]+\](?=\{\.term\})")
STRICT = re.compile(
    r"\b(?:abstract|results?|findings|conclusions?|evaluation|synopsis|core tip|highlights)\b", re.IGNORECASE
)
TOLD_THERE = re.compile(r"(?:results?|findings|conclusions?)(?=\s*(?:\{|$))", re.IGNORECASE)
UNDERLINED = re.compile(r"^(\S.*)\n=+[ \t]*$", re.MULTILINE)
DISCUSSED = re.compile(r"\b(?:discussion|interpretation|comments?|limitations)\b", re.IGNORECASE)
#: Parts of an abstract that come before its results, by the bold word they begin with.
BEFORE_RESULTS = re.compile(
    r"^\*\*(?:background|aims?|objectives?|purpose|introduction|(?:patients and |materials and )?methods?|design"
    r"|setting|key ?words)\b[^*]*\*\*(?:.+\n?)*",
    re.IGNORECASE | re.MULTILINE,
)
#: What is asked is not stated: whether albumin rose.
ASKED = re.compile(r"\bwhether(?!\sor\b)(?:\s[\w-]+){0,6}\s\Z", re.IGNORECASE)
#: Whoever speaks of this trial cites nobody for it.
OWN = re.compile(
    r"\b(?:we|our|ours|this (?:trial|study|cohort|group|paper)|the present (?:trial|study|cohort)|here)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*“\"`(\[])|\n\s*\n|^#.*$", re.MULTILINE)


@dataclass(frozen=True)
class Found:
    """Something typed that should be bound: where it begins in the text, what it is and what to do."""

    at: int
    what: str
    remedy: str


REMEDY = "leave it out, or let a verb say it in the text"
SAY_IT = (
    "let a verb say it, e.g. change, course, difference; of another's work, cite it in the same sentence; of a method,"
    " mark it as a term, [higher]{.term}"
)


def check_source(parts: Sequence[Part], study: Study, document: Document, text_of: Callable[[str], Path]) -> None:
    """Stop a document that states a number or a result by itself; DocumentError tells all faults by file and line.

    ``text_of`` gives the file of a text that the document takes in by ``author``.
    """
    from analysis.documents.prose import VERBS
    from analysis.documents.report import VERBS as REPORT

    texts = [text_of(name) for name in dict.fromkeys(name for name, _ in find_calls(parts, "author"))]
    sources = [("", parts), *((path.stem, read_document(path)) for path in texts if path.is_file())]
    faults: list[Fault] = []
    known = read_known(study)
    for name, source in sources:
        faults += find_typed(source, known, name.replace("-", " "))
        faults += find_foreign_code(source, {**VERBS, **REPORT})
        faults += find_mistaken(source, study)
        for verb, text, line in find_said(source):
            plain = hide_markup(text)
            faults += [
                Fault(f"{line.place}, {verb}", f"states “{what}”", REMEDY) for what in find_typed_words(plain, known)
            ]
    faults += _check_titles(study, document, known)
    if faults:
        raise DocumentError(faults)


def _check_titles(study: Study, document: Document, known: re.Pattern[str]) -> Iterator[Fault]:
    """Captions of displays: their days and times are those of the design, and no result stands in them."""
    days = {str(visit.day) for visit in study.visits}
    days |= {number for visit in study.visits for _, number in find_numbers(visit.label)}
    days |= {f"{time:g}" for block in study.analyses for time in getattr(block, "landmarks", ())}
    for display in study.displays:
        shown = document.id in display.numbers
        typed = [w for w in find_typed_words(display.title, known) if w not in days] if shown else []
        if typed:
            where = f"study.yaml, display {display.id}, title"
            yield Fault(where, f"states “{', '.join(typed)}”", "a title names what is shown, not what was found")


def read_known(study: Study) -> re.Pattern[str]:
    """The names of a study as one pattern."""
    return re.compile("|".join(read_known_names(study)) or r"(?!)", re.IGNORECASE)


def find_typed(parts: Sequence[Part], known: re.Pattern[str], section: str = "") -> list[Fault]:
    """The faults of a document's text, in order; ``known`` names pass, ``section`` is what it begins in."""
    told: list[Fault] = []
    for part in parts:
        if part.kind != "text":
            continue
        headings = _find_sections(part.text, section)
        section = headings[-1][1]
        told += [_locate(part, found) for found in sorted(_find(part.text, known, headings), key=lambda f: f.at)]
    return told


def find_typed_words(text: str, known: re.Pattern[str]) -> Iterator[str]:
    """What a short text outside a document, such as a title, states by itself."""
    plain = _hide_known(read_seen(text), known)
    yield from (what for find in (find_numbers, find_verdicts, find_disguised) for _, what in find(plain))


def _locate(part: Part, found: Found) -> Fault:
    line = part.lines[min(part.text.count("\n", 0, found.at), len(part.lines) - 1)]
    return Fault(f"{line.place}", found.what, found.remedy)


def _find(text: str, known: re.Pattern[str], sections: Sequence[tuple[int, str]]) -> Iterator[Found]:
    hidden = hide_markup(text)
    seen = read_seen(hidden)
    for at, number in find_numbers(_hide_known(seen, known)):
        remedy = "name its row or fact with a verb, e.g. participants, change, fact (docs/writing.md)"
        yield Found(seen.at[at], f"the number “{number}” is typed: “{_near(text, seen.at[at])}”", remedy)
    told = read_seen(_hide_allowed(text, hidden, sections))
    plain = _hide_known(told, known)
    for at, word in find_disguised(plain):
        yield Found(told.at[at], f"“{word}” mixes letters of two alphabets", "write it in one")
    loud = [(place, word) for place, word in find_degrees(plain) if _tells_results(text, told.at[place], sections)]
    loud += [(place, word) for place, word in find_opinions(plain) if _is_in(DISCUSSED, told.at[place], sections)]
    taken: set[int] = set()
    for at, word in (*find_verdicts(plain), *loud):
        asked = ASKED.search(plain, max(0, at - 80), at) and not _is_in(STRICT, told.at[at], sections)
        if not asked and not taken & (span := set(range(at, at + len(word)))):
            taken |= span
            near = _near(text, told.at[at])
            yield Found(told.at[at], f"the word “{word}” states a result and is typed: “{near}”", SAY_IT)


def _hide_known(seen: Seen, known: re.Pattern[str]) -> str:
    """The text without the study's names and those that hold digits."""
    return hide_names(known.sub(lambda name: blank(name[0]), seen.text))


def _tells_results(text: str, at: int, sections: Sequence[tuple[int, str]]) -> bool:
    """Whether results are told at this place."""
    return _is_in(STRICT, at, sections) and not any(p.start() <= at < p.end() for p in BEFORE_RESULTS.finditer(text))


def _hide_allowed(text: str, plain: str, sections: Sequence[tuple[int, str]]) -> str:
    """Headings with a number blanked out; and, where no results are told, sentences that cite and marked terms."""
    for heading in HEADING.finditer(text):
        if heading[2]:
            plain = _blanked(plain, heading.start(), heading.end())
    starts = [0, *(gap.end() for gap in SENTENCE.finditer(text)), len(text)]
    for start, end in itertools.pairwise(starts):
        sentence = text[start:end]
        if CITED.search(sentence) and not OWN.search(sentence) and not _is_in(STRICT, start, sections):
            plain = _blanked(plain, start, end)
    for term in TERM.finditer(text):
        if not _is_in(STRICT, term.start(), sections):
            plain = _blanked(plain, term.start(), term.end())
    return plain


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + blank(text[start:end]) + text[end:]


def _find_sections(text: str, before: str) -> list[tuple[int, str]]:
    """Where each section of the highest level begins, and its title; one below it counts where it is called results."""
    found = [(h.start(), 1, h[1]) for h in UNDERLINED.finditer(text)]
    found += [(h.start(), len(h[1]), h[3]) for h in HEADING.finditer(text)]
    told, above = [(0, before)], before
    for at, level, title in sorted(found):
        above = title if level == 1 else above
        if level == 1 or level == 2:
            told.append((at, title if level == 1 or TOLD_THERE.match(title) else above))
    return told


def _is_in(kind: re.Pattern[str], at: int, sections: Sequence[tuple[int, str]]) -> bool:
    """Whether a place lies in a section of this kind, by its title."""
    index = bisect.bisect_right([start for start, _ in sections], at) - 1
    return bool(kind.search(sections[index][1]))


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
        finders = (find_numbers, find_verdicts, *([find_degrees] if " " in name else []))
        if any(True for find in finders for _ in find(name)):
            yield r"(?<!\w)" + r"\s+".join(_pattern(word) for word in name.split()) + r"(?!\w)"


def _pattern(word: str) -> str:
    """A word as it may stand in Markdown, where marks are escaped, and as it is seen, without them."""
    return "".join(c if c.isalnum() else rf"\\?{re.escape(c)}{'?' if c in MARKS else ''}" for c in word)


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
