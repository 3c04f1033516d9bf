"""How much treatment each group had: doses, totals, durations, interruptions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.methods.result import Statistic
from analysis.results.measurements import Floats
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_records
from analysis.results.subjects import Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import (
    derive_count_rows,
    derive_population_rows,
    derive_rows,
    derive_summary_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import Exposure

NEEDS = ("ADSL", "ADEX")
FRAMES = ("counted",)

#: Parameters of ADEX with one value a subject; of the last two it is counted who has any.
DESCRIBED = ("NDOSE", "TOTDOSE", "TOTDKG", "TRTDUR")
COUNTED = ("NINTER", "NADJ")
#: Beyond so many doses (tablets taken every day) the number is only described, not counted one by one.
MOST_DOSES = 12
UNKNOWN = "EXADJ not recorded"


def estimate(study: Study, block: Exposure, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Number, total and total per kg of the doses, and the treatment's duration; who had an interrupted dose.

    Also subjects by the number of doses, where nobody had more than MOST_DOSES, and how many doses were interrupted or
    adjusted (``events``).
    """
    subjects = derive_subjects(study, block.population, datasets, treatment="TRT01A")
    template = derive_template(block, block.kind, subjects)
    records = derive_records("ADEX", ("PARAMCD", "AVAL", "AVALU"), subjects, datasets)
    rows, place = derive_population_rows(template, subjects), replace(template, dataset="ADEX")
    for name in DESCRIBED:
        values, unit = _derive_values(records, name, subjects)
        rows += derive_summary_rows(replace(place, context="summary", variable=name, unit=unit), values, subjects)
    doses = _derive_values(records, "NDOSE", subjects)[0]
    rows += _derive_dose_rows(replace(place, context="tabulate", variable="NDOSE"), doses, subjects)
    for name in COUNTED:
        values = _derive_values(records, name, subjects)[0]
        counted = _derive_any_rows(replace(place, context="any", variable=name), values, subjects)
        known = bool(records["PARAMCD"].eq(name).any()) or records.empty
        rows += counted if known else (replace(row, stat=math.nan, error=UNKNOWN, subjects="") for row in counted)
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_values(records: pd.DataFrame, name: str, subjects: Subjects) -> tuple[Floats, str]:
    """The value of each member (NaN where there is none), and its unit."""
    chosen = records[records["PARAMCD"].eq(name)]
    double = sorted(set(chosen.loc[chosen["USUBJID"].duplicated(), "USUBJID"]))
    if double:
        raise ResultsError(Fault(f"ADEX, {name}", f"more than one value of {', '.join(double)}", "derive one for each"))
    units = sorted(set(chosen["AVALU"]))
    if len(units) > 1:
        raise ResultsError(Fault(f"ADEX, {name}", f"units {', '.join(units)}", "convert the doses to one unit"))
    values = np.full(len(subjects.ids), np.nan)
    values[chosen["member"].to_numpy()] = chosen["AVAL"].to_numpy(dtype=np.float64, na_value=np.nan)
    return values, "".join(units)


def _derive_dose_rows(place: Row, doses: Floats, subjects: Subjects) -> Iterator[Row]:
    """Subjects by the number of doses given, from 1 to the most that anybody had; N is the group."""
    most = int(np.nanmax(doses)) if np.isfinite(doses).any() else 0
    for number in range(1, most + 1 if most <= MOST_DOSES else 1):
        for group, members in subjects.groups.items():
            size = subjects.count(group)
            here = replace(place, variable_level=str(number), group1_level=group, n=size, method="Count of subjects")
            here = replace(here, subjects=subjects.names(members & (doses == number)))
            yield from derive_count_rows(here, int((members & (doses == number)).sum()), size)


def _derive_any_rows(place: Row, values: Floats, subjects: Subjects) -> Iterator[Row]:
    for group, members in subjects.groups.items():
        size = subjects.count(group)
        here = replace(place, group1_level=group, n=size, method="Count of subjects")
        here = replace(here, subjects=subjects.names(members & (values > 0)))
        yield from derive_count_rows(here, int((members & (values > 0)).sum()), size)
        total = Statistic("events", "Doses concerned", float(np.nansum(values[members])))
        yield from derive_rows(replace(here, method="Count of doses"), (total,))
