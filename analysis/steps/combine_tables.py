"""tables: all tables and listings as one RTF file, by their numbers."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.displays.rtf_volume import render_rtf_volume
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.study.displays import Display

WORDS = ("Table", "Listing")


def run(job: Job) -> Done:
    """Each numbered table as a section of its own, tables before listings."""
    study = read_study(job.one("study"))
    files = {path.stem: path for path in job.inputs.get("tables", ())}
    report = next((d.id for d in study.documents if d.source == "csr.qmd"), "")
    shown = [block for block in study.displays if block.id in files and block.numbers]
    ordered = sorted(shown, key=lambda block: _place(block, report))
    text = render_rtf_volume([(block.id, files[block.id].read_text(encoding="ascii")) for block in ordered])
    content: dict[Path, str | bytes] = {job.outputs[0]: text}
    return Done(content, f"{len(ordered)} tables and listings")


def _place(block: Display, report: str) -> tuple[int, list[int]]:
    """By the number in the report, else in the first document that has one."""
    number = block.numbers.get(report) or next(iter(block.numbers.values()))
    word = number.split(" ", 1)[0]
    return WORDS.index(word) if word in WORDS else -1, [int(part) for part in re.findall(r"\d+", number)]
