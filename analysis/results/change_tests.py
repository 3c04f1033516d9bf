"""Tests of the change from baseline at one visit, in one group.

Paired t is on the change itself; the others are on the scale on which the parameter is analysed, which is that of
logarithms for a log-normal one, with the Hodges-Lehmann estimate brought back as a ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.methods.geometric_ratio import estimate_geometric_ratio
from analysis.methods.hedges_g import estimate_hedges_g
from analysis.methods.hodges_lehmann import estimate_hodges_lehmann
from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.result import Result
from analysis.methods.wilcoxon_signed_rank import estimate_signed_rank
from analysis.results.measurements import Floats, Measurements
from analysis.results.subjects import Booleans
from analysis.results.table import Row
from analysis.results.writing import INTERVAL, derive_ratio, derive_result_rows
from analysis.study.analyses import Change

Scale = tuple[Floats, Floats, str]
#: Of more changes the exact distribution takes long, and the normal one is as good.
MOST_EXACT = 100
RATIO = (*INTERVAL, "p.value")


def derive_test_rows(
    place: Row, block: Change, found: Measurements, scale: Scale, where: tuple[Booleans, int]
) -> Iterator[Row]:
    """The rows of the tests that ``block`` asks for; ``where``: the members of the group, and which visit.

    ``scale`` is what derive_analysed_scale gives.
    """
    level = block.conf_level
    change = found.change[where]
    if "paired-t" in block.tests:
        yield from derive_result_rows(replace(place, context="paired-t"), estimate_paired_t(change, conf_level=level))
    if "ratio" in block.tests and found.log_normal:
        ratio = estimate_geometric_ratio(found.value[where], found.baseline[where[0]], level)
        yield from derive_result_rows(replace(place, context="ratio", unit="ratio"), ratio, RATIO)
    yield from _derive_scaled_rows(place, block, found.log_normal, scale[0][where], scale[2])


def _derive_scaled_rows(place: Row, block: Change, log_normal: bool, change: Floats, reason: str) -> Iterator[Row]:
    here = replace(place, options="of logarithms") if log_normal else place
    small = np.isfinite(change).sum() <= MOST_EXACT
    if "signed-rank" in block.tests:
        test = _explain(estimate_signed_rank(change, p_method="exact" if small else "normal"), reason)
        yield from derive_result_rows(replace(here, context="signed-rank"), test, ("statistic", "p.value"))
    if "hodges-lehmann" in block.tests:
        interval = "exact" if small else "moses"
        centre = _explain(estimate_hodges_lehmann(change, interval, conf_level=block.conf_level), reason)
        there = replace(here, context="hodges-lehmann")
        if log_normal:
            there = replace(there, unit="ratio", options="of logarithms, back-transformed")
            centre = derive_ratio(centre)
        yield from derive_result_rows(there, centre, INTERVAL)
    if "hedges-g" in block.tests:
        effect = _explain(estimate_hedges_g(change, block.conf_level), reason)
        yield from derive_result_rows(replace(here, context="hedges-g", unit="SD"), effect, INTERVAL)


def _explain(result: Result, reason: str) -> Result:
    """A result that is missing because the values can't be analysed says so."""
    return replace(result, reason=reason) if reason else result
