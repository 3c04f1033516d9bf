"""What narratives of deaths and serious events are written from: each subject's data around them, as frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.results.measurements import derive_dataset_name
from analysis.results.narrative_laboratory import derive_laboratory
from analysis.results.product import Product
from analysis.results.records import derive_recorded_text, derive_records, derive_text
from analysis.results.subjects import Booleans, Subjects, check_columns, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import derive_count_rows, derive_population_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Narratives

NEEDS = ("ADSL", "ADAE", "parameters")
OPTIONAL = ("ADMH", "ADCM", "ADEX")
FRAMES = ("subjects", "events", "history", "medication", "doses", "laboratory")

#: Column of a frame: variable of the dataset.
SUBJECTS = {
    "age": "AGE",
    "sex": "SEX",
    "race": "RACE",
    "weight": "WEIGHTBL",
    "first_dose": "TRTSDT",
    "last_dose": "TRTEDT",
    "doses": "NDOSE",
    "end_of_study": "EOSDT",
    "end_status": "EOSSTT",
    "end_reason": "DCSREASP",
    "death": "DTHDT",
    "cause_of_death": "DTHCAUS",
}
EVENTS = {
    "number": "AESEQ",
    "term": "AEDECOD",
    "reported": "AETERM",
    "class": "AEBODSYS",
    "start": "AESTDTC",
    "start_day": "ASTDY",
    "end": "AEENDTC",
    "end_day": "AENDY",
    "duration": "ADURN",
    "emergent": "TRTEMFL",
    "grade": "ATOXGR",
    "serious": "AESER",
    "relation": "AEREL",
    "action": "AEACN",
    "outcome": "AEOUT",
}
HISTORY = {"term": "MHDECOD", "class": "MHBODSYS", "category": "MHCAT", "start": "ASTDT", "ongoing": "ONGOFL"}
MEDICATION = {
    "medication": "CMDECOD",
    "class": "CMCLAS",
    "indication": "CMINDC",
    "start": "ASTDT",
    "start_day": "ASTDY",
    "end": "AENDT",
    "ongoing": "ONGOFL",
}
DOSES = {"day": "ASTDY", "date": "ASTDT", "dose": "AVAL", "unit": "AVALU", "interrupted": "INTERFL"}


def estimate(study: Study, block: Narratives, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Frames of the subjects who died or had a serious event, keyed by ``subject``; rows count them by reason.

    ``subjects`` (one line each; ``reasons`` death, serious-event or both), ``events`` (all adverse events, with the
    days since the dose before), ``history``, ``medication``, ``doses``, and ``laboratory`` (the block's
    parameters before, during and after each serious event, and last before death). Text; dates ISO, empty if missing.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment="TRT01A")
    events = derive_records("ADAE", tuple(EVENTS.values()), subjects, datasets)
    serious = np.isin(np.arange(len(subjects.ids)), events.loc[events["AESER"].eq("Y"), "member"])
    reasons = {"death": subjects.has("DTHFL"), "serious-event": serious}
    told = reasons["death"] | reasons["serious-event"]
    template = derive_template(block, block.kind, subjects)
    rows = derive_population_rows(template, subjects)
    rows += _derive_rows(replace(template, context="subjects"), {**reasons, "any": told}, subjects)
    lab = pd.concat(
        [_read_laboratory(study, name, subjects, datasets) for name in block.parameters] or [pd.DataFrame()]
    )
    reported = {"reported": "MHTERM"} if "MHTERM" in datasets.get("ADMH", ()) else {}  # a given ADMH may lack it
    frames = {
        "subjects": _derive_subjects(subjects, reasons, told),
        "events": _derive_events(events, told, subjects, datasets),
        "history": _derive_frame("ADMH", HISTORY | reported, told, subjects, datasets),
        "medication": _derive_frame("ADCM", MEDICATION, told, subjects, datasets),
        "doses": _derive_frame("ADEX", DOSES, told, subjects, datasets, {"PARAMCD": ("DOSE",)}),
        "laboratory": derive_laboratory(lab, events[events["AESER"].eq("Y")], subjects),
    }
    return Product(tuple(rows), frames)


def _derive_rows(place: Row, reasons: Mapping[str, Booleans], subjects: Subjects) -> list[Row]:
    rows = []
    for name, having in reasons.items():
        for group, members in subjects.groups.items():
            size = subjects.count(group)
            here = replace(place, variable=name, group1_level=group, n=size, method="Count of subjects")
            rows += derive_count_rows(here, int((having & members).sum()), size)
    return rows


def _derive_subjects(subjects: Subjects, reasons: Mapping[str, Booleans], told: Booleans) -> pd.DataFrame:
    check_columns(subjects.frame, "ADSL", tuple(SUBJECTS.values()))
    why = ["; ".join(name for name, having in reasons.items() if having[place]) for place in range(len(told))]
    keys = {"subject": subjects.ids, "group": subjects.arm_of, "reasons": why}
    columns = {name: derive_text(subjects.frame[variable]) for name, variable in SUBJECTS.items()}
    return pd.DataFrame(keys | columns)[told].reset_index(drop=True)


def _derive_frame(
    dataset: str,
    columns: Mapping[str, str],
    told: Booleans,
    subjects: Subjects,
    datasets: Mapping[str, pd.DataFrame],
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> pd.DataFrame:
    """The records of a dataset that may be lacking, of the subjects told about, by their start."""
    if dataset not in datasets:
        return pd.DataFrame(columns=["subject", *columns], dtype=object)
    records = derive_records(dataset, ("ASTDT", *columns.values()), subjects, datasets, where)
    records = records[told[records["member"].to_numpy(dtype=np.int64)]]
    records = records.sort_values(["member", "ASTDT", next(iter(columns.values()))], kind="stable")
    found = {name: derive_recorded_text(records, variable) for name, variable in columns.items()}
    return pd.DataFrame({"subject": records["USUBJID"]} | found).reset_index(drop=True)


def _derive_events(
    events: pd.DataFrame, told: Booleans, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """All adverse events by their start; ``since_dose``: days from the last dose on or before it."""
    ordered = events.sort_values(["member", "ASTDT", "AESEQ"], kind="stable", ignore_index=True)
    frame = _derive_frame("ADAE", EVENTS, told, subjects, {"ADAE": ordered})
    chosen = ordered[told[ordered["member"].to_numpy(dtype=np.int64)]]
    if "ADEX" not in datasets:
        return frame.assign(since_dose="")
    doses = derive_records("ADEX", ("ASTDT",), subjects, datasets, {"PARAMCD": ("DOSE",)})
    since = [_find_days_since(doses.loc[doses["member"].eq(m), "ASTDT"], start) for m, start in _starts(chosen)]
    return frame.assign(since_dose=since)


def _starts(events: pd.DataFrame) -> zip[tuple[int, pd.Timestamp]]:
    return zip(events["member"], events["ASTDT"], strict=True)


def _find_days_since(doses: pd.Series, start: pd.Timestamp) -> str:
    before = doses[doses <= start]
    return str((start - before.max()).days) if len(before) else ""


def _read_laboratory(study: Study, name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ("PARAMCD", "ADY", "AVAL", "AVALU")
    dataset = derive_dataset_name(study.parameter(name))
    return derive_records(dataset, columns, subjects, datasets, {"PARAMCD": (name,)})
