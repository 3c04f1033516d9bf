from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.pandoc import format_arguments, read_options, run_pandoc
from analysis.errors import DocumentError

CONFIG = """
project: {type: default}
execute: {echo: false}
link-citations: true
csl: styles/own.csl
format:
  html: {toc: true, css: styles/own.css}
  docx: {reference-doc: styles/own.docx}
"""


def test_options_are_those_of_quarto_yml_with_paths_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text(CONFIG, encoding="utf-8")
    assert read_options(tmp_path, "docx") == {
        "csl": "styles/own.csl",
        "link-citations": True,
        "reference-doc": "styles/own.docx",
    }
    arguments = format_arguments(tmp_path, "html")
    assert f"--css={tmp_path}/styles/own.css" in arguments
    assert "--toc" in arguments
    assert "--metadata=link-citations:true" in arguments
    assert arguments[-1] == "--citeproc"


def test_an_option_that_one_engine_would_ignore_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text("brand: own\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="brand: the embedded engine doesn't know this option"):
        read_options(tmp_path, "html")


def test_an_unknown_citation_stops_the_document(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("", encoding="utf-8")
    text = "---\nbibliography: refs.bib\ntitle: x\n---\n\nAs told [@nobody].\n"
    arguments = ["--from=markdown", "--to=html5", "--standalone", "--citeproc", "--fail-if-warnings"]
    with pytest.raises(DocumentError, match="nobody"):
        run_pandoc(text, arguments, tmp_path, 0, tmp_path / "x.html")


def test_the_project_s_own_quarto_yml_is_understood_and_names_files_that_exist() -> None:
    root = Path(__file__).resolve().parents[2]
    for form in ("html", "pdf", "docx"):
        named = [value for name, value in read_options(root, form).items() if name not in ("toc", "toc-depth")]
        files = [path for value in named for path in (value if isinstance(value, list) else [value])]
        assert all((root / path).is_file() for path in files if isinstance(path, str))
