"""Pandoc, called with the options that _quarto.yml states for each format."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, Fault
from analysis.study.reading import read_yaml

WRITERS = {"html": "html5", "pdf": "typst-citations", "docx": "docx"}  # citeproc does the citations everywhere
BLOCKS = {"html": "html", "pdf": "typst", "docx": "docx"}  # under format: in _quarto.yml
FILES = {"css", "template", "reference-doc", "csl", "bibliography", "filters"}
#: What the parts of a template of styles may have in all.
MOST_BYTES = 50_000_000
FLAGS = {"toc", "number-sections", "embed-resources"}
VALUES = {"toc-depth", "shift-heading-level-by"}
METADATA = {"link-citations", "link-bibliography", "keywords"}
# What these mean is done by the embedded engine in its own way, or has no meaning for it
QUARTO_ONLY = {"project", "format", "execute", "jupyter", "citeproc", "theme", "minimal", "pdf-standard"}
QUARTO_ONLY |= {"html-table-processing", "tbl-colwidths"}


def read_options(project: Path, form: str) -> dict[str, Any]:
    """What _quarto.yml in the folder ``project`` states for a format. DocumentError names what is not understood."""
    config = read_yaml(project / "_quarto.yml")[0]
    own = config.get("format", {}).get(BLOCKS[form], {})
    options = {**config, **(own if isinstance(own, dict) else {})}
    faults = [
        Fault(f"_quarto.yml, {key}", "the embedded engine doesn't know this option", "remove it")
        for key in options
        if key not in FILES | FLAGS | VALUES | METADATA | QUARTO_ONLY
    ]
    if faults:
        raise DocumentError(faults)
    return {key: options[key] for key in sorted(options) if key not in QUARTO_ONLY}


def read_pdf_standards(project: Path) -> list[Any]:
    """What a PDF has to conform to by _quarto.yml, as typst names it: ``["ua-1"]``."""
    stated = read_yaml(project / "_quarto.yml")[0].get("format", {}).get("typst", {}).get("pdf-standard", [])
    return stated if isinstance(stated, list) else [stated]


def format_arguments(project: Path, form: str) -> list[str]:
    """Pandoc's command line for a format; paths in _quarto.yml count from its folder."""
    arguments = ["--from=markdown", f"--to={WRITERS[form]}", "--standalone", "--wrap=none", "--fail-if-warnings"]
    filters: list[str] = []
    for name, value in read_options(project, form).items():
        if name == "filters":
            filters = [f"--lua-filter={path}" for path in _paths(project, value)]
        elif name in FILES:
            arguments += [f"--{name}={path}" for path in _paths(project, value)]
        elif name in FLAGS:
            arguments += [f"--{name}"] if value else []
        elif name in VALUES:
            arguments.append(f"--{name}={value}")
        else:
            arguments.append(f"--metadata={name}:{str(value).lower()}")
    return [*arguments, *filters, "--citeproc"]


def _paths(project: Path, value: Any) -> Iterator[Path]:
    for one in value if isinstance(value, list) else [value]:
        path = Path(str(one))
        if path.is_absolute() or ".." in path.parts:
            what = "is outside of the study's folder"
            raise DocumentError(Fault(f"_quarto.yml, {path}", what, "copy it into manuscript/styles"))
        if path.suffix == ".docx":
            check_word_template(project / path)
        yield project / path


def check_word_template(path: Path) -> None:
    """DocumentError where a file is no Word file, or would fill the memory when pandoc unpacks it."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        raise DocumentError(Fault(path.name, "no Word file", "save it from Word as .docx")) from None
    if size > MOST_BYTES:
        what = f"unpacks to {size / 1e6:,.0f} MB"
        raise DocumentError(Fault(path.name, what, "use a template without large pictures"))


def run_pandoc(markdown: str, arguments: list[str], folder: Path, epoch: int, output: Path) -> None:
    """Markdown into a file. Raises DocumentError with what pandoc says; a warning is an error."""
    command = [str(find_pandoc()), *arguments, f"--output={output}"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, input=markdown.encode(), cwd=folder, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().replace("\n", "; ")
        raise DocumentError(
            Fault(output.name, f"pandoc says: {said}", "mend the text, the citation or the style it names")
        )


def find_pandoc() -> Path:
    """The pandoc of the pypandoc_binary package: always that one, whatever else is on PATH. Raises DocumentError."""
    spec = importlib.util.find_spec("pypandoc")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            path = Path(place) / "files" / name
            if path.is_file():
                return path
    raise DocumentError(Fault("pandoc", "the package pypandoc_binary is not installed", "run `make` to set up"))
