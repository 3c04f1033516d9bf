"""What stands before the text of an article: journal, title, authors, abstract, key words, funding, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from analysis.documents.jats.body import Blocks, append_blocks, split_label
from analysis.documents.jats.inline import HREF, append_inline
from analysis.study.model import Identity, Journal

KEY_WORDS = re.compile(r"key ?words", re.IGNORECASE)
CORE_TIP = re.compile(r"core tip|highlights", re.IGNORECASE)
#: The tag set wants a journal, also of an article that has none yet.
UNKNOWN = Journal(title="No journal yet")
FUNDING = re.compile(r"funding|foundation|support", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """The sections of a page by what an article does with them, each with its blocks."""

    kind: str
    notices: Blocks
    abstract: Blocks
    tip: Blocks
    statements: Blocks
    counts: Mapping[str, int]


def append_front(article: etree._Element, about: Identity, journal: Journal | None, parts: Parts) -> None:
    """The front of the article, in the order that the tag set asks for."""
    front = etree.SubElement(article, "front")
    _append_journal(front, journal or UNKNOWN)
    meta = etree.SubElement(front, "article-meta")
    etree.SubElement(meta, "article-id", {"pub-id-type": "publisher-id"}).text = about.id
    subjects = etree.SubElement(
        etree.SubElement(meta, "article-categories"), "subj-group", {"subj-group-type": "heading"}
    )
    etree.SubElement(subjects, "subject").text = parts.kind or "Research Article"
    etree.SubElement(etree.SubElement(meta, "title-group"), "article-title").text = about.title
    _append_authors(meta, about)
    date = etree.SubElement(meta, "pub-date", {"date-type": "preprint", "iso-8601-date": about.data_date})
    for name, value in zip(("day", "month", "year"), reversed(about.data_date.split("-")), strict=True):
        etree.SubElement(date, name).text = value
    _append_abstracts(meta, parts)
    _append_key_words(meta, parts.abstract)
    _append_funding(meta, parts.statements)
    counts = etree.SubElement(meta, "counts")
    for name, number in parts.counts.items():
        etree.SubElement(counts, name, {"count": str(number)})
    if about.synthetic:
        custom = etree.SubElement(etree.SubElement(meta, "custom-meta-group"), "custom-meta")
        etree.SubElement(custom, "meta-name").text = "data"
        etree.SubElement(custom, "meta-value").text = "synthetic"
    if parts.notices:
        append_blocks(parts.notices, etree.SubElement(front, "notes", {"notes-type": "notice"}), "")


def _append_journal(front: etree._Element, journal: Journal) -> None:
    meta = etree.SubElement(front, "journal-meta")
    etree.SubElement(meta, "journal-id", {"journal-id-type": "nlm-ta"}).text = journal.abbreviation or journal.title
    titles = etree.SubElement(meta, "journal-title-group")
    etree.SubElement(titles, "journal-title").text = journal.title
    if journal.abbreviation:
        etree.SubElement(titles, "abbrev-journal-title", {"abbrev-type": "nlm-ta"}).text = journal.abbreviation
    etree.SubElement(meta, "issn", {"pub-type": "epub"}).text = journal.issn  # asked for, even where there is none
    if journal.publisher:
        etree.SubElement(etree.SubElement(meta, "publisher"), "publisher-name").text = journal.publisher


def _append_authors(meta: etree._Element, about: Identity) -> None:
    group = etree.SubElement(meta, "contrib-group")
    places = list(dict.fromkeys(author.affiliation for author in about.authors if author.affiliation))
    for number, author in enumerate(about.authors, 1):
        one = etree.SubElement(group, "contrib", {"contrib-type": "author"})
        if author.corresponding:
            one.set("corresp", "yes")
        if author.orcid:
            known = {"contrib-id-type": "orcid"}
            etree.SubElement(one, "contrib-id", known).text = f"https://orcid.org/{author.orcid}"
        # What of a name is the surname is not for a program to say
        etree.SubElement(etree.SubElement(one, "name-alternatives"), "string-name").text = author.name
        if author.affiliation:
            mark = str(places.index(author.affiliation) + 1)
            etree.SubElement(one, "xref", {"ref-type": "aff", "rid": f"aff{mark}"}).text = mark
        if author.corresponding:
            etree.SubElement(one, "xref", {"ref-type": "corresp", "rid": f"corresp{number}"}).text = "*"
    for number, place in enumerate(places, 1):
        home = etree.SubElement(meta, "aff", {"id": f"aff{number}"})
        etree.SubElement(home, "label").text = str(number)
        etree.SubElement(home, "institution").text = place
    corresponding = [(n, author) for n, author in enumerate(about.authors, 1) if author.corresponding]
    notes = etree.SubElement(meta, "author-notes") if corresponding else None
    for number, author in corresponding:
        told = etree.SubElement(notes, "corresp", {"id": f"corresp{number}"})
        told.text = f"Corresponding author: {author.name}"
        if author.email:
            told.text += ", "
            etree.SubElement(told, "email", {HREF: f"mailto:{author.email}"}).text = author.email


def _append_abstracts(meta: etree._Element, parts: Parts) -> None:
    abstract = etree.SubElement(meta, "abstract")
    told: list[tuple[str, Any]] = [split_label(block) for block in parts.abstract if block.tag == "p"]
    tip = [paragraph for label, paragraph in told if CORE_TIP.search(label)]
    for label, paragraph in told:
        if KEY_WORDS.search(label) or CORE_TIP.search(label):
            continue
        part = etree.SubElement(abstract, "sec") if label else abstract
        if label:
            etree.SubElement(part, "title").text = label
        append_inline(paragraph, etree.SubElement(part, "p"))
    if tip or parts.tip:
        append_blocks([*tip, *parts.tip], etree.SubElement(meta, "abstract", {"abstract-type": "teaser"}), "")


def _append_key_words(meta: etree._Element, abstract: Blocks) -> None:
    for label, paragraph in (split_label(block) for block in abstract if block.tag == "p"):
        if KEY_WORDS.search(label):
            group = etree.SubElement(meta, "kwd-group", {"kwd-group-type": "author"})
            for word in paragraph.text_content().split(";"):
                etree.SubElement(group, "kwd").text = " ".join(word.split()).rstrip(".")


def _append_funding(meta: etree._Element, statements: Blocks) -> None:
    for label, paragraph in (split_label(block) for block in statements if block.tag == "p"):
        if FUNDING.search(label):
            group = etree.SubElement(meta, "funding-group")
            append_inline(paragraph, etree.SubElement(group, "funding-statement"))
