"""A short document that the build writes itself, such as a checklist: one text for page, PDF and Word."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from analysis.documents.checks import check_page
from analysis.documents.embedded import render_pages
from analysis.documents.heads import PageHead
from analysis.documents.job import RenderJob
from analysis.documents.pandoc import format_arguments, run_pandoc
from analysis.documents.prose.pages import format_stamp
from analysis.documents.report.front import format_setup, format_title
from analysis.documents.word import format_word_file

ENDINGS = {"html": ".html", "pdf": ".typ", "docx": ".docx"}


@dataclass(frozen=True)
class Sheet:
    """What the sheet is, and its text: Markdown without code."""

    kind: str
    text: str


def render_sheet(job: RenderJob, sheet: Sheet) -> dict[str, bytes]:
    """The sheet as ``html``, ``pdf`` and ``docx``, in the looks of the job's study. Raises DocumentError."""
    about = job.study.study
    shutil.rmtree(job.folders.scratch, ignore_errors=True)
    folder = job.prepare("sheet")
    head = f"{about.id} · {sheet.kind}"
    title = f"{sheet.kind}: {about.title}"
    markdown = "\n\n".join([format_setup(about, title, head), format_title(about, sheet.kind), sheet.text, ""])
    made: dict[str, bytes] = {}
    for form, ending in ENDINGS.items():
        output = folder / "manuscript" / f"sheet{ending}"
        run_pandoc(markdown, format_arguments(folder, form), output.parent, job.epoch, output)
        made[form] = (render_pages(output, folder, job.epoch) if form == "pdf" else output).read_bytes()
    check_page(made["html"], sheet.kind)
    made["docx"] = format_word_file(made["docx"], about, PageHead(head, format_stamp(about)), job.epoch)
    return made
