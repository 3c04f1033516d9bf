"""Every frozen value of every method, and the page that tells of them."""

from __future__ import annotations

import pytest

from tests.reference.validate import PAGE, Case, read_cases, read_methods, render_page

CASES = [case for method in read_methods() for case in read_cases(method)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_value_agrees_with_outside_truth(case: Case) -> None:
    assert case.difference() <= case.tolerance


def test_names_of_cases_are_unique() -> None:
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))


def test_validation_page_is_in_step() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page(), "run python -m tests.reference.validate"
