"""submission: everything that goes to a journal with a paper, in one folder."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from analysis.documents.checklist.filling import MISSING, NOT_APPLICABLE, REPORTED
from analysis.documents.jats.article import render_jats
from analysis.documents.jats.checks import check_article
from analysis.documents.job import Folders, RenderJob
from analysis.documents.sheet import Sheet, render_sheet
from analysis.documents.submission.cover import derive_cover, format_cover, format_cover_text
from analysis.documents.submission.figures import render_journal_figure
from analysis.errors import DocumentError, Fault
from analysis.steps.declarations import ROOT
from analysis.steps.plan import OUTPUT, WORK
from analysis.steps.step import Done, Job
from analysis.study import Study, read_study
from analysis.study.displays import format_file_name
from analysis.study.model import Journal, Submission

FOLDER = OUTPUT / "submission"
ARTICLE, COVER = "article.xml", ("cover.docx", "cover.html")
WHAT = {
    ARTICLE: "the article in JATS XML",
    "cover.json": "the data of this page for programs",
    "manuscript": "the manuscript",
    "checklist": "the reporting checklist",
    "supplement": "the supplement",
}


def run(job: Job) -> Done:
    """Make the article and the figures, take the rest as it was built, and list all of it in the cover data."""
    study = read_study(job.one("study"))
    document = study.document(job.name)
    wanted = document.submission or Submission()
    if "html" not in document.formats:
        raise DocumentError(
            Fault(f"document {job.name}", "is to be submitted but has no HTML to make it from", "add html")
        )
    bundles = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("displays", ())]
    files = _copied(job) | _displays(job, bundles, wanted.journal or Journal(title=""))
    article = _article(job, study, wanted.journal, files)
    cover = derive_cover(article, study.study, wanted.journal, _count_items(job))
    files[ARTICLE] = article
    files["cover.json"] = format_cover(cover, files).encode()
    listed = {name: _what(name, bundles, job.name) for name in files}
    folders = Folders(Path(), WORK, ROOT, WORK / "render" / f"{job.name}-cover")
    sheet = Sheet("Cover data", format_cover_text(cover, listed))
    made = render_sheet(RenderJob(document, study, folders.resolved()), sheet)
    files |= {name: made[name.removeprefix("cover.")] for name in COVER}
    return Done({FOLDER / name: content for name, content in files.items()}, f"{len(files)} files{_misfits(cover)}")


def _misfits(cover: dict[str, Any]) -> str:
    """Parts of a draft that are longer or shorter than the journal asks for; a final paper doesn't come this far."""
    odd = [f"{one['part']} {one['count']} ({one['asked']})" for one in cover["lengths"] if not one["fits"]]
    return f"; lengths that the journal does not take: {', '.join(odd)}" if odd else ""


def _copied(job: Job) -> dict[str, bytes]:
    """Manuscript, checklist and supplement by their names in the folder; links between them follow the names."""
    roles = {"manuscript": "document", "checklist": "checklist", "supplement": "supplement"}
    found = {f"{n}{path.suffix}": path for n, role in roles.items() for path in job.inputs.get(role, ())}
    files = {name: path.read_bytes() for name, path in found.items()}
    if "checklist.html" in files:
        page = files["checklist.html"].replace(f'href="{job.name}.html#'.encode(), b'href="manuscript.html#')
        files["checklist.html"] = page
    return files


def _displays(job: Job, bundles: list[dict[str, Any]], journal: Journal) -> dict[str, bytes]:
    """Figures in the journal's sizes, tables as they can be edited."""
    built = {(path.stem, path.suffix[1:]): path for path in job.inputs.get("parts", ())}
    files: dict[str, bytes] = {}
    for bundle in bundles:
        stem = format_file_name(bundle["numbers_in_documents"][job.name])
        if bundle["produces"] == "table":
            made = {form: built[bundle["id"], form].read_bytes() for form in ("rtf", "csv")}
        else:
            svg = built[bundle["id"], "svg"].read_text(encoding="utf-8")
            made = render_journal_figure(svg, bundle, journal.figure_widths, journal.resolution)
        files |= {f"{bundle['produces']}s/{stem}.{form}": content for form, content in made.items()}
    return files


def _article(job: Job, study: Study, journal: Journal | None, files: dict[str, bytes]) -> bytes:
    """The article, its numbers those of the document's ledger."""
    page = next(path for path in job.inputs["document"] if path.suffix == ".html").read_bytes()
    article = render_jats(page, study.study, journal, "figures/{name}.tif")
    ledger = json.loads(job.one("ledger").read_text(encoding="utf-8"))
    check_article(article, {anchor["id"]: anchor["text"] for anchor in ledger["anchors"]}, files)
    return article


def _count_items(job: Job) -> dict[str, Any] | None:
    """How many items of the checklist are reported, and which are missing; None without a checklist."""
    table = next((path for path in job.inputs.get("checklist", ()) if path.suffix == ".csv"), None)
    if table is None:
        return None
    lines = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    counts = Counter(line["status"] for line in lines)
    missing = [f"{line['checklist']} {line['item']}" for line in lines if line["status"] == MISSING]
    return {status: counts[status] for status in (REPORTED, NOT_APPLICABLE, MISSING)} | {"missing_items": missing}


def _what(name: str, bundles: list[dict[str, Any]], document: str) -> str:
    """What a file is, for the list on the cover page."""
    stem = Path(name).stem
    for bundle in bundles:
        if "/" in name and format_file_name(bundle["numbers_in_documents"][document]) == stem:
            return f"{bundle['numbers_in_documents'][document]}: {bundle['title']}"
    return WHAT.get(name) or WHAT.get(stem, "")
