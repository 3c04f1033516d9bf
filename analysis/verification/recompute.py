"""The second route: each statistic of the results once more, by other code than analysis/methods.

From the datasets (and from the raw domains to ADSL's counts) with statsmodels, lifelines, scipy, numpy's
quantiles and plain counting. A difference beyond its tolerance, or a statistic that only one of the two routes has,
stops the build. Rows for which there is no second route are counted and told.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.errors import Fault, VerificationError
from analysis.results.table import Results
from analysis.verification.recompute_description import derive_baseline, derive_change
from analysis.verification.recompute_events import derive_events
from analysis.verification.recompute_flow import derive_adsl, derive_flags, derive_flow
from analysis.verification.recompute_mmrm import derive_mmrm
from analysis.verification.recompute_responders import derive_responders
from analysis.verification.recompute_survival import derive_survival
from analysis.verification.recompute_trial import Second, Trial

#: So many faults are told one by one.
MOST = 20
#: The kinds of analysis that have a second route.
KINDS: dict[str, Callable[[Trial, Any, Results], Iterable[Second]]] = {
    "flow": lambda trial, block, _: derive_flow(trial, block),
    "baseline": lambda trial, block, _: derive_baseline(trial, block),
    "change": lambda trial, block, _: derive_change(trial, block),
    "mmrm": derive_mmrm,
    "responders": lambda trial, block, _: derive_responders(trial, block),
    "survival": lambda trial, block, _: derive_survival(trial, block),
    "adverse-events": lambda trial, block, _: derive_events(trial, block),
}


@dataclass(frozen=True)
class Comparison:
    """A statistic by both routes, and the largest difference allowed."""

    row: str
    first: float
    second: float
    tolerance: float
    route: str

    @property
    def holds(self) -> bool:
        """Both have the statistic, near enough, or neither has it."""
        if math.isnan(self.first) or math.isnan(self.second):
            return math.isnan(self.first) and math.isnan(self.second)
        return self.first == self.second or abs(self.first - self.second) <= self.tolerance


@dataclass(frozen=True)
class Recomputation:
    """All comparisons, and how many rows have no second route, by analysis, context and statistic."""

    comparisons: tuple[Comparison, ...]
    left: Mapping[str, int]


def verify_recomputation(trial: Trial, results: Results) -> Recomputation:
    """Every statistic by both routes. VerificationError with each one that differs by more than its tolerance."""
    firsts = {name: row.stat for name, row in results.items()} | derive_flags(trial)
    kinds = {_kind(name) for name in firsts}
    seconds = [s for s in (*derive_adsl(trial), *_derive_seconds(trial, results)) if _kind(s.row) in kinds]
    missing = [second for second in seconds if second.row not in firsts]
    comparisons = tuple(
        Comparison(s.row, firsts[s.row], s.value, s.tolerance, s.route) for s in seconds if s.row in firsts
    )
    faults = [Fault(s.row, "not in the results", f"the second route ({s.route}) has {s.value:.12g}") for s in missing]
    faults += [_explain(one, results) for one in comparisons if not one.holds]
    if len(faults) > MOST:
        faults = [*faults[:MOST], Fault("", f"{len(faults) - MOST} more rows", "mend these first")]
    if faults:
        raise VerificationError(faults)
    done = {one.row for one in comparisons}
    return Recomputation(
        comparisons, dict(sorted(Counter(_kind(name) for name in results if name not in done).items()))
    )


def _kind(row: str) -> str:
    """What a row is of: analysis, context and statistic."""
    return f"{row.split('/', maxsplit=1)[0]} {row.rsplit('/', 1)[-1]}"


def _derive_seconds(trial: Trial, results: Results) -> Iterator[Second]:
    for block in trial.study.analyses:
        if block.kind in KINDS:
            yield from KINDS[block.kind](trial, block, results)


def _explain(one: Comparison, results: Results) -> Fault:
    first, second = (f"{v:.12g}" if not math.isnan(v) else "no value" for v in (one.first, one.second))
    what = f"{first} in the results, {second} by {one.route}; {one.tolerance:.3g} is allowed between them"
    where = results[one.row].script if one.row in results else "analysis/datasets/adsl.py"
    return Fault(one.row, what, f"one of the two is wrong: {where}, or analysis/verification/recompute*.py")


def format_recomputation(done: Recomputation) -> str:
    """All comparisons as JSON, one a line, behind a summary by route."""
    lines = [json.dumps({k: _plain(v) for k, v in asdict(one).items()}, ensure_ascii=False) for one in done.comparisons]
    summary = {"compared": len(done.comparisons), "routes": list(_summarise(done.comparisons)), "left": done.left}
    body = ",\n".join(lines)
    return f'{{"summary": {json.dumps(summary, ensure_ascii=False, indent=1)},\n"comparisons": [\n{body}\n]}}\n'


def _plain(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _summarise(comparisons: Iterable[Comparison]) -> Iterator[dict[str, object]]:
    """For each route: how many, the largest difference (relative to the value), and the row where it stands."""
    routes: dict[str, list[Comparison]] = {}
    for one in comparisons:
        routes.setdefault(one.route, []).append(one)
    for route, members in routes.items():
        worst = max(members, key=_difference)
        yield {"route": route, "compared": len(members), "largest": _difference(worst), "row": worst.row}


def _difference(one: Comparison) -> float:
    if not math.isfinite(one.first - one.second):
        return 0.0
    return abs(one.first - one.second) / max(abs(one.first), abs(one.second), 1e-12)
