"""Where everything printed comes from: each figure, table and number in the text → program and line → dataset.

The table that data editors ask for. A display is one line, its numbers counted; a number in the text is a line of its
own, with the words around it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from html import escape
from typing import Any

from lxml import html

from analysis.results.table import Results
from analysis.study import Study
from analysis.study.formulas import format_safe
from analysis.verification.page import format_heads, format_page
from analysis.verification.printing import normalised

#: So many letters of the text before and after a number.
BEFORE, AFTER = 60, 25
BLOCKS = {"p", "td", "th", "li", "dt", "dd", "h1", "h2", "h3", "h4", "figcaption"}
FROM_STUDY = "study.yaml"
ABOUT = (
    "Each figure, table and listing, and each number in the text, with the program and line that computed it, the "
    "dataset, and the raw domains behind that (and behind ADSL, which tells who belongs to which population). The "
    "numbers inside a table or figure have one line together. Programs, datasets and files are named from the "
    "project's top folder; what stands under “results” is an analysis of <code>study.yaml</code>, or a row of "
    "<code>results.csv</code> (in <code>data/results</code>). The same table as a file: "
    '<a href="trace.csv">trace.csv</a>.'
)
#: A document with more lines is folded on the page.
MANY = 500


@dataclass(frozen=True)
class Trace:
    """One line: the item as it is called in its document, and the way back to the raw data."""

    document: str
    item: str
    shows: str
    results: str
    program: str
    dataset: str
    raw_data: str
    files: str


@dataclass(frozen=True)
class Lookup:
    """What the trace asks for: the line of a program (``path:function``), of a path of study.yaml, a dataset's domains.

    ``program`` also takes a kind of display, as ``kind:<kind>``.
    """

    program: Callable[[str], str]
    study_line: Callable[[str], int]
    domains: Mapping[str, Sequence[str]]


def derive_trace(
    study: Study, results: Results, bundles: Sequence[Mapping[str, Any]], documents: Mapping[str, Any], lookup: Lookup
) -> tuple[Trace, ...]:
    """All displays, then all numbers in the text, document by document.

    ``documents``: by id the ledger's ``anchors`` and the ``page`` (HTML bytes, empty where it is not made).
    """
    return tuple(
        trace
        for document in study.documents
        for part in (_trace_displays, _trace_text)
        for trace in part(document.id, study, results, (bundles, documents[document.id]), lookup)
    )


def _trace_displays(name: str, study: Study, results: Results, made: Any, lookup: Lookup) -> Iterator[Trace]:
    for bundle in made[0]:
        number = bundle["numbers_in_documents"].get(name)
        if not number:
            continue
        display = study.display(bundle["id"])
        anchors = [a for kind in ("anchors", "drawn") for a in bundle.get(kind, ())]
        rows = [results[a["row"]] for a in anchors if a["row"] in results]
        rows = rows or [row for a in display.analyses for row in results.find(analysis=a)]
        programs = [lookup.program(script) for script in sorted({row.script for row in rows})]
        programs.append(lookup.program(f"kind:{display.kind}"))
        datasets = sorted({row.dataset for row in rows})
        yield Trace(
            *(name, number, f"{bundle['title']} ({len({a['id'] for a in anchors}):,} numbers)"),
            *(_join(display.analyses), _join(programs), _join(datasets), _domains(datasets, lookup)),
            _join(f"{bundle['produces']}s/{bundle['id']}.{form}" for form in _forms(bundle)),
        )


def _forms(bundle: Mapping[str, Any]) -> Iterable[str]:
    return bundle["files"] or ("html", "rtf", "csv")


def _trace_text(name: str, study: Study, results: Results, made: Any, lookup: Lookup) -> Iterator[Trace]:
    ledger, page = made[1]["anchors"], made[1]["page"]
    around = _read_surroundings(page) if page else {}
    shown = {a["id"] for bundle in made[0] for a in bundle["anchors"]}
    source = _source(study, name)
    for anchor in ledger:
        if anchor["id"] in shown:
            continue
        row, text = anchor["row"], around.get(anchor["id"], anchor["text"])
        if row.startswith("study:"):
            line = f"{FROM_STUDY}:{lookup.study_line(row.removeprefix('study:'))}"
            yield Trace(name, anchor["id"], text, row, line, "none: a fact of the design", "none", source)
        else:
            found = results[row]
            domains = _domains([found.dataset], lookup)
            yield Trace(name, anchor["id"], text, row, lookup.program(found.script), found.dataset, domains, source)


def _source(study: Study, document: str) -> str:
    return f"manuscript/{study.document(document).source}"


def _domains(datasets: Iterable[str], lookup: Lookup) -> str:
    return _join(sorted({domain for name in datasets for domain in lookup.domains.get(name, ())}))


def _join(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _read_surroundings(page: bytes) -> dict[str, str]:
    """Each bound number of a page by its id, between brackets in the words around it."""
    bound = html.fromstring(page.decode("utf-8")).xpath("//*[contains(concat(' ', @class, ' '), ' n ')]")
    blocks = dict.fromkeys(next((e for e in one.iterancestors() if e.tag in BLOCKS), one.getparent()) for one in bound)
    found = {}
    for block in blocks:
        pieces = list(_walk(block))
        for place, (text, owner) in enumerate(pieces):
            if owner:
                before, after = (normalised("".join(t for t, _ in part)) for part in _around(pieces, place))
                before = before if len(before) <= BEFORE else "…" + before[-BEFORE:].partition(" ")[2]
                after = after if len(after) <= AFTER else after[:AFTER].rpartition(" ")[0] + "…"
                found[owner] = f"{before} [{normalised(text)}] {after}".strip()
    return found


def _around(pieces: Sequence[tuple[str, str]], place: int) -> tuple[Sequence[tuple[str, str]], ...]:
    return pieces[:place], pieces[place + 1 :]


def _walk(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The pieces of text in order, each with the id of the number that it is, or ""."""
    if not isinstance(element.tag, str):
        return
    if "n" in (element.get("class") or "").split():
        yield element.text_content(), element.get("id", "")
        return
    yield element.text or "", ""
    for child in element:
        yield from _walk(child)
        yield child.tail or "", ""


def format_trace(traces: Sequence[Trace]) -> str:
    """The table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(Trace)])
    writer.writerows(map(format_safe, astuple(trace)) for trace in traces)
    return out.getvalue()


def render_trace(study: Study, traces: Sequence[Trace]) -> str:
    """The table as one self-contained HTML page, a section for each document."""
    parts = [f"<p>{ABOUT}</p>"]
    for document in study.documents:
        own = [trace for trace in traces if trace.document == document.id]
        shown = [trace for trace in own if trace.files != _source(study, document.id)]
        told = f"{len(shown)} displays, {len(own) - len(shown):,} numbers in the text"
        parts += [
            f"<details{' open' if len(own) < MANY else ''}><summary><b>{escape(document.kind or document.id)}</b>"
        ]
        parts += [f" ({escape(document.id)}): {told}</summary>", *_render_lines(own), "</details>"]
    return format_page(study, "Where everything comes from", parts, "wide")


def _render_lines(traces: Iterable[Trace]) -> Iterator[str]:
    heads = format_heads(*(field.name.replace("_", " ").capitalize() for field in fields(Trace)[1:]))
    yield f'<table class="dense"><thead><tr>{heads}</tr></thead><tbody>'
    for trace in traces:
        cells = (f"<td>{escape(cell)}</td>" for cell in astuple(trace)[1:])
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"
