"""What a build is compared with, where its documents come from another engine than the sealed ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.results.table import Results, Row
from analysis.steps.verify_results import check_seal
from analysis.verification.comparison import SealCheck
from analysis.verification.report_seal import derive_seal_summary, format_seal_verdict
from analysis.verification.sayings import read_saying
from analysis.verification.seal import format_seal

ROWS = Results(
    Row("flow", "counts", "ADSL", "safety", "n", "n", count, 8, variable=name, method="Counting", script="")
    for name, count in (("treated", 8.0), ("screened", 9.0))
)
PAGES = {"output/paper.html": b"<p>8</p>", "tables/baseline.csv": b"n\n8\n"}


def build(folder: Path, engine: str, page: bytes) -> dict[str, tuple[Path, ...]]:
    """The files that the step is given: products, a seal of the embedded engine, a ledger of this one."""
    made = {**PAGES, "output/paper.html": page}
    sealed = {name: read_saying(content, name.rpartition(".")[2]) for name, content in PAGES.items()}
    seal = format_seal({"engine": "embedded"}, ROWS, sealed, {})
    texts = {f".work/{name}": content.decode() for name, content in made.items()}
    texts |= {f"seal/{name}": text for name, text in seal.items()}
    texts |= {"ledger.json": json.dumps({"engine": engine}), "description.json": '{"software": []}'}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return {
        "sealed": tuple(Path(f".work/{name}") for name in made),
        "seal": tuple(Path(f"seal/{name}") for name in seal),
        "ledgers": (Path("ledger.json"),),
        "description": (Path("description.json"),),
        "sources": (),
    }


@pytest.mark.parametrize(
    ("engine", "page", "told"),
    [
        ("embedded", b"<p>8</p>", "All 2 results and 2 products are as sealed."),
        ("embedded", b"<p>nine</p>", "0 of 2 results and 1 of 2 products differ materially from the seal."),
        (
            "quarto",
            b"<p>nine</p>",
            "All 2 results and 1 products are as sealed. The documents are made by the quarto engine",
        ),
    ],
)
def test_documents_are_compared_within_one_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, page: bytes, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    check = check_seal(build(tmp_path, engine, page), ROWS)
    assert isinstance(check, SealCheck)
    assert format_seal_verdict(derive_seal_summary(check))[0].startswith(told)
