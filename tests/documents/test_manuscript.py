"""The shipped texts: nothing typed that a result or study.yaml should say, and references that are used and whole."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.documents.gate import check_source
from analysis.documents.notebook import read_document
from analysis.study import read_study

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "manuscript/paper.qmd"
CITATION = re.compile(r"@([A-Za-z]+\d{4})")


def prose() -> str:
    texts = [part.text for part in read_document(PAPER) if part.kind == "text"]
    return re.sub(r"\A---\n.*?\n---\n", "", "\n".join(texts), flags=re.DOTALL)


def test_every_shipped_document_passes_the_gate() -> None:
    study = read_study(ROOT / "study.yaml")
    for document in study.documents:
        parts = read_document(ROOT / "manuscript" / document.source)
        check_source(parts, study, document, lambda name: ROOT / "manuscript/text" / f"{name}.qmd")


def test_every_reference_is_cited_and_every_citation_has_one() -> None:
    entries = re.findall(
        r"^@\w+\{(\w+),", (ROOT / "manuscript/references.bib").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(set(CITATION.findall(prose()))) == sorted(entries)
    assert len(set(entries)) == len(entries)


def test_every_reference_can_be_looked_up() -> None:
    entries = (ROOT / "manuscript/references.bib").read_text(encoding="utf-8").split("\n@")[1:]
    for entry in entries:
        assert re.search(r"^\s*(doi|pmid|url)\s*=", entry, re.MULTILINE), entry.splitlines()[0]
        assert all(re.search(rf"^\s*{name}\s*=", entry, re.MULTILINE) for name in ("author", "title", "year"))


def test_the_text_says_that_it_is_synthetic_and_names_its_model() -> None:
    first = prose().split("\n# Introduction")[0]
    assert "No patient is behind this paper" in first
    assert "@Qin2025" in first
    assert "synthetic" in first.split("**AIM:**")[0]
    for name in ("Zhongnan", "Wuhan", "NCT05442437"):
        assert name not in prose()
