from __future__ import annotations

import math

import pytest

from analysis.documents.words import Verdict, find_verdict, format_list, format_predicate, is_plural

GOOD_WORDS = [
    (Verdict(1, significant=True), "rose significantly"),
    (Verdict(1), "rose"),
    (Verdict(-1, significant=True), "fell significantly"),
    (Verdict(-1, within=True), "fell"),
    (Verdict(0, within=True), "showed no relevant change"),
    (Verdict(0), "was not distinguishable from baseline"),
    (Verdict(math.nan), "could not be estimated"),
]


@pytest.mark.parametrize(("verdict", "words"), GOOD_WORDS)
def test_each_verdict_has_its_words(verdict: Verdict, words: str) -> None:
    assert format_predicate(verdict) == words


def test_several_things_were_not_distinguishable() -> None:
    assert format_predicate(Verdict(0), plural=True) == "were not distinguishable from baseline"


@pytest.mark.parametrize(
    ("low", "high", "null", "direction"),
    [
        (0.1, 2, 0, 1),
        (-2, -0.1, 0, -1),
        (-1, 1, 0, 0),
        (0, 1, 0, 0),
        (1.1, 1.3, 1, 1),
        (0.5, 0.9, 1, -1),
        (0.9, 1.1, 1, 0),
    ],
)
def test_an_interval_alone_gives_a_direction_and_no_more(
    low: float, high: float, null: float, direction: float
) -> None:
    assert find_verdict(low, high, null) == Verdict(direction)


def test_without_an_interval_there_is_no_direction() -> None:
    assert find_verdict(math.nan, 1).word == "not estimable"


@pytest.mark.parametrize(
    "label", ["Platelets", "CD4+ T cells", "Role limitations from physical health", "Cells, total"]
)
def test_a_label_that_speaks_of_many(label: str) -> None:
    assert is_plural(label)


@pytest.mark.parametrize("label", ["Albumin", "Body mass", "Ascites", "Fibrosis", "Status of cells", "Kinetics"])
def test_a_label_that_speaks_of_one(label: str) -> None:
    assert not is_plural(label)


def test_lists_are_written_as_prose() -> None:
    assert format_list(["a"]) == "a"
    assert format_list(["a", "b"]) == "a and b"
    assert format_list(["a", "b", "c"], "or") == "a, b or c"
