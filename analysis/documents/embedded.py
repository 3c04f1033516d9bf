"""The engine for a machine without Quarto: the document runs once, then pandoc and Typst write each format."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from analysis.displays.fonts import read_fonts
from analysis.documents.aside import format_aside
from analysis.documents.checks import check_page
from analysis.documents.gate import check_source
from analysis.documents.job import RenderJob, read_drawn_text
from analysis.documents.kernel import render_markdown
from analysis.documents.notebook import read_document
from analysis.documents.pandoc import format_arguments, read_pdf_standards, run_pandoc
from analysis.errors import DocumentError, Fault


def describe_embedded() -> str:
    """The engine and what it consists of, for the colophon."""
    python = ".".join(map(str, sys.version_info[:3]))
    parts = [
        f"pypandoc_binary {version('pypandoc_binary')}",
        f"typst {version('typst')}",
        f"nbclient {version('nbclient')}",
    ]
    return f"the embedded engine (Python {python}, {', '.join(parts)})"


def render_embedded(job: RenderJob) -> dict[str, Path]:
    """Each format of the document as a file in the job's folder. Raises DocumentError."""
    folder = job.prepare("embedded")
    source = folder / "manuscript" / job.document.source
    parts, places = read_document(source), job.places(describe_embedded())
    check_source(parts, job.study, job.document, places.text)
    markdown = render_markdown(parts, source.parent, places.variable())
    source.with_suffix(".md").write_text(markdown, encoding="utf-8", newline="\n")

    def write(form: str) -> Path:
        output = source.with_suffix({"html": ".html", "pdf": ".typ", "docx": ".docx"}[form])
        aside = format_aside(markdown, form)
        run_pandoc(aside.markdown, format_arguments(folder, form), source.parent, job.epoch, output)
        if form != "docx":
            written = output.read_text(encoding="utf-8")
            output.write_text(aside.restored(written), encoding="utf-8", newline="\n")
        if form == "html":
            check_page(output.read_bytes(), source.name)
        return render_pages(output, folder, job.epoch) if form == "pdf" else output

    with ThreadPoolExecutor() as pool:
        return dict(zip(job.formats, pool.map(write, job.formats), strict=True))


def render_pages(source: Path, root: Path, epoch: int) -> Path:
    """A PDF from Typst source, which may use all in ``root``. Raises DocumentError."""
    import typst

    output, pages, standards = source.with_suffix(".pdf"), str(source), read_pdf_standards(root)
    fonts = read_fonts(read_drawn_text(root))
    try:
        typst.compile(
            pages, output=str(output), root=str(root), font_paths=fonts, timestamp=epoch, pdf_standards=standards
        )
    except RuntimeError as error:  # what typst raises for a fault in its source
        kept = shutil.copyfile(source, root / source.name)
        raise DocumentError(Fault(source.name, f"typst says: {error}", f"see {kept}")) from None
    return output
