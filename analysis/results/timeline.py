"""When each subject was treated and followed, and what happened when: the lines of a swimmer plot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.results.measurements import Floats
from analysis.results.product import Product
from analysis.results.records import derive_records
from analysis.results.subjects import Subjects, check_columns, derive_subjects
from analysis.results.writing import derive_population_rows, derive_summary_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Timeline

NEEDS = ("ADSL",)
OPTIONAL = ("ADEX", "ADAE")
FRAMES = ("bars", "marks")

BARS = ("subject", "group", "segment", "start", "end")
MARKS = ("subject", "group", "mark", "day", "label")
COLUMNS = ("TRTSDT", "TRTEDT", "EOSDT", "EOSSTT", "DCSREAS", "DTHDT", "LSTALVDT")


def estimate(study: Study, block: Timeline, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Time in the study described by group (days), and the frames ``bars`` (BARS) and ``marks`` (MARKS) in study days.

    Segments: treatment (first to last dose), study (first dose to the end of the study, else to the day last known
    alive). Marks: dose, serious-event, discontinued, completed, death. Sorted by arm and the length of the line.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment="TRT01A")
    template = derive_template(block, block.kind, subjects)
    check_columns(subjects.frame, "ADSL", COLUMNS)
    frame = subjects.frame
    end = _derive_day(frame, "EOSDT")
    end = np.where(np.isnan(end), _derive_day(frame, "LSTALVDT"), end)
    rows = derive_population_rows(template, subjects)
    rows += derive_summary_rows(replace(template, context="summary", variable="study-days", unit="days"), end, subjects)
    order = _derive_order(subjects, end)
    bars = _derive_bars(subjects, end)
    marks = _derive_marks(study, subjects, datasets)
    return Product(tuple(rows), {"bars": _arrange(bars, order, BARS), "marks": _arrange(marks, order, MARKS)})


def _derive_day(frame: pd.DataFrame, column: str) -> Floats:
    """Study day of a date of ADSL: the first dose is day 1, there is no day 0."""
    days = (frame[column] - frame["TRTSDT"]).dt.days.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(days >= 0, days + 1, days)


def _derive_order(subjects: Subjects, end: Floats) -> dict[str, int]:
    """Place of each subject: by arm, then the longest line first, then by id."""
    place = {name: number for number, name in enumerate((*subjects.arms, ""))}
    keys = zip((place[name] for name in subjects.arm_of), -np.nan_to_num(end), subjects.ids, strict=True)
    return {key[2]: number for number, key in enumerate(sorted(keys))}


def _arrange(frame: pd.DataFrame, order: Mapping[str, int], columns: tuple[str, ...]) -> pd.DataFrame:
    placed = frame.assign(place=frame["subject"].map(order))
    return placed.sort_values(["place", *columns[2:]], kind="stable", ignore_index=True)[list(columns)]


def _derive_bars(subjects: Subjects, end: Floats) -> pd.DataFrame:
    ends = {"treatment": _derive_day(subjects.frame, "TRTEDT"), "study": end}
    parts = [
        pd.DataFrame({"subject": subjects.ids, "group": subjects.arm_of, "segment": name, "start": 1.0, "end": days})
        for name, days in ends.items()
    ]
    bars = pd.concat(parts, ignore_index=True)
    return bars[bars["end"].notna()]


def _derive_marks(study: Study, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [*_derive_ends(study, subjects)]
    if "ADEX" in datasets:
        doses = derive_records("ADEX", ("ASTDY",), subjects, datasets, {"PARAMCD": ("DOSE",)})
        parts.append(doses.assign(mark="dose", day=doses["ASTDY"], label=""))
    if "ADAE" in datasets:
        events = derive_records("ADAE", ("ASTDY", "AEDECOD"), subjects, datasets, {"AESER": ("Y",)})
        parts.append(events.assign(mark="serious-event", day=events["ASTDY"], label=events["AEDECOD"]))
    marks = pd.concat(parts, ignore_index=True).rename(columns={"USUBJID": "subject"})
    marks = marks.assign(group=subjects.arm_of[marks["member"].to_numpy(dtype=np.int64)])
    return marks[marks["day"].notna()]


def _derive_ends(study: Study, subjects: Subjects) -> Iterator[pd.DataFrame]:
    """The end of each subject's study with its reason, and the deaths."""
    frame = subjects.frame.assign(member=np.arange(len(subjects.ids)))
    reasons = {reason.id: reason.label for reason in study.disposition.discontinuations}
    for mark, status in {"completed": "COMPLETED", "discontinued": "DISCONTINUED"}.items():
        ended = frame[frame["EOSSTT"].eq(status) & frame["DTHDT"].isna()]
        labels = ended["DCSREAS"].map(reasons).fillna("")
        yield ended[["USUBJID", "member"]].assign(mark=mark, day=_derive_day(ended, "EOSDT"), label=labels)
    died = frame[frame["DTHDT"].notna()]
    yield died[["USUBJID", "member"]].assign(mark="death", day=_derive_day(died, "DTHDT"), label="")
