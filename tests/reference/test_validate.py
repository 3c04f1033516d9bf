"""Every frozen value of every method, and the page that tells of them."""

from __future__ import annotations

import re

import pytest

from tests.reference.guide import GUIDE, INSIDE, METHODS, render_guide
from tests.reference.validate import (
    PAGE,
    TWIN,
    Case,
    format_twin,
    read_cases,
    read_methods,
    render_page,
    tabulate_methods,
)

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


def test_validation_pages_are_in_step() -> None:
    table = tabulate_methods()
    for page, text in ((PAGE, render_page(table)), (TWIN, format_twin(table)), (GUIDE, render_guide())):
        assert page.read_text(encoding="utf-8") == text, "run python -m tests.reference.validate"


def test_guide_names_every_method() -> None:
    guide = render_guide()
    for path in METHODS.glob("[a-z]*.py"):
        for name in re.findall(r"^def (estimate_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert path.stem in INSIDE or f"{path.stem}.{name}(" in guide
