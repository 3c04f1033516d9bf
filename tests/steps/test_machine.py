"""A full disk is told as such, whoever noticed it."""

from __future__ import annotations

import errno

import pytest

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
