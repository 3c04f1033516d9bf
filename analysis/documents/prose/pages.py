"""The first page and the last lines of a document: title, authors, stamp; what rendered it and from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from analysis.documents.native import format_blocks, format_html, format_typst, format_word_paragraph, format_word_run
from analysis.documents.session import Session, escape
from analysis.study.model import Author, Identity

STAMP = "Synthetic data"


def read_stamp(session: Session) -> str:
    """What every page of this study's documents is marked with; empty for real data."""
    return format_stamp(session.study.study)


def format_stamp(about: Identity) -> str:
    """The mark of every page; empty for real data."""
    return STAMP if about.synthetic else ""


def format_title_page(session: Session, kind: str = "") -> str:
    """title_page("Clinical Trials Study"): title, authors and dates of study.yaml, and the stamp."""
    about = session.study.study
    blocks = format_blocks(html=_html(session, kind), typst=_typst(session, kind), openxml=_openxml(session, kind))
    authors = [author.name for author in about.authors]
    # Quarto calls a page without a title after its file; document-title is what our template prints
    titles = {"pagetitle": about.title, "document-title": about.title}
    metadata = {**titles, "lang": about.language, "author-meta": "; ".join(authors)}
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in metadata.items())
    return f"---\n{lines}\n---\n\n{blocks}"


def _facts(session: Session) -> Iterator[tuple[str, str]]:
    """What stands below the authors, as name and text."""
    about = session.study.study
    for author in about.authors:
        if author.corresponding:
            yield "Corresponding author", f"{author.name}, {author.email}" if author.email else author.name
    for author in about.authors:
        if author.orcid:
            yield "ORCID", f"{author.name} {author.orcid}"
    yield "Study", about.id
    yield "Data of", about.data_date
    yield "Version", about.status


def _signatures(session: Session) -> tuple[list[tuple[Author, str]], list[tuple[str, str]]]:
    """Authors with the marks of their affiliations, and the affiliations with theirs; no mark for a single one."""
    authors = session.study.study.authors
    places = list(dict.fromkeys(author.affiliation for author in authors if author.affiliation))
    marks = {place: str(number) if len(places) > 1 else "" for number, place in enumerate(places, 1)}
    return [(author, marks.get(author.affiliation, "")) for author in authors], [(marks[p], p) for p in places]


def _html(session: Session, kind: str) -> str:
    signed, places = _signatures(session)
    stamp = read_stamp(session)
    authors = ", ".join(f"{format_html(a.name)}{f'<sup>{m}</sup>' if m else ''}" for a, m in signed)
    homes = "<br>".join(f"{f'<sup>{m}</sup> ' if m else ''}{format_html(place)}" for m, place in places)
    facts = "".join(f"<div><dt>{format_html(k)}</dt><dd>{format_html(v)}</dd></div>" for k, v in _facts(session))
    return "\n".join(
        [
            f'<p class="stamp" role="note">{format_html(stamp)}</p>' if stamp else "",
            '<header class="title-page">',
            f'<p class="kind">{format_html(kind)}</p>' if kind else "",
            f"<h1>{format_html(session.study.study.title)}</h1>",
            f'<p class="authors">{authors}</p><p class="places">{homes}</p>' if signed else "",
            f"<dl>{facts}</dl>",
            "</header>",
        ]
    )


def _typst(session: Session, kind: str) -> str:
    signed, places = _signatures(session)
    about = session.study.study
    authors = "".join(f"({format_typst(a.name)}, {format_typst(m)}), " for a, m in signed)
    homes = "".join(f"({format_typst(m)}, {format_typst(place)}), " for m, place in places)
    facts = "".join(f"({format_typst(k)}, {format_typst(v)}), " for k, v in _facts(session))
    names = "".join(f"{format_typst(author.name)}, " for author in about.authors)
    return "\n".join(
        [
            f"#set document(title: {format_typst(about.title)}, author: ({names}))",
            f'#set text(lang: "{about.language[:2]}", region: "{about.language[3:]}")',
            f"#running-head.update({format_typst(about.short_title)})",
            f"#running-stamp.update({format_typst(read_stamp(session))})",
            f"#title-page(kind: {format_typst(kind)}, title: {format_typst(about.title)}, authors: ({authors}),",
            f"  places: ({homes}), facts: ({facts}))",
        ]
    )


def _openxml(session: Session, kind: str) -> str:
    signed, places = _signatures(session)
    runs = []
    for number, (author, mark) in enumerate(signed):
        runs += [format_word_run(f"{', ' if number else ''}{author.name}"), format_word_run(mark, superscript=True)]
    lines = [format_word_paragraph("Kind", format_word_run(kind))] if kind else []
    lines.append(format_word_paragraph("Title", format_word_run(session.study.study.title)))
    lines += [format_word_paragraph("Author", *runs)] if signed else []
    lines += [
        format_word_paragraph("Affiliation", format_word_run(m, superscript=True), format_word_run(place))
        for m, place in places
    ]
    lines += [
        format_word_paragraph("FrontMatter", format_word_run(f"{name}: ", bold=True), format_word_run(text))
        for name, text in _facts(session)
    ]
    return "\n".join(lines)


def format_colophon(session: Session) -> str:
    """colophon(): which engine rendered the document, of which study, from which results."""
    digest = hashlib.sha256(session.places.results.read_bytes()).hexdigest()
    engine = session.places.engine or "Quarto, outside the build: a preview, its numbers not verified"
    about = session.study.study
    return (
        f"Study {escape(about.id)}, data of {about.data_date}. Results table: SHA-256 {digest[:16]}. "
        f"Rendered with {escape(engine)}."
    )
