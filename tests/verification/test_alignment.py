"""Numbers of one sequence found again, in order, in another."""

from __future__ import annotations

import itertools

import numpy as np

from analysis.verification.alignment import find_aligned


def _pages(numbers: list[str], length: int) -> list[str]:
    """The numbers as a document of pages prints them: a page number after every few."""
    pages = [[*numbers[i : i + length], str(i // length + 1)] for i in range(0, len(numbers), length)]
    return [number for page in pages for number in page]


def test_all_numbers_are_found_between_page_numbers() -> None:
    drawn = np.random.default_rng(5)
    numbers = [str(n) for n in drawn.integers(30, size=5000)]
    assert find_aligned(numbers, _pages(numbers, 40)) == set(range(5000))


def test_one_number_changed_is_the_one_that_is_missing() -> None:
    numbers = [f"{n}.5" for n in range(400)]
    printed = _pages(numbers, 25)
    printed[printed.index("211.5")] = "211.6"
    assert set(range(400)) - find_aligned(numbers, printed) == {211}


def test_two_numbers_that_changed_places_are_not_both_in_order() -> None:
    numbers = [str(n) for n in range(100, 200)]
    swapped = [*numbers[:50], numbers[51], numbers[50], *numbers[52:]]
    assert len(find_aligned(numbers, swapped)) == 99


def _longest(wanted: list[str], found: list[str]) -> int:
    """The length of the longest common sequence, by trying every choice."""
    choices = itertools.chain.from_iterable(itertools.combinations(wanted, n) for n in range(len(wanted), -1, -1))
    for choice in choices:
        rest = iter(found)
        if all(number in rest for number in choice):
            return len(choice)
    return 0


def test_short_sequences_have_as_many_partners_as_can_be() -> None:
    drawn = np.random.default_rng(8)
    for _ in range(200):
        wanted, found = ([str(n) for n in drawn.integers(3, size=drawn.integers(8))] for _ in range(2))
        aligned = find_aligned(wanted, found)
        assert len(aligned) == _longest(wanted, found)
        rest = iter(found)
        assert all(wanted[place] in rest for place in sorted(aligned))


def test_nothing_is_missed_in_a_table_of_nearly_nothing_but_zeros() -> None:
    drawn = np.random.default_rng(3)
    numbers = [str(n) for n in drawn.choice([0, 100, 3, 33.3], size=600, p=[0.85, 0.05, 0.05, 0.05])]
    printed = _pages(numbers, 37)
    assert find_aligned(numbers, printed) == set(range(600))
    printed.remove("33.3")
    assert len(find_aligned(numbers, printed)) == 599


def test_texts_that_have_hardly_anything_in_common_are_compared_in_time() -> None:
    wanted, found = ([f"{n}{end}" for n in range(3000)] for end in "ab")
    assert find_aligned([*wanted, "7"], ["7", *found]) == {3000}


def test_a_repeated_stretch_is_found_as_often_as_it_stands() -> None:
    header = ["1", "2", "3", "4", "5", "6", "7"]
    numbers = [*header, "8", *header, "9", *header]
    assert find_aligned(numbers, [*header, "8", "p1", *header, "9", *header]) == set(range(23))
