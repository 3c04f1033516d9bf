"""Which numbers of one long sequence stand, in order, in another one.

``difflib`` alone takes time with the square of the length, too long for a report of a thousand pages. Runs of numbers
that occur once in each sequence tell where the two correspond (as in Bram Cohen's patience diff); ``difflib`` then only
compares the short stretches between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

#: Numbers in a run that is looked for; shorter ones recur, longer ones are broken by page numbers too often.
RUN = 6


def find_aligned(wanted: Sequence[str], found: Sequence[str]) -> set[int]:
    """Positions of ``wanted`` that have a partner in ``found``, the partners in the same order."""
    cuts = [(0, 0), *_find_landmarks(wanted, found), (len(wanted), len(found))]
    aligned: set[int] = set()
    for (a, b), (next_a, next_b) in pairwise(cuts):
        matcher = SequenceMatcher(None, wanted[a:next_a], found[b:next_b], autojunk=False)
        for block in matcher.get_matching_blocks():
            aligned.update(range(a + block.a, a + block.a + block.size))
    return aligned


def _find_landmarks(wanted: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Starts of the runs that stand once in each sequence, as many as keep the order of both."""
    here, there = _find_unique(wanted), _find_unique(found)
    pairs = [(a, there[run]) for run, a in here.items() if run in there]
    return list(_longest_ascent(pairs))


def _find_unique(sequence: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Start by run, in order, of the runs that occur once."""
    starts: dict[tuple[str, ...], int] = {}
    repeated = set()
    for start in range(len(sequence) - RUN + 1):
        run = tuple(sequence[start : start + RUN])
        if run in starts:
            repeated.add(run)
        starts[run] = start
    return {run: start for run, start in starts.items() if run not in repeated}


def _longest_ascent(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest part of the pairs in which the second number, too, ascends (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        tops[pile : pile + 1] = [b]
        ends[pile : pile + 1] = [index]
        before.append(ends[pile - 1] if pile else -1)
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return reversed(chosen)
