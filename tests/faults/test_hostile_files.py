"""Hostile files: told by name and what is wrong, nothing executed, nothing read from elsewhere, no memory eaten."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from analysis.documents.notebook import read_document
from analysis.documents.pandoc import check_word_template, format_arguments
from analysis.errors import DocumentError, RawDataError
from analysis.raw.reading import read_domain
from tests.faults.hostile_files import transport_file, zlib_bomb


def told(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(RawDataError) as raised:
        read_domain(path)
    (fault,) = raised.value.faults
    assert fault.where == name
    assert fault.remedy
    return fault.what


def test_the_honest_transport_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "lb.xpt").write_bytes(transport_file())
    assert read_domain(tmp_path / "lb.xpt")["AGE"].tolist()[0] == 16.0


@pytest.mark.parametrize(
    "lie",
    [
        {"length": 0},
        {"length": -8},
        {"length": 32000},
        {"position": 1_000_000},
        {"position": -5},
        {"count": b"9999"},
        {"count": b"ab!!"},
        {"size": b"0000"},
        {"size": b"-140"},
    ],
    ids=str,
)
def test_a_transport_file_that_lies_is_refused(tmp_path: Path, lie: dict[str, Any]) -> None:
    assert told(tmp_path, "lb.xpt", transport_file(**lie))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"name": ' * 100_000, '{"columns": 3, "name": "A", "records": 1}'])
def test_deep_and_odd_json_is_refused(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "ae.json", text.encode())


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert "more than 200 times its size" in told(tmp_path, "ae.dsjc", zlib_bomb(60))


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, "ae.parquet", b"PAR1" + b"\xff" * 100 + b"PAR1")


def test_a_template_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "reference.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(DocumentError, match=r"reference\.docx: unpacks to 60 MB"):
        check_word_template(tmp_path / "reference.docx")
    (tmp_path / "reference.docx").write_text("no zip", encoding="utf-8")
    with pytest.raises(DocumentError, match="no Word file"):
        check_word_template(tmp_path / "reference.docx")


@pytest.mark.parametrize("style", ["../../secret.css", "/etc/hostname"])
def test_no_style_is_taken_from_elsewhere(tmp_path: Path, style: str) -> None:
    (tmp_path / "_quarto.yml").write_text(f"format:\n  html:\n    css: {style}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="is outside of the study's folder"):
        format_arguments(tmp_path, "html")


@pytest.mark.parametrize("place", ["../secret.txt", "/etc/hostname", "link.txt"])
def test_nothing_outside_of_the_manuscript_is_included(tmp_path: Path, place: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "paper.qmd").write_text(f"---\ntitle: A\n---\n\n{{{{< include {place} >}}}}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="outside of the manuscript's folder"):
        read_document(folder / "paper.qmd")
