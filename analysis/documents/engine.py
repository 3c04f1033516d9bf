"""The one place where the engine is chosen, and a document becomes its finished files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.documents.embedded import render_embedded
from analysis.documents.heads import PageHead, format_running_head, is_manuscript
from analysis.documents.job import Folders, RenderJob
from analysis.documents.packed import format_packed
from analysis.documents.prose.pages import STAMP
from analysis.documents.quarto import find_quarto, render_quarto
from analysis.documents.sources.writing import render_page
from analysis.documents.word import format_word_file
from analysis.errors import DocumentError, Fault
from analysis.study import Study

ENGINES = ("auto", "embedded", "quarto")


@dataclass(frozen=True)
class Rendered:
    """A finished document: its bytes by format, and its ledger: every printed number in reading order, as JSON."""

    files: Mapping[str, bytes]
    ledger: str


def choose_engine(engine: str = "auto") -> str:
    """``quarto`` where its command is on PATH, else ``embedded``; a name given is obeyed. Raises DocumentError."""
    if engine not in ENGINES:
        raise DocumentError(Fault(f"engine={engine}", "no such engine", f"choose one of {', '.join(ENGINES)}"))
    if engine == "auto":
        return "quarto" if find_quarto() else "embedded"
    if engine == "quarto" and not find_quarto():
        remedy = "install Quarto (quarto.org), or leave engine=quarto out: the embedded engine needs nothing"
        raise DocumentError(Fault("engine=quarto", "the command quarto is not on PATH", remedy))
    return engine


def render_document(name: str, study: Study, folders: Folders, engine: str = "auto") -> Rendered:
    """A document of the study in all its formats, checked, with the same bytes for the same input.

    The scratch folder is emptied first and left for a look after a failure. Raises DocumentError.
    """
    chosen = choose_engine(engine)
    job = RenderJob(study.document(name), study, folders.resolved())
    shutil.rmtree(job.folders.scratch, ignore_errors=True)
    job.folders.scratch.mkdir(parents=True)
    files, numbers = (render_quarto if chosen == "quarto" else render_embedded)(job)
    contents = {form: path.read_bytes() for form, path in files.items()}
    contents["html"] = render_page(contents["html"], numbers, job)
    if "pdf" in contents:
        contents["pdf"] = format_packed(contents["pdf"])
    if "docx" in contents:
        about = study.study
        head = PageHead(
            format_running_head(about, job.document), STAMP if about.synthetic else "", is_manuscript(job.document)
        )
        contents["docx"] = format_word_file(contents["docx"], about, head, job.epoch, numbers.record)
    told = {"document": name, "engine": chosen, "anchors": numbers.anchors}
    asked: dict[str, bytes] = {form: contents[form] for form in job.document.formats}
    return Rendered(asked, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
