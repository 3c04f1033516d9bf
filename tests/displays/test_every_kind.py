"""What holds for every kind of display: it stands alone, and there is a shell of it before there are data."""

from __future__ import annotations

import importlib

import pytest

from analysis.displays.model import Figure, Number, Table
from analysis.displays.shell import ShellResults
from analysis.displays.shell_frames import derive_shell_frames
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
