"""The engine that calls Quarto, each format in a copy of its own, so that renders can't disturb each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.displays.fonts import FOLDER, find_missing
from analysis.documents.checks import check_page
from analysis.documents.gate import check_source
from analysis.documents.job import RenderJob, read_drawn_text
from analysis.documents.kernel import ANSI, ROOT, render_markdown
from analysis.documents.notebook import Part, read_document
from analysis.documents.sources.appendix import format_appendix
from analysis.documents.sources.writing import FILE, Numbers, read_numbers, write_numbers
from analysis.errors import DocumentError, Fault

TARGETS = {"html": "html", "pdf": "typst", "docx": "docx"}


def find_quarto() -> str | None:
    """The quarto command, where it is on PATH."""
    return shutil.which("quarto")


def describe_quarto() -> str:
    """The engine and its version, for the colophon."""
    done = subprocess.run([find_quarto() or "quarto", "--version"], capture_output=True, text=True, check=False)
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Quarto {done.stdout.strip()} (Python {python})"


def render_quarto(job: RenderJob) -> tuple[dict[str, Path], Numbers]:
    """Each format of the document as a file in the job's folder, and its numbers, which the page tells first.

    DocumentError tells the line where code failed.
    """
    engine = describe_quarto()
    page = _render(job, "html", engine)
    numbers = read_numbers(page.read_bytes(), job)
    appendix = format_appendix(numbers.record) if job.document.sources else ""
    if appendix:
        page = _render(job, "html", engine, appendix)
    others = [form for form in job.formats if form != "html"]
    with ThreadPoolExecutor(max_workers=2) as pool:
        files = pool.map(lambda form: _render(job, form, engine, appendix, numbers), others)
        return {"html": page, **dict(zip(others, files, strict=True))}, numbers


def _render(job: RenderJob, form: str, engine: str, appendix: str = "", numbers: Numbers | None = None) -> Path:
    folder = job.prepare(f"quarto-{form}")
    source = folder / "manuscript" / job.document.source
    parts, told = read_document(source), job.places(engine)
    if form == "html":
        check_source(parts, job.study, job.document, told.text)
    if numbers:
        write_numbers(numbers, job, folder)
    _keep_heading(parts, source.parent)
    with source.open("a", encoding="utf-8") as file:
        file.write(appendix)
    command = [find_quarto() or "quarto", "render", str(source), "--to", TARGETS[form], "--no-execute-daemon"]
    command += ["--metadata", f"numbers:{FILE}"] if numbers else []
    done = subprocess.run(command, cwd=folder, env=_environment(job, told.variable()), capture_output=True, check=False)
    log = ANSI.sub("", (done.stdout + done.stderr).decode("utf-8", "replace"))
    (folder / "quarto.log").write_text(log, encoding="utf-8")
    found = sorted(folder.rglob(f"{source.stem}.{form}"))
    if done.returncode or not found:
        render_markdown(parts, source.parent, told.variable())  # raises with file and line where code is at fault
        last = "; ".join(line.strip() for line in log.splitlines()[-12:] if line.strip())
        raise DocumentError(
            Fault(job.document.source, f"Quarto could not render it to {form}: {last}", f"see {folder}")
        )
    if form == "html":
        check_page(found[0].read_bytes(), source.name)
    return found[0]


def _keep_heading(parts: Sequence[Part], folder: Path) -> None:
    """A comment before the heading that the text begins with: Quarto would take that for the title and leave it out."""
    lines = [line for part in parts if part.kind == "text" for line in part.lines]
    ends = [number for number, line in enumerate(lines) if line.text.rstrip() == "---"][:2]
    body = lines[ends[1] + 1 :] if len(ends) == 2 and ends[0] == 0 else lines
    first = next((line for line in body if line.text.strip()), None)
    if first and first.text.startswith("#"):
        path = folder / first.file
        text = path.read_text(encoding="utf-8").split("\n")
        text.insert(first.number - 1, "<!-- a heading, not the title -->\n")
        path.write_text("\n".join(text), encoding="utf-8", newline="\n")


def _environment(job: RenderJob, places: dict[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        **places,
        "PYTHONPATH": str(ROOT),
        "QUARTO_PYTHON": sys.executable,
        "SOURCE_DATE_EPOCH": str(job.epoch),
        "TYPST_FONT_PATHS": str(FOLDER),
        "TYPST_IGNORE_SYSTEM_FONTS": "" if find_missing(read_drawn_text(job.folders.products)) else "true",
        "IPYTHONDIR": str(job.folders.scratch / ".ipython"),
    }
