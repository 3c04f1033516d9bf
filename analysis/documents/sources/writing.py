"""A document's sources, from the page that was rendered first to what the other formats carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.documents.job import RenderJob
from analysis.documents.ledger import Anchor, read_ledger
from analysis.documents.sources.page import find_shown, format_json, render_sources
from analysis.documents.sources.reading import Origins, Source, format_record, read_lines, read_sources
from analysis.results.table import read_results

FILE = "numbers.json"


@dataclass(frozen=True)
class Numbers:
    """All numbers that a document prints: its ledger, the sources of their rows, and one entry for each."""

    anchors: list[Anchor]
    sources: Mapping[str, Source]
    record: list[dict[str, str]]


def read_numbers(page: bytes, job: RenderJob) -> Numbers:
    """What the page of a document prints and from where. Raises DocumentError."""
    anchors, places = read_ledger(page, job), job.places("")
    study_file = Path(places.study)
    origins = Origins(job.study, study_file, read_results(places.results), read_lines(places.description))
    sources = read_sources((anchor["row"] for anchor in anchors), origins)
    return Numbers(anchors, sources, format_record(anchors, sources))


def write_numbers(numbers: Numbers, job: RenderJob, folder: Path) -> Path:
    """The map as a file beside the document's source, where the PDF takes it from."""
    path = folder / "manuscript" / FILE
    path.write_text(format_json(numbers.record, job.document.id, job.study), encoding="utf-8", newline="\n")
    return path


def render_page(page: bytes, numbers: Numbers, job: RenderJob) -> bytes:
    """The page with its sources on hover and focus."""
    from lxml import html

    tree = html.fromstring(page.decode("utf-8"))
    targets = [str(name) for name in tree.xpath("//figure[starts-with(@id, 'display-')]/@id")]
    paths = {target: job.places("").display(target.removeprefix("display-")) for target in targets}
    bundles: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in paths.values()]
    shown = find_shown(job.study, targets, {bundle["id"]: bundle for bundle in bundles})
    return render_sources(page.decode("utf-8"), numbers.anchors, numbers.sources, shown).encode("utf-8")
