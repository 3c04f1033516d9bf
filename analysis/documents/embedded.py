"""The engine for a machine without Quarto: the document runs once, then pandoc and Typst write each format."""

from __future__ import annotations

import functools
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from analysis.displays.fonts import find_missing, read_fonts
from analysis.displays.parts import set_direction
from analysis.documents.aside import Aside, format_asides
from analysis.documents.checks import check_page
from analysis.documents.gate import check_source
from analysis.documents.job import RenderJob, read_drawn_text
from analysis.documents.kernel import render_markdown
from analysis.documents.notebook import read_document
from analysis.documents.pandoc import format_arguments, read_pdf_standards, run_pandoc
from analysis.documents.sources.appendix import format_appendix
from analysis.documents.sources.writing import FILE, Numbers, read_numbers, write_numbers
from analysis.documents.typeset import NO_MEMORY, render_typeset
from analysis.documents.word import format_restored
from analysis.errors import DocumentError, Fault

#: Typst's words for text that it has no font for.
WITHOUT_FONT = re.compile(r'the text `"(.*?)"` could not be displayed')


def describe_embedded() -> str:
    """The engine and what it consists of, for the colophon."""
    python = ".".join(map(str, sys.version_info[:3]))
    parts = [
        f"pypandoc_binary {version('pypandoc_binary')}",
        f"typst {version('typst')}",
        f"nbclient {version('nbclient')}",
    ]
    return f"the embedded engine (Python {python}, {', '.join(parts)})"


def render_embedded(job: RenderJob) -> tuple[dict[str, Path], Numbers]:
    """Each format of the document as a file in the job's folder, and its numbers. Raises DocumentError."""
    folder = job.prepare("embedded")
    source = folder / "manuscript" / job.document.source
    files = _write_formats(job, folder, source)
    numbers = read_numbers(files["html"].read_bytes(), job)
    if "pdf" in files:
        write_numbers(numbers, job, folder)
        files["pdf"] = render_pages(files["pdf"], folder, job.epoch)
    return files, numbers


def _write_formats(job: RenderJob, folder: Path, source: Path) -> dict[str, Path]:
    """The document run once and written in each format; what that takes of memory is free again when Typst begins."""
    parts, places = read_document(source), job.places(describe_embedded())
    check_source(parts, job.study, job.document, places.text)
    markdown = render_markdown(parts, source.parent, places.variable())
    write = functools.partial(_write, job, folder, source)
    if job.document.sources:
        page = write(format_asides(markdown, ("html",))["html"])
        markdown += format_appendix(read_numbers(page.read_bytes(), job).record)
    source.with_suffix(".md").write_text(markdown, encoding="utf-8", newline="\n")
    asides = format_asides(markdown, job.formats)
    with ThreadPoolExecutor() as pool:
        return dict(zip(asides, pool.map(write, asides.values()), strict=True))


def _write(job: RenderJob, folder: Path, source: Path, aside: Aside) -> Path:
    """One format by pandoc: for the PDF, what Typst compiles."""
    output = source.with_suffix({"html": ".html", "pdf": ".typ", "docx": ".docx"}[aside.form])
    arguments = [*format_arguments(folder, aside.form), f"--variable=numbers:{FILE}"]
    run_pandoc(aside.markdown, arguments, source.parent, job.epoch, output)
    if aside.form == "docx":
        output.write_bytes(format_restored(output.read_bytes(), aside.restored))
        return output
    written = output.read_text(encoding="utf-8")
    written = set_direction(written) if aside.form == "pdf" else written
    output.write_text(aside.restored(written), encoding="utf-8", newline="\n")
    if aside.form == "html":
        check_page(output.read_bytes(), source.name)
    return output


def _explain(name: str, said: str, kept: Path) -> Fault:
    """What typst said; of letters that no font has, and of memory, what to do about them."""
    if said == NO_MEMORY:
        what = "the machine has not enough memory for the PDF, which takes about 5 MB for each page of tables"
        return Fault(
            name, what, "close other programs, use a larger machine, or leave pdf out of the document's formats"
        )
    letters = "".join(dict.fromkeys("".join(WITHOUT_FONT.findall(said))))
    if letters:
        remedy = "write it in other letters in data/raw, study.yaml or the text, or leave pdf out of the formats"
        return Fault(name, f"the fonts of the PDF do not have {letters}", remedy)
    return Fault(name, f"typst says: {said}", f"see {kept}")


def render_pages(source: Path, root: Path, epoch: int) -> Path:
    """A PDF from Typst source, which may use all in ``root``. Raises DocumentError."""
    output, drawn = source.with_suffix(".pdf"), read_drawn_text(root)
    read_fonts(drawn)
    options = {"input": str(source), "output": str(output), "root": str(root), "timestamp": epoch}
    told = render_typeset({**options, "pdf_standards": read_pdf_standards(root), "characters": find_missing(drawn)})
    if told:
        kept = shutil.copyfile(source, root / source.name)
        raise DocumentError(_explain(source.name, told, kept))
    return output
