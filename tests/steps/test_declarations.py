"""What modules declare, and the digest of what they are made of."""

from __future__ import annotations

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
        for remembered in (declarations._imported, declarations._content, declarations._pages):
            remembered.cache_clear()
        return declarations.code_digest("steps.demo")

    before = digest()
    (package / "methods/other.py").write_text("LINE = 2\n", encoding="utf-8")
    assert digest() == before
    (package / "methods/cox.py").write_text("LINE = 2\n", encoding="utf-8")
    assert digest() != before
