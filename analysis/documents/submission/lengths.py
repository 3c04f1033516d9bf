"""The lengths of a paper's parts against those that its journal asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from analysis.errors import DocumentError, Fault
from analysis.study.model import Limit


@dataclass(frozen=True)
class Length:
    """A part with its number of words (key words: of entries) and what the journal asks for."""

    part: str
    count: int
    least: int
    most: int | None

    @property
    def fits(self) -> bool:
        return self.least <= self.count and (self.most is None or self.count <= self.most)

    @property
    def asked(self) -> str:
        """What is asked for, in words: at least 5 and at most 10."""
        least = [f"at least {self.least}"] if self.least else []
        most = [f"at most {self.most}"] if self.most is not None else []
        return " and ".join([*least, *most])


KEY_WORDS = "key words"


def derive_lengths(article: bytes, running_title: str, limits: Mapping[str, Limit]) -> tuple[Length, ...]:
    """Every part that the journal sets a limit to, counted in the article.

    DocumentError names limits of parts that the article doesn't have.
    """
    counts = dict(_count(etree.fromstring(article), running_title))
    known = {part.casefold(): part for part in counts}
    unknown = [part for part in limits if part.casefold() not in known]
    if unknown:
        raise DocumentError(
            [
                Fault(f"study.yaml, limits, {part}", "the paper has no such part", f"its parts: {', '.join(counts)}")
                for part in unknown
            ]
        )
    named = [(known[part.casefold()], limit) for part, limit in limits.items()]
    return tuple(Length(part, counts[part], limit.least, limit.most) for part, limit in named)


def _count(tree: etree._Element, running_title: str) -> Iterator[tuple[str, int]]:
    meta = tree.find("front/article-meta")
    yield "title", _words(meta.findall("title-group/article-title"))
    yield "running title", len(running_title.split())
    yield KEY_WORDS, len(meta.findall("kwd-group/kwd"))
    yield "core tip", _words(meta.findall("abstract[@abstract-type='teaser']//p"))
    abstract = meta.find("abstract")
    yield "abstract", _words(abstract.iter("p"))
    for part in abstract.findall("sec"):
        yield " ".join("".join(part.find("title").itertext()).split()).rstrip(":"), _words(part.findall("p"))


def _words(elements: Any) -> int:
    return sum(len("".join(element.itertext()).split()) for element in elements)


def _told(length: Length) -> str:
    things = "entries" if length.part == KEY_WORDS else "words"
    return f"has {length.count} {things}, the journal asks for {length.asked}"


def check_lengths(lengths: tuple[Length, ...], *, final: bool) -> None:
    """DocumentError tells every part that doesn't fit, where the paper is final; a draft may still be too long."""
    faults = [
        Fault(f"the paper, {length.part}", _told(length), "shorten or lengthen it, or correct limits in study.yaml")
        for length in lengths
        if not length.fits
    ]
    if final and faults:
        raise DocumentError(faults)
