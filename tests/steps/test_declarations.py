"""What modules declare, and the digest of what they are made of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from analysis.steps import declarations


def test_code_is_followed_through_its_imports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "analysis"
    (package / "steps").mkdir(parents=True)
    (package / "steps/demo.py").write_text("from analysis.methods import cox\n", encoding="utf-8")
    (package / "methods").mkdir()
    (package / "methods/cox.py").write_text("LINE = 1\n", encoding="utf-8")
    (package / "methods/other.py").write_text("LINE = 1\n", encoding="utf-8")
    monkeypatch.setattr(declarations, "ROOT", tmp_path)

    def digest() -> str:
        for remembered in (
            declarations.code_digest,
            declarations._imported,
            declarations._content,
            declarations._pages,
        ):
            remembered.cache_clear()
        return declarations.code_digest("steps.demo")

    before = digest()
    (package / "methods/other.py").write_text("LINE = 2\n", encoding="utf-8")
    assert digest() == before
    (package / "methods/cox.py").write_text("LINE = 2\n", encoding="utf-8")
    assert digest() != before


def imported_by(path: Path) -> set[str]:
    """What Python itself sees imported of this project."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis"):
            found |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("analysis")}
    return {name.replace(".", "/") for name in found}


def test_every_import_is_followed() -> None:
    for path in sorted((declarations.ROOT / "analysis").rglob("*.py")):
        there = {declarations.ROOT / f"{name}.py" for name in imported_by(path)}
        missed = {file for file in there if file.is_file()} - set(declarations._imported(path))
        assert not missed, f"{path}: {missed}"


def test_modules_that_are_named_for_later_are_followed() -> None:
    """Readers of raw data are imported by name, each only where a file of its kind is there."""
    followed = {file.name for file in declarations._imported(declarations.ROOT / "analysis/raw/files.py")}
    assert {"csv_reader.py", "xpt_reader.py", "dataset_json_reader.py", "parquet_reader.py"} <= followed
