"""document: a manuscript with its displays, in all its formats, by the engine chosen."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.documents.engine import render_document
from analysis.documents.job import Folders
from analysis.steps.declarations import ROOT
from analysis.steps.plan import WORK
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Render in a scratch folder; the finished files and the ledger of printed numbers go to the build."""
    study = read_study(job.one("study"))
    folders = Folders(Path(), WORK, ROOT, WORK / "render" / job.name)
    rendered = render_document(job.name, study, folders, job.settings["engine"])
    files: dict[Path, str | bytes] = {job.out(f"output/{job.name}.{form}"): c for form, c in rendered.files.items()}
    files[job.out(f"documents/{job.name}.json")] = rendered.ledger
    told = json.loads(rendered.ledger)
    return Done(files, f"{', '.join(rendered.files)} by the {told['engine']} engine, {len(told['anchors'])} numbers")
