"""checklist: the items of a document's reporting checklists, filled from its finished files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from analysis.documents.checklist.filling import MISSING, NOT_APPLICABLE, REPORTED, derive_checklist, format_csv
from analysis.documents.checklist.items import read_checklists
from analysis.documents.checklist.sheet import format_checklist
from analysis.documents.job import Folders, RenderJob
from analysis.documents.sheet import Sheet, render_sheet
from analysis.errors import DocumentError, Fault
from analysis.steps.declarations import ROOT
from analysis.steps.plan import WORK
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Find each item in the page and the PDF; what is missing is told, and stops nothing."""
    study = read_study(job.one("study"))
    document = study.document(job.name)
    lists = job.inputs["lists"]
    if absent := [path for path in lists if not path.is_file()]:
        remedy = "write it, or take its name out of study.yaml"
        raise DocumentError([Fault(path.as_posix(), "there is no such checklist", remedy) for path in absent])
    if "html" not in document.formats:
        raise DocumentError(Fault(f"document {job.name}", "has a checklist but no HTML to find it in", "add html"))
    pages = {path.suffix: path for path in job.inputs["products"]}
    pdf = pages[".pdf"].read_bytes() if ".pdf" in pages else None
    reasons = document.checklist.not_applicable if document.checklist else {}
    filled = derive_checklist(read_checklists(lists), reasons, pages[".html"].read_bytes(), pdf)
    folders = Folders(Path(), WORK, ROOT, WORK / "render" / f"{job.name}-checklist")
    sheet = Sheet("Reporting checklist", format_checklist(filled, pages[".html"].name))
    made = render_sheet(RenderJob(document, study, folders.resolved()), sheet)
    files: dict[Path, str | bytes] = {job.out(f"checklist.{form}"): content for form, content in made.items()}
    files[job.out("checklist.csv")] = format_csv(filled)
    counts = Counter(one.status for one in filled)
    return Done(files, ", ".join(f"{counts[status]} {status}" for status in (REPORTED, NOT_APPLICABLE, MISSING)))
