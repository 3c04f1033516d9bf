"""Analysis visits: which window of study.yaml a record falls into, and which record of a window is analysed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import DatasetError, Fault
from analysis.study import Study, Visit


def derive_windows(study: Study) -> pd.DataFrame:
    """The windows after baseline, in order of their days: AVISIT, AWTARGET, AWLO, AWHI (study days, inclusive).

    A visit without a window has the days that are nearest to it, those halfway to a neighbour belonging to the earlier
    visit; the last one reaches as far beyond its day as before it. Raises DatasetError where windows overlap.
    """
    visits = sorted((visit for visit in study.visits if not visit.baseline), key=lambda visit: visit.day)
    bounds = [visit.window or _halfway(visits, n) for n, visit in enumerate(visits)]
    windows = pd.DataFrame(
        {
            "AVISIT": pd.Series([visit.id for visit in visits], dtype=object),
            "AWTARGET": pd.Series([visit.day for visit in visits], dtype=float),
            "AWLO": pd.Series([low for low, _ in bounds], dtype=float),
            "AWHI": pd.Series([high for _, high in bounds], dtype=float),
        }
    )
    overlapping = windows["AWLO"] <= windows["AWHI"].shift()
    if overlapping.any():
        names = ", ".join(windows.loc[overlapping, "AVISIT"])
        raise DatasetError(
            Fault("study.yaml, visits", f"windows overlap the visit before: {names}", "correct `window`")
        )
    return windows


def derive_visit(study: Study, frame: pd.DataFrame, after: pd.Series) -> pd.DataFrame:
    """AVISIT, AVISITN, AWTARGET, AWDIFF, AWLO, AWHI: the baseline visit for the baseline record, else by window.

    AVISITN is the visit's target day. AWTDIFF is the distance from the target in days, day 0 not counted. A record
    after the first dose outside all windows, and one before it that is not the baseline, has no analysis visit.
    """
    windows = derive_windows(study)
    place = _place(windows, frame["ADY"].where(after))
    chosen = windows.reindex(place).set_axis(frame.index)
    is_baseline = frame["ABLFL"] == "Y"
    visit = derive_baseline_visit(study)
    chosen["AVISIT"] = chosen["AVISIT"].fillna("").mask(is_baseline, visit.id)
    chosen["AVISITN"] = chosen["AWTARGET"].mask(is_baseline, visit.day)
    crossing = (frame["ADY"] < 0) & (chosen["AWTARGET"] > 0)
    return chosen.assign(AWTDIFF=(frame["ADY"] - chosen["AWTARGET"]).abs() - crossing)


def derive_analysis_flag(study: Study, frame: pd.DataFrame) -> pd.Series:
    """ANL01FL: "Y" on the record that stands for a subject, parameter and analysis visit.

    The one with a value nearest to the target day; of two equally near the later or the earlier day (`visit_tie` of
    study.yaml); on one day a scheduled before an unscheduled visit, then the last by time and sequence number.
    """
    has_value = (frame["AVAL"].notna() | (frame["AVALC"] != "")) & (frame["AVISIT"] != "")
    records = frame[has_value].assign(
        unscheduled=derive_unscheduled,
        moment=lambda some: some["ADTM"].fillna(some["ADT"]),
    )
    order = ["AWTDIFF", "ADT", "unscheduled", "moment", "SRCSEQ"]
    ascending = [True, study.visit_tie == "earlier", True, False, False]
    first = records.sort_values(order, ascending=ascending).drop_duplicates(["USUBJID", "PARAMCD", "AVISIT"])
    return pd.Series(np.where(frame.index.isin(first.index), "Y", ""), index=frame.index, dtype=object)


def derive_unscheduled(frame: pd.DataFrame) -> pd.Series:
    """Whether a record's visit was not planned: its name says so, or, without a name, its number isn't whole."""
    named = frame["VISIT"] != ""
    by_number = frame["VISITNUM"].isna() | (frame["VISITNUM"] % 1 != 0)
    return frame["VISIT"].str.upper().str.startswith("UNSCH").where(named, by_number)


def derive_baseline_visit(study: Study) -> Visit:
    """The visit that study.yaml marks as baseline. Raises DatasetError where there is none, or more than one."""
    marked = [visit for visit in study.visits if visit.baseline]
    if len(marked) != 1:
        what = f"{len(marked)} visits are marked as baseline, 1 is needed"
        raise DatasetError(Fault("study.yaml, visits", what, "set `baseline: true` on one visit"))
    return marked[0]


def _halfway(visits: list[Visit], n: int) -> tuple[int, int]:
    before = visits[n - 1].day if n else 1
    day = visits[n].day
    after = visits[n + 1].day if n + 1 < len(visits) else 2 * day - before
    return (before + day) // 2 + 1, (day + after) // 2


def _place(windows: pd.DataFrame, days: pd.Series) -> pd.Index:
    """The row of ``windows`` for each day, −1 where there is none."""
    place = np.searchsorted(windows["AWLO"].to_numpy(), days.to_numpy(), side="right") - 1
    inside = (place >= 0) & (days.to_numpy() <= windows["AWHI"].to_numpy()[place])
    return pd.Index(np.where(inside, place, -1))
