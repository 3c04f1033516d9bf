"""The network algorithm for Fisher's exact test of an R×C table.

Mehta and Patel, JASA 1983;78:427. Tables with the given margins are paths through a network: a stage for each row, a
node for each multiset of column totals that are still to be filled (their order doesn't matter). Paths that meet in a
node with the same product of factorials are merged; a path is dropped as soon as its longest or shortest completion
tells that all, or none, of its tables are as unlikely as the observed one. The sum over all completions of a node has
a closed form, so nothing is approximated.

With a table's value −Σ log(x!), P(table) is proportional to exp(value).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from analysis.methods.arguments import Floats, Integers

SLACK = 1e-7  # two tables whose probabilities differ by less than this part are equally likely
_SAME = 1e-10
_MOST_ROWS, _MOST_NODES, _MOST_PATHS = 60_000, 30_000, 15_000_000


@dataclass(frozen=True, eq=False)
class _Stage:
    """Nodes (m, C) of column totals left before a row is filled, and what follows from each node.

    ``longest`` and ``shortest`` are the extreme values of all completions, ``total`` the log of their sum; for each
    node: the values of its edges and the nodes they lead to.
    """

    nodes: Integers
    edges: tuple[tuple[Floats, Integers], ...]
    longest: Floats
    shortest: Floats
    total: Floats


def derive_network_p(table: Integers) -> float | None:
    """P of all tables no likelier than ``table`` (R, C), margins fixed, none of them 0; None where it is too large."""
    if table.shape[0] < table.shape[1]:
        table = table.T
    rows = np.sort(table.sum(axis=1))[::-1]
    columns = np.sort(table.sum(axis=0))
    stages = _derive_stages(rows, columns)
    if stages is None:
        return None
    limit = -float(gammaln(table + 1).sum()) + SLACK
    paths = {0: (np.zeros(1), np.ones(1))}
    log_total, counted = float(stages[0].total[0]), 0.0
    for stage, following in itertools.pairwise(stages):
        found = _advance(stage, following, paths, limit, log_total)
        if found is None:
            return None
        paths, mass = found
        counted += mass
    return min(1.0, counted)


def _derive_stages(rows: Integers, columns: Integers) -> list[_Stage] | None:
    """All stages from the first row to the empty network, with what completes each node."""
    nodes = [columns[None, :]]
    moves = []
    radix = float(columns.max() + 1) ** np.arange(len(columns))
    if radix[-1] * radix[1] > 2**62:
        return None
    for row in rows:
        shares = _derive_shares(int(row), nodes[-1].max(axis=0))
        if shares is None or len(nodes[-1]) > _MOST_NODES:
            return None
        steps = [_step(node, shares) for node in nodes[-1]]
        children = np.concatenate([child for child, _ in steps])
        _, first, place = np.unique(children @ radix.astype(np.int64), return_index=True, return_inverse=True)
        ends = np.cumsum([len(value) for _, value in steps])[:-1]
        moves.append(list(zip((value for _, value in steps), np.split(place, ends), strict=True)))
        nodes.append(children[first])
    longest, shortest = np.zeros(1), np.zeros(1)
    stages = [_Stage(nodes[-1], (), longest, shortest, np.zeros(1))]
    for depth in range(len(rows) - 1, -1, -1):
        longest_here = np.array([(value + longest[child]).max() for value, child in moves[depth]])
        shortest_here = np.array([(value + shortest[child]).min() for value, child in moves[depth]])
        left = nodes[depth]
        total = gammaln(left[0].sum() + 1) - gammaln(rows[depth:] + 1).sum() - gammaln(left + 1).sum(axis=1)
        longest, shortest = longest_here, shortest_here
        stages.append(_Stage(left, tuple(moves[depth]), longest, shortest, total))
    return stages[::-1]


def _derive_shares(row: int, room: Integers) -> Integers | None:
    """All ways (ways, C) to spread ``row`` patients over columns with ``room`` at most; None if they are too many."""
    shares = np.zeros((1, 0), dtype=np.int64)
    for place, most in enumerate(room):
        taken = shares.sum(axis=1)
        rest = int(room[place + 1 :].sum())
        added = np.arange(min(row, int(most)) + 1)
        grown = np.column_stack((np.repeat(shares, len(added), axis=0), np.tile(added, len(shares))))
        sums = np.repeat(taken, len(added)) + grown[:, -1]
        shares = grown[(sums <= row) & (row - sums <= rest)]
        if len(shares) > _MOST_ROWS:
            return None
    return shares


def _step(node: Integers, shares: Integers) -> tuple[Integers, Floats]:
    fits = shares[(shares <= node).all(axis=1)]
    return np.sort(node - fits, axis=1), -gammaln(fits + 1).sum(axis=1)


def _advance(
    stage: _Stage, following: _Stage, paths: dict[int, tuple[Floats, Floats]], limit: float, log_total: float
) -> tuple[dict[int, tuple[Floats, Floats]], float] | None:
    """The undecided paths (values and numbers of them) of the next stage, and the probability decided on the way."""
    arriving: dict[int, list[tuple[Floats, Floats]]] = {}
    mass, held = 0.0, 0
    for node, (value, count) in paths.items():
        step, child = stage.edges[node]
        all_in = np.searchsorted(value, limit - step - following.longest[child], side="right")
        none_in = np.searchsorted(value, limit - step - following.shortest[child], side="right")
        top = float(value[-1])  # factorials of large tables overflow unless taken relative to the longest path
        below = np.concatenate(([0.0], np.cumsum(count * np.exp(value - top))))
        mass += float((below[all_in] * np.exp(step + following.total[child] + top - log_total)).sum())
        for edge in np.flatnonzero(none_in > all_in):
            part = slice(int(all_in[edge]), int(none_in[edge]))
            arriving.setdefault(int(child[edge]), []).append((value[part] + step[edge], count[part]))
            held += part.stop - part.start
        if held > _MOST_PATHS:
            return None
    return {node: _merge(parts) for node, parts in arriving.items()}, mass


def _merge(parts: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Paths of equal value as one, sorted by value."""
    value = np.concatenate([value for value, _ in parts])
    count = np.concatenate([count for _, count in parts])
    order = np.argsort(value)
    value, count = value[order], count[order]
    first = np.concatenate(([True], np.diff(value) > _SAME))
    return value[first], np.add.reduceat(count, np.flatnonzero(first))
