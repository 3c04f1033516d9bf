"""Which numbers of one long sequence stand, in order, in another one.

A comparison of the whole takes too long for a report of a thousand pages. Runs of numbers that occur once in each
sequence tell where the two correspond (as in Bram Cohen's patience diff); the short stretches between are then compared
by the longest sequence that both hold, exactly: Python's difflib, which takes the longest run first, would find numbers
missing in a table of nearly nothing but zeros.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

#: Numbers in a run that is looked for; shorter ones recur, longer ones are broken by page numbers too often.
RUN = 6
#: Differences between landmarks up to which the comparison is exact; with more of them the texts are others anyway.
MOST = 1500


def find_aligned(wanted: Sequence[str], found: Sequence[str]) -> set[int]:
    """Positions of ``wanted`` that have a partner in ``found``, the partners in the same order."""
    cuts = [(0, 0), *_find_landmarks(wanted, found), (len(wanted), len(found))]
    aligned: set[int] = set()
    for (a, b), (next_a, next_b) in pairwise(cuts):
        aligned.update(a + place for place in _find_common(wanted[a:next_a], found[b:next_b]))
    return aligned


def _find_common(wanted: Sequence[str], found: Sequence[str]) -> Iterator[int]:
    """Positions in ``wanted`` of a longest sequence that both hold.

    E. W. Myers, An O(ND) difference algorithm and its variations. Algorithmica 1986;1:251.
    """
    furthest, steps = {1: 0}, list[dict[int, int]]()
    for edits in range(min(len(wanted) + len(found), MOST) + 1):
        steps.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = furthest[diagonal + 1] if _goes_down(furthest, diagonal, edits) else furthest[diagonal - 1] + 1
            while x < len(wanted) and x - diagonal < len(found) and wanted[x] == found[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            if x >= len(wanted) and x - diagonal >= len(found):
                yield from _read_back(steps, x, diagonal)
                return
    for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks():
        yield from range(block.a, block.a + block.size)


def _goes_down(furthest: Mapping[int, int], diagonal: int, edits: int) -> bool:
    """Whether the best path comes onto a diagonal by leaving out a number of the other sequence."""
    return diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])


def _read_back(steps: Sequence[Mapping[int, int]], x: int, diagonal: int) -> Iterator[int]:
    """The positions that a path has in common, from its end."""
    for edits in range(len(steps) - 1, -1, -1):
        down = _goes_down(steps[edits], diagonal, edits)
        start = steps[edits][diagonal + 1] if down else steps[edits][diagonal - 1] + 1
        yield from range(x - 1, start - 1, -1)
        x, diagonal = (start, diagonal + 1) if down else (start - 1, diagonal - 1)


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
