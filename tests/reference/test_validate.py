"""Every frozen value of every method, and the page that tells of them."""

from __future__ import annotations

import pytest

from tests.reference.validate import PAGE, Case, read_cases, read_methods, render_page

VALUES = [value for method in read_methods() for value in read_cases(method)]
CASES: dict[tuple[str, str], list[Case]] = {}
for value in VALUES:
    CASES.setdefault((value.method, value.case), []).append(value)


@pytest.mark.parametrize("values", CASES.values(), ids=["-".join(key) for key in CASES])
def test_case_agrees_with_outside_truth(values: list[Case]) -> None:
    assert [value.name for value in values if not value.difference() <= value.tolerance] == []


def test_names_of_values_are_unique() -> None:
    names = [value.name for value in VALUES]
    assert sorted(names) == sorted(set(names))


def test_validation_page_is_in_step() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page(), "run python -m tests.reference.validate"
