"""A full disk is told as such, whoever noticed it."""

from __future__ import annotations

import errno

import pytest

from analysis.steps.__main__ import PROGRAM, _explain
from analysis.steps.machine import explain_machine


@pytest.mark.parametrize(
    ("number", "remedy"), [(errno.ENOSPC, "free some space"), (errno.EACCES, "the right to read it")]
)
def test_what_the_machine_refuses_has_a_remedy(number: int, remedy: str) -> None:
    told = explain_machine(f"Traceback\n  File x\n{OSError(number, 'no way', 'a.csv')}")
    assert told.startswith("no way: 'a.csv'\n      → ")
    assert remedy in told
    assert "Traceback" not in told


def test_other_errors_are_not_the_machines() -> None:
    assert explain_machine(f"{OSError(errno.ENOENT, 'not there', 'a.csv')} and ValueError") == ""


def test_a_file_of_the_program_that_is_missing_is_to_be_put_back() -> None:
    told = _explain(FileNotFoundError(errno.ENOENT, "not there", str(PROGRAM / "displays/typeface/a.ttf")))
    assert "displays/typeface/a.ttf: a file of the program is missing\n      → put it back" in told
    assert "a fault of the software" in _explain(FileNotFoundError(errno.ENOENT, "not there", "a.csv"))
