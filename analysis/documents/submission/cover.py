"""The data that a journal's forms ask for, read from the article itself, as JSON and in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lxml import etree

from analysis.documents.report.grid import format_bullets, format_fields
from analysis.documents.session import escape
from analysis.documents.submission.lengths import check_lengths, derive_lengths
from analysis.study.model import Identity, Journal


def derive_cover(
    article: bytes, about: Identity, journal: Journal | None, checklist: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What the forms ask for: title, authors, lengths, key words, statements, and how far the checklist is filled.

    DocumentError where a final paper is longer or shorter than its journal asks for.
    """
    lengths = derive_lengths(article, about.short_title, journal.limits if journal else {})
    check_lengths(lengths, final=about.status == "final")
    tree = etree.fromstring(article)
    meta = tree.find("front/article-meta")
    parts = {_text(sec.find("title")): _words(sec.findall("p")) for sec in meta.findall("abstract[1]/sec")}
    counts = {one.tag.removesuffix("-count"): int(one.get("count") or 0) for one in meta.iterfind("counts/*")}
    counts["body-word"] = _words(tree.findall("body//p"))
    return {
        "title": about.title,
        "running_title": about.short_title,
        "type": _text(meta.find("article-categories//subject")),
        "journal": journal.title if journal else None,
        "study": about.id,
        "data_of": about.data_date,
        "status": about.status,
        "synthetic_data": about.synthetic,
        "authors": [author.model_dump() for author in about.authors],
        "key_words": [_text(word) for word in meta.iter("kwd")],
        "abstract_words": parts | {"all": sum(parts.values())}
        if parts
        else {"all": _words(meta.findall("abstract//p"))},
        "lengths": [asdict(length) | {"asked": length.asked, "fits": length.fits} for length in lengths],
        "counts": counts,
        "statements": {_text(sec.find("title")): _text(*sec.findall("p")) for sec in tree.findall("back/sec")},
        "checklist": checklist,
    }


def _text(*elements: etree._Element | None) -> str:
    return " ".join(" ".join("".join(e.itertext()) for e in elements if e is not None).split())


def _words(paragraphs: list[etree._Element]) -> int:
    return len(_text(*paragraphs).split())


def format_cover(cover: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """The cover data as JSON, with each file of the submission by its size and digest."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    return json.dumps({**cover, "files": listed}, indent=1, ensure_ascii=False) + "\n"


def format_cover_text(cover: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """The cover data as Markdown; ``files`` are the names of the submission's files with what they are."""
    counts, words, checklist = cover["counts"], cover["abstract_words"], cover["checklist"]
    abstract = ", ".join(f"{escape(name)} {number}" for name, number in words.items() if name != "all")
    fields = [
        ("Journal", escape(cover["journal"] or "not named")),
        ("Type", escape(cover["type"])),
        ("Running title", escape(cover["running_title"])),
        ("Authors", format_bullets([_author(author) for author in cover["authors"]])),
        ("Key words", escape("; ".join(cover["key_words"]))),
        ("Words of the abstract", f"{words['all']}{f' ({abstract})' if abstract else ''}"),
        ("Words of the text", str(counts["body-word"])),
        ("Figures, tables, references", f"{counts['fig']}, {counts['table']}, {counts['ref']}"),
    ]
    fields += [(f"Length of {escape(one['part'])}", _told_length(one)) for one in cover["lengths"]]
    if checklist:
        told = f"{checklist['reported']} reported, {checklist['does not apply']} do not apply"
        fields.append(("Reporting checklist", f"{told}, {checklist['missing']} missing"))
    fields += [(escape(name), escape(text)) for name, text in cover["statements"].items()]
    listed = [(escape(name), escape(what)) for name, what in files.items()]
    return f"# Data of the paper\n\n{format_fields(fields)}\n\n# Files\n\n{format_fields(listed)}"


def _told_length(length: Mapping[str, Any]) -> str:
    return f"{length['count']} ({length['asked']}{'' if length['fits'] else '; **does not fit**'})"


def _author(author: Mapping[str, Any]) -> str:
    told = [author["name"], author["affiliation"], author["orcid"] and f"ORCID {author['orcid']}", author["email"]]
    marked = " (corresponding)" if author["corresponding"] else ""
    return escape(", ".join(part for part in told if part)) + marked
