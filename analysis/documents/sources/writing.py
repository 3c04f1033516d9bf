"""A document's sources, from the page that was rendered first to what the other formats carry."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.documents.job import RenderJob
from analysis.documents.ledger import Anchor, read_ledger
from analysis.documents.sources.page import find_shown, format_json, format_map, render_sources
from analysis.documents.sources.reading import Origins, Source, format_record, read_lines, read_sources
from analysis.results.table import read_results

FILE = "numbers.json"
FIGURE = re.compile(r'<figure\b[^>]*\bid="(display-[^"]*)"')
KEPT = ("id", "anchors", "drawn")  # of a display as it was built: not the display itself in each format


@dataclass(frozen=True)
class Numbers:
    """All numbers that a document prints: its ledger, those in drawings, the sources of their rows, an entry for each.

    ``shown`` are the numbers of the displays as they were built, by the id of their element in the page.
    """

    anchors: list[Anchor]
    drawn: list[Anchor]
    sources: Mapping[str, Source]
    record: list[dict[str, str]]
    shown: Mapping[str, Mapping[str, Any]]


def read_numbers(page: bytes, job: RenderJob) -> Numbers:
    """What the page of a document prints and from where. Raises DocumentError."""
    anchors, places, shown = read_ledger(page, job), job.places(""), _read_shown(page, job)
    drawn: list[Anchor] = [anchor for bundle in shown.values() for anchor in bundle.get("drawn", ())]
    study_file = Path(places.study)
    origins = Origins(job.study, study_file, read_results(places.results), read_lines(places.description))
    sources = read_sources((anchor["row"] for anchor in (*anchors, *drawn)), origins)
    return Numbers(anchors, drawn, sources, format_record([*anchors, *drawn], sources), shown)


def _read_shown(page: bytes, job: RenderJob) -> dict[str, dict[str, Any]]:
    """The numbers of the displays of a page as they were built, by the ids of their elements."""
    shown = {}
    for target in FIGURE.findall(page.decode("utf-8")):
        path = job.places("").display(target.removeprefix("display-"))
        bundle = json.loads(path.read_text(encoding="utf-8"))
        shown[target] = {name: bundle[name] for name in KEPT if name in bundle}
    return shown


def write_numbers(numbers: Numbers, job: RenderJob, folder: Path) -> Path:
    """The map as a file beside the document's source, where the PDF takes it from."""
    path = folder / "manuscript" / FILE
    path.write_text(format_json(numbers.record, job.document.id, job.study), encoding="utf-8", newline="\n")
    return path


def render_page(page: bytes, numbers: Numbers, job: RenderJob) -> bytes:
    """The page with its sources on hover and focus."""
    bundles = {bundle["id"]: bundle for bundle in numbers.shown.values()}
    shown = find_shown(job.study, list(numbers.shown), bundles)
    told = format_map(numbers.anchors, numbers.drawn, numbers.sources, shown)
    return render_sources(page.decode("utf-8"), told).encode("utf-8")
