"""Signs of liver injury by drug: peaks in multiples of the upper limit of normal, and the quadrants of Hy's law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.results.measurements import Floats, derive_dataset_name
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_later_records, derive_records
from analysis.results.subjects import Booleans, Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import derive_count_rows, derive_population_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import LiverSafety

NEEDS = ("ADSL", "parameters")
FRAMES = ("points", "counted")

#: Hy's law: an aminotransferase at 3 times the upper limit or above, and bilirubin above 2 times.
AMINOTRANSFERASE_LIMIT, BILIRUBIN_LIMIT = 3.0, 2.0
RATIO = "R2ANRHI"
POINTS = (
    "subject",
    "group",
    "aminotransferase",
    "bilirubin",
    "aminotransferase.baseline",
    "bilirubin.baseline",
    "day.aminotransferase",
    "day.bilirubin",
    "quadrant",
)


@dataclass(frozen=True, eq=False)
class Peak:
    """The highest value after the first dose and that at baseline, in multiples of the upper limit, and the peak's day.

    Of several parameters the highest; NaN where there is none; all of shape (n,).
    """

    highest: Floats
    baseline: Floats
    day: Floats


def estimate(study: Study, block: LiverSafety, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Who reaches each multiple of the upper limit after the first dose, and who stands in which quadrant of Hy's law.

    Peaks of aminotransferase and bilirubin need not be of the same day. The frame ``points`` (POINTS) has a line for
    each subject with a value, in multiples of the upper limit.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment="TRT01A")
    template = derive_template(block, block.kind, subjects)
    place = replace(template, dataset=derive_dataset_name(study.parameter(block.bilirubin)))
    peaks = {name: _derive_peak(study, name, subjects, datasets) for name in block.parameters}
    any_name = "-or-".join(block.aminotransferases)
    highest = _combine([peaks[name] for name in block.aminotransferases])
    rows = derive_population_rows(template, subjects)
    for name, peak in {**peaks, any_name: highest}.items():
        bilirubin = name == block.bilirubin
        for multiple in block.bilirubin_multiples if bilirubin else block.multiples:
            reached = peak.highest > multiple if bilirubin else peak.highest >= multiple
            here = replace(place, context="peak", variable=name, variable_level=f"{multiple:g}x")
            sign = "above" if bilirubin else "at or above"
            rows += _derive_rows(replace(here, options=f"{sign} {multiple:g} times the upper limit"), reached, subjects)
    quadrants = _derive_quadrants(highest, peaks[block.bilirubin])
    told = (
        f"{any_name} at or above {AMINOTRANSFERASE_LIMIT:g}, bilirubin above {BILIRUBIN_LIMIT:g} times the upper limit"
    )
    for name, members in quadrants.items():
        here = replace(place, context="hys-law", variable=name, options=told)
        rows += _derive_rows(here, members, subjects)
    points = _derive_points(highest, peaks[block.bilirubin], quadrants, subjects)
    return Product(tuple(rows), {"points": points, "counted": derive_counted(rows)})


def _derive_peak(study: Study, name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> Peak:
    later = derive_later_records(study, name, subjects, datasets, (RATIO,))
    ordered = later[later[RATIO].notna()].sort_values([RATIO, "ADY"], ascending=[False, True], kind="stable")
    highest = ordered.drop_duplicates("member")
    where = {"PARAMCD": (name,), "ABLFL": ("Y",)}
    first = derive_records(derive_dataset_name(study.parameter(name)), (RATIO,), subjects, datasets, where)
    return Peak(_spread(highest, RATIO, subjects), _spread(first, RATIO, subjects), _spread(highest, "ADY", subjects))


def _spread(records: pd.DataFrame, column: str, subjects: Subjects) -> Floats:
    values = np.full(len(subjects.ids), np.nan)
    values[records["member"].to_numpy(dtype=np.int64)] = records[column].to_numpy(dtype=np.float64, na_value=np.nan)
    return values


def _combine(peaks: list[Peak]) -> Peak:
    """The highest of several parameters, each in multiples of its own limit."""
    highest = np.array([peak.highest for peak in peaks])
    which = np.nan_to_num(highest, nan=-np.inf).argmax(axis=0)
    member = np.arange(highest.shape[1])
    baseline = np.fmax.reduce(np.array([peak.baseline for peak in peaks]))
    return Peak(highest[which, member], baseline, np.array([peak.day for peak in peaks])[which, member])


def _derive_quadrants(aminotransferase: Peak, bilirubin: Peak) -> dict[str, Booleans]:
    """Who stands where; unknown where one of the two was not measured after the first dose."""
    known = np.isfinite(aminotransferase.highest) & np.isfinite(bilirubin.highest)
    first = known & (aminotransferase.highest >= AMINOTRANSFERASE_LIMIT)
    second = known & (bilirubin.highest > BILIRUBIN_LIMIT)
    return {
        "both": first & second,
        "aminotransferase-only": first & ~second,
        "bilirubin-only": second & ~first,
        "neither": known & ~first & ~second,
        "unknown": ~known,
    }


def _derive_rows(place: Row, having: Booleans, subjects: Subjects) -> Iterator[Row]:
    for group, members in subjects.groups.items():
        size = subjects.count(group)
        here = replace(place, group1_level=group, n=size, method="Count of subjects")
        here = replace(here, subjects=subjects.names(having & members))
        yield from derive_count_rows(here, int((having & members).sum()), size)


def _derive_points(
    aminotransferase: Peak, bilirubin: Peak, quadrants: Mapping[str, Booleans], subjects: Subjects
) -> pd.DataFrame:
    quadrant = np.full(len(subjects.ids), "", dtype=object)
    for name, members in quadrants.items():
        quadrant[members] = name
    columns = {
        "subject": subjects.ids,
        "group": subjects.arm_of,
        "aminotransferase": aminotransferase.highest,
        "bilirubin": bilirubin.highest,
        "aminotransferase.baseline": aminotransferase.baseline,
        "bilirubin.baseline": bilirubin.baseline,
        "day.aminotransferase": aminotransferase.day,
        "day.bilirubin": bilirubin.day,
        "quadrant": quadrant,
    }
    points = pd.DataFrame(columns, columns=POINTS)
    return points[points[["aminotransferase", "bilirubin"]].notna().any(axis=1)].reset_index(drop=True)
