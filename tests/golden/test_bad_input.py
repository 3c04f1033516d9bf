"""Bad input: one message with file, variable, rows or subjects and remedy; the last good products stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden.building import build, copy_study

Edit = Callable[[Path], object]


def replace(name: str, old: str, new: str) -> Edit:
    def edit(raw: Path) -> None:
        text = (raw / name).read_text(encoding="utf-8")
        assert old in text
        (raw / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def rewrite(name: str, change: Callable[[list[str]], list[str]]) -> Edit:
    def edit(raw: Path) -> None:
        lines = (raw / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (raw / name).write_text("".join(change(lines)), encoding="utf-8")

    return edit


def without_column(number: int) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        return [",".join(c for i, c in enumerate(line.split(",")) if i != number) for line in lines]

    return change


CASES: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "missing file": (lambda raw: (raw / "lb.csv").unlink(), ("LB", "lb.csv", "missing")),
    "missing column": (rewrite("lb.csv", without_column(11)), ("lb.csv", "LBSTRESU", "missing")),
    "double visit": (rewrite("lb.csv", lambda lines: [*lines, lines[1]]), ("lb.csv", "GOLDEN-1-01", "row")),
    "impossible date": (replace("lb.csv", "2024-02-", "2024-02-3"), ("lb.csv", "LBDTC", "2024-02-3")),
    "unknown unit": (
        replace("lb.csv", "123.0,g/L,123.0,123.0,g/L", "123.0,g/L,123.0,123.0,stone"),
        ("LBSTRESU", "stone"),
    ),
    "stranger": (replace("lb.csv", "GOLDEN-1-01", "GOLDEN-1-99"), ("lb.csv", "GOLDEN-1-99", "DM")),
    "text in numbers": (replace("lb.csv", ",123.0,g/L,120", ",high,g/L,120"), ("lb.csv", "LBSTRESN", "high")),
    "empty file": (lambda raw: (raw / "ae.csv").write_text(""), ("ae.csv", "empty")),
    "not UTF-8": (lambda raw: (raw / "dm.csv").write_bytes("Müller".encode("latin-1")), ("dm.csv", "UTF-8")),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = copy_study(tmp_path_factory.mktemp("bad"))
    run = build(study)
    assert run.returncode == 0, run.stderr
    return study


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_and_leaves_the_products(good: Path, case: str) -> None:
    edit, told = CASES[case]
    raw = good / "data/raw"
    kept = {path: path.read_bytes() for path in raw.iterdir()}
    products = {path: path.read_bytes() for path in (good / "output").iterdir()}
    try:
        edit(raw)
        run = build(good)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert run.returncode != 0
    message = run.stderr
    assert "The data in data/raw can't be used" in message
    for word in told:
        assert word in message, message
    assert "→" in message
    assert "Traceback" not in message
    assert {path: path.read_bytes() for path in (good / "output").iterdir()} == products


def test_a_wrong_study_is_told_without_a_traceback(good: Path) -> None:
    study = good / "study.yaml"
    text = study.read_text(encoding="utf-8")
    try:
        study.write_text(text.replace("population: safety", "population: nobody", 1), encoding="utf-8")
        run = build(good)
    finally:
        study.write_text(text, encoding="utf-8")
    assert run.returncode != 0
    assert "'nobody' is not in populations" in run.stderr
    assert "Traceback" not in run.stderr
