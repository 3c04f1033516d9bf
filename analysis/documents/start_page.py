"""The page from which everything that a build made can be reached, and the page of its steps.

Both stand beside the documents. They load nothing but the study's own figures, from the folders beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from analysis.study import Study

MARKS = {"good": "✓", "bad": "✗", "open": "–"}
TITLE = "The build, step by step"
STATUS = {"draft": "Draft", "final": "Final"}


@dataclass(frozen=True)
class File:
    """A file that the page leads to: ``href`` as seen from the page ("" for none), its short ``label``."""

    href: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing: its ``title``, a word beside it, its files; a figure shows itself as ``picture``."""

    title: str
    files: tuple[File, ...]
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Shelf:
    """Entries of one sort under a heading."""

    id: str
    heading: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Check:
    """What one check found: ``state`` good, bad or open, the ``figure`` in large, the words under it."""

    state: str
    figure: str
    text: str
    file: File


@dataclass(frozen=True)
class Step:
    """A step of the build: what it is called, what it said, its log, what it read and wrote."""

    name: str
    summary: str
    log: File
    inputs: tuple[File, ...]
    outputs: tuple[File, ...]


def render_start_page(study: Study, checks: Sequence[Check], shelves: Sequence[Shelf]) -> str:
    """The start page. Shelves with pictures show them side by side, the others are lists."""
    shown = [shelf for shelf in shelves if shelf.entries]
    links = "".join(f'<a href="#{shelf.id}">{escape(shelf.heading)}</a>' for shelf in shown)
    over = f"{escape(study.study.id)} · {STATUS[study.study.status]} · data as of {study.study.data_date}"
    parts = [
        _header(over, study.study.short_title, f"{escape(study.study.title)}{_synthetic(study)}"),
        f'<nav aria-label="On this page"><div><a href="#checks">Checks</a>{links}</div></nav><main>',
        '<section id="checks"><h2>Checks</h2><ul class="checks">',
        *(_check(check) for check in checks),
        "</ul></section>",
        *(line for shelf in shown for line in _shelf(shelf)),
        "</main>",
    ]
    return _page(study, f"{study.study.short_title}: start", parts)


def render_build_page(study: Study, steps: Sequence[Step], costs: File) -> str:
    """The page of the build: every step with what it said and the way to its log."""
    over = f'<a href="index.html">{escape(study.study.short_title)}</a>'
    text = f"{len(steps)} steps in the order of the data: what each said, what it read and what it wrote."
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Step and log", "What it said", "Read", "Wrote"))
    parts = [
        _header(over, TITLE, text),
        f"<main><p>How long each step took, and how much memory: {_link(costs)}</p>",
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>',
        *(_step(step) for step in steps),
        "</tbody></table></div></main>",
    ]
    return _page(study, TITLE, parts)


def _header(over: str, title: str, text: str) -> str:
    lines = f'<p class="over">{over}</p><h1>{escape(title)}</h1><p class="title">{text}</p>'
    return f"<header><div>{lines}</div></header>"


def _page(study: Study, title: str, parts: Iterable[str]) -> str:
    style = Path(__file__).with_name("start_page.css").read_text(encoding="utf-8")
    stamp = '<p class="stamp">Synthetic data: no real patient</p>' if study.study.synthetic else ""
    head = (
        f'<!DOCTYPE html>\n<html lang="{study.study.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{stamp}\n"
    )
    return head + "\n".join(parts) + "\n</body>\n</html>\n"


def _synthetic(study: Study) -> str:
    if not study.study.synthetic:
        return ""
    return (
        "<p class='title'>The cohort is invented. It shows how the report is made, and nothing about a treatment.</p>"
    )


def _check(check: Check) -> str:
    state = f'<span class="mark" aria-hidden="true">{MARKS[check.state]}</span>'
    return (
        f'<li class="{check.state}"><a href="{_href(check.file)}">{state}<b>{escape(check.figure)}</b>'
        f"<span>{escape(check.text)}</span></a></li>"
    )


def _shelf(shelf: Shelf) -> Iterator[str]:
    pictures = any(entry.picture for entry in shelf.entries)
    yield f'<section id="{shelf.id}"><h2>{escape(shelf.heading)} <small>{len(shelf.entries)}</small></h2>'
    yield f"<p>{escape(shelf.text)}</p>" if shelf.text else ""
    yield f'<ul class="{"pictures" if pictures else "list"}">'
    for entry in shelf.entries:
        note = f'<span class="note">{escape(entry.note)}</span>' if entry.note else ""
        files = "".join(_link(file, f"{entry.note} {entry.title}".strip()) for file in entry.files)
        yield f"<li>{_picture(entry)}<span class='name'>{note}{escape(entry.title)}</span>"
        yield f'<span class="files">{files}</span></li>'
    yield "</ul></section>"


def _picture(entry: Entry) -> str:
    if not entry.picture:
        return ""
    image = f'<img src="{quote(entry.picture)}" alt="" loading="lazy">'  # its name stands beside
    return f'<a class="picture" href="{_href(entry.files[0])}" tabindex="-1" aria-hidden="true">{image}</a>'


def _step(step: Step) -> str:
    read, wrote = (_folded(files) for files in (step.inputs, step.outputs))
    return (
        f'<tr><th scope="row"><a href="{_href(step.log)}">{escape(step.name)}</a></th><td>{escape(step.summary)}</td>'
        f"<td>{read}</td><td>{wrote}</td></tr>"
    )


def _folded(files: Sequence[File]) -> str:
    links = "<br>".join(_link(file) for file in files)
    return f"<details><summary>{len(files)} files</summary>{links}</details>" if len(files) > 2 else links


def _link(file: File, of: str = "") -> str:
    """A link whose name tells where it leads without the text around it; plain text where there is nothing to open."""
    if not file.href:
        return escape(file.label)
    label = f' aria-label="{escape(of)}, {escape(file.label)}"' if of else ""
    return f'<a href="{_href(file)}"{label}>{escape(file.label)}</a>'


def _href(file: File) -> str:
    return quote(file.href)
