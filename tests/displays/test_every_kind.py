"""What holds for every kind of display: it stands alone, and there is a shell of it before there are data."""

from __future__ import annotations

import importlib

import pytest

from analysis.displays.bundle import render_bundle, render_files
from analysis.displays.model import Figure, Number, Table
from analysis.displays.shell import ShellResults
from analysis.displays.shell_frames import derive_shell_frames
from analysis.steps.plan import Plan
from tests.displays.kinds import KINDS, known_kinds
from tests.displays.tiny import notes_of, tiny_display, tiny_study


def test_no_kind_is_left_out() -> None:
    assert set(KINDS) == known_kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_alone(kind: str) -> None:
    analyses, options = KINDS[kind]
    notes = notes_of(tiny_display(kind, *analyses, **options))
    assert " population (n = " in notes
    assert "Data: AD" in notes
    assert "as of 20" in notes


def shell(kind: str) -> Table | Figure:
    analyses, options = KINDS[kind]
    study = tiny_study({"id": "shown", "kind": kind, "title": "A title", "analyses": analyses, **options})
    module = importlib.import_module(f"analysis.displays.{kind.replace('-', '_')}")
    make = module.tabulate if module.PRODUCES == "table" else module.draw
    made: Table | Figure = make(
        study, study.display("shown"), ShellResults(study), derive_shell_frames(study, analyses)
    )
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_its_shell_has_places_for_numbers_and_no_numbers(kind: str) -> None:
    numbers = [piece for text in shell(kind).texts() for piece in text if isinstance(piece, Number)]
    assert numbers
    assert all(set(number.text) <= set("x.") for number in numbers)


def test_a_shell_has_the_lines_that_the_table_will_have() -> None:
    made = tiny_display("model-table", "mmrm", **KINDS["model-table"][1])
    empty = shell("model-table")
    assert isinstance(made, Table)
    assert isinstance(empty, Table)
    assert [line.stub for line in empty.lines] == [line.stub for line in made.lines]
    assert [column.heading for column in empty.columns] == [column.heading for column in made.columns]


@pytest.mark.parametrize("kind", KINDS)
def test_one_block_gives_every_product(kind: str) -> None:
    """What a block of study.yaml is published as: the files that the build's plan names, none of them empty."""
    analyses, options = KINDS[kind]
    block = {"id": "shown", "kind": kind, "title": "A title", "analyses": analyses, "numbers": {"csr": "Table 14.9"}}
    study = tiny_study(block | options)
    made = tiny_display(kind, *analyses, **options)
    bundle = render_bundle(study, made)
    files = render_files(study, made, bundle)
    assert {f".{form}" for form in files} == {path.suffix for path in Plan(study).files_of("shown")}
    assert set(files) == ({"svg", "pdf", "png", "txt"} if isinstance(made, Figure) else {"html", "rtf", "csv"})
    assert bundle["html"].count("<") > 3
    assert all(bundle[form].strip() for form in ("typst", "openxml"))
    starts = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "html": b"<!DOCTYPE html>", "rtf": b"{\\rtf1"}
    for form, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        assert len(raw) > 20
        assert raw.startswith(starts.get(form, b""))
