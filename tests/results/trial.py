"""A trial of nine people in two groups, typed by hand, and frames made from short lists."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.results.measurements import COLUMNS
from analysis.results.product import Product
from analysis.study import Study

Datasets = dict[str, pd.DataFrame]

NAN = float("nan")
LABELS = {"LOW": "Low dose", "HIGH": "High dose"}

# (subject, arm or "", why they left)
PEOPLE = (
    ("01", "LOW", ""),
    ("02", "LOW", ""),
    ("03", "LOW", "lost"),
    ("04", "LOW", ""),
    ("05", "HIGH", ""),
    ("06", "HIGH", "died"),
    ("07", "HIGH", ""),
    ("08", "", "criteria"),
    ("09", "", "declined"),
)
# Baseline, W4, W8. In both groups the mean baseline is 32 and W4's change has no slope on it: LS means are plain means
ALBUMIN = {
    "01": (30.0, 31.0, 32.0),
    "02": (34.0, 35.0, 38.0),
    "03": (30.0, 33.0, 34.0),
    "04": (34.0, 37.0, 36.0),
    "05": (30.0, 35.0, 33.0),
    "06": (34.0, 39.0, 36.0),
    "07": (32.0, 40.0, 39.0),
}
BILIRUBIN = {
    "01": (10.0, 20.0, 15.0),
    "02": (20.0, 20.0, 22.0),
    "03": (40.0, 80.0, 50.0),
    "04": (20.0, 20.0, 10.0),
    "05": (30.0, 15.0, 20.0),
    "06": (60.0, 60.0, 45.0),
    "07": (15.0, 30.0, 25.0),
}
CLASSES = dict(zip(ALBUMIN, "AABBABB", strict=True))
# Months, and 1 for those censored
SURVIVAL = {
    "01": (3.0, 0),
    "02": (6.0, 1),
    "03": (9.0, 0),
    "04": (12.0, 1),
    "05": (12.0, 1),
    "06": (12.5, 1),
    "07": (13.0, 1),
}
EVENTS = (
    ("01", "Infections", "Pneumonia", 3.0, "NOT RELATED", "Y", "FATAL"),
    ("01", "General", "Pyrexia", 1.0, "RELATED", "N", "RECOVERED/RESOLVED"),
    ("05", "Infections", "pneumonia", 2.0, "RELATED", "N", "RECOVERED/RESOLVED"),
    ("05", "General", "Chills", 1.0, "RELATED", "N", "RECOVERED/RESOLVED"),
    ("08", "Nervous", "Headache", 1.0, "RELATED", "N", "RECOVERED/RESOLVED"),
)

PARAMETERS = (
    {"id": "ALB", "label": "Albumin", "unit": "g/L", "category": "Liver", "domain": "LB"},
    {"id": "TBIL", "label": "Bilirubin", "unit": "µmol/L", "category": "Liver", "domain": "LB"}
    | {"distribution": "log-normal"},
    {"id": "CPCLASS", "label": "Class", "category": "Liver", "score": {"rule": "child-pugh-class"}},
)
CHARACTERISTICS = (
    {"variable": "AGE"},
    {"variable": "SEX", "type": "categorical", "levels": {"M": "Male", "F": "Female"}},
    {"parameter": "ALB"},
    {"parameter": "CPCLASS", "type": "categorical", "levels": {"A": "A", "B": "B"}},
)
BY_VISIT = {"parameters": ["ALB", "TBIL"], "visits": ["W4", "W8"]}
GRADES = {grade: f"Grade {grade}" for grade in "12345"}
APPROACHES = [
    *("mmrm", "complete-cases", "satterthwaite", "per-protocol", "leave-one-out", "imputation", "delta"),
    *("tipping-point", "interaction-permutation", "regression-to-the-mean"),
]
CRITERIA = (
    {"id": "above-36", "label": "High", "parameter": "ALB", "op": ">", "value": 36},
    {"id": "up-3", "label": "Rise", "parameter": "ALB", "of": "change", "op": ">=", "value": 3},
)
ANALYSES: tuple[dict[str, Any], ...] = (
    {"kind": "flow", "population": "screened", "analysed": ["safety"]},
    {"kind": "baseline", "characteristics": CHARACTERISTICS},
    {"kind": "change", "tests": ["paired-t", "signed-rank", "hodges-lehmann", "hedges-g", "ratio"]}
    | {"describe": ["change", "percent-change"], "treatment": "planned"}
    | BY_VISIT,
    {"kind": "mmrm", "covariances": ["UN", "TOEPH", "ARH1", "CS"], "not_counted": []} | BY_VISIT,
    {"kind": "sensitivity", "of": "mmrm", "parameters": ["ALB", "TBIL"], "approaches": APPROACHES}
    | {"imputations": 5, "deltas": [-1, 1], "draws": 99},
    {"kind": "between-groups"} | BY_VISIT,
    {"kind": "responders", "criteria": CRITERIA, "visits": ["W4", "W8"], "unscheduled": False, "treatment": "planned"},
    {"kind": "survival", "event_time": "OS", "landmarks": [6, 12], "at_risk": [0, 6, 12], "strata": []}
    | {"restricted_mean": [12], "regression": True},
    {"kind": "adverse-events", "compare": True, "rate": 100},
    {"kind": "occurrence", "dataset": "ADAE", "levels": ["AEBODSYS", "AEDECOD"], "where": {"TRTEMFL": ["Y"]}}
    | {"by": [{"id": "grade", "variable": "ATOXGR", "levels": GRADES}], "compare": True, "rate": 100},
    {"kind": "listing", "dataset": "ADAE", "columns": {"AEDECOD": "Term", "ATOXGRN": "Grade", "AGE": "Age"}}
    | {"where": {"TRTEMFL": ["Y"]}, "sort": ["AEDECOD"]},
    {"kind": "exposure"},
    {"kind": "timeline"},
    {"kind": "narratives", "parameters": ["ALB"]},
    {"kind": "liver-safety", "aminotransferases": ["ALB"], "bilirubin": "TBIL", "multiples": [1, 3]},
    {
        "kind": "shift",
        "parameters": ["ALB"],
        "by": "range",
        "visits": ["W4"],
        "endpoints": ["LOWEST", "HIGHEST", "LAST"],
    }
    | {"levels": {}, "treatment": "actual"},
)
DISPOSITION = {
    "exclusions": [
        {"id": "criteria", "label": "Criteria", "terms": ["SCREEN FAILURE"]},
        {"id": "declined", "label": "Declined", "terms": ["WITHDRAWAL BY SUBJECT"]},
    ],
    "discontinuations": [
        {"id": "lost", "label": "Lost", "terms": ["LOST TO FOLLOW-UP"]},
        {"id": "died", "label": "Died", "terms": ["DEATH"]},
    ],
}
VISITS = (
    {"id": "BASELINE", "label": "Baseline", "day": 1, "baseline": True},
    {"id": "W4", "label": "Week 4", "day": 29},
    {"id": "W8", "label": "Week 8", "day": 57},
    {"id": "W12", "label": "Week 12", "day": 85},
)
POPULATIONS = (
    {"id": "screened", "label": "Screened", "flag": "SCRNFL", "rule": "screened"},
    {"id": "enrolled", "label": "Enrolled", "flag": "ENRLFL", "rule": "enrolled"},
    {"id": "safety", "label": "Safety", "flag": "SAFFL", "rule": "treated"},
)


def make_study(arms: Mapping[str, str] = LABELS, only: str = "", **changes: Any) -> Study:
    """The trial with these arms (id: label); ``changes`` are laid over analyses (``only`` of a kind) with the key."""
    blocks = [{"id": one["kind"], "label": "", "population": "safety"} | one for one in ANALYSES]
    tree = {
        "study": {"id": "T-1", "title": "Tiny", "short_title": "Tiny", "data_date": "2024-01-01"},
        "arms": [{"id": name, "label": label, "color": "#000000"} for name, label in arms.items()],
        "visits": VISITS,
        "populations": POPULATIONS,
        "parameters": PARAMETERS,
        "event_times": [{"id": "OS", "label": "Survival"}],
        "safety": {"last_day": 57, "special_interest": {"Infection": ["Pneumonia"]}},
        "disposition": DISPOSITION,
        "analyses": [
            block | {key: value for key, value in changes.items() if key in block and only in ("", block["kind"])}
            for block in blocks
        ],
    }
    return Study.model_validate(tree)


def with_doses(study: Study, **doses: float) -> Study:
    """The study with these doses of its arms."""
    arms = tuple(arm.model_copy(update={"dose": doses.get(arm.id)}) for arm in study.arms)
    return study.model_copy(update={"arms": arms})


def make_adsl(arms: Mapping[str, str] = LABELS) -> pd.DataFrame:
    """One row for each of PEOPLE; a person with an arm is treated."""
    lines = [
        {
            "USUBJID": name,
            "TRT01P": arms.get(arm, ""),
            "TRT01A": arms.get(arm, ""),
            "SCRNFL": "Y",
            "ENRLFL": "Y" if arm else "N",
            "SAFFL": "Y" if arm else "N",
            "TRTSDT": pd.Timestamp("2023-01-02") if arm else pd.NaT,
            "TRTEDT": pd.Timestamp("2023-01-09") if arm else pd.NaT,
            "LSTALVDT": pd.Timestamp("2023-01-31" if reason == "lost" else "2023-12-31"),
            "EOSDT": pd.Timestamp("2023-01-31" if reason == "lost" else "2023-12-31"),
            "DTHFL": "Y" if reason == "died" else "",
            "DTHDT": pd.Timestamp("2023-12-31") if reason == "died" else pd.NaT,
            "DTHCAUS": "LIVER FAILURE" if reason == "died" else "",
            "RACE": "ASIAN",
            "WEIGHTBL": 60.0,
            "NDOSE": 2.0 if arm else NAN,
            "EOSSTT": ("DISCONTINUED" if reason else "COMPLETED") if arm else "",
            "EOTSTT": "COMPLETED" if arm and reason != "died" else "",
            "DCSREAS": reason if arm else "",
            "DCSREASP": reason.upper() if arm else "",
            "EXCLREAS": "" if arm else reason,
            "EXCLREAP": "" if arm else reason.upper(),
        }
        for name, arm, reason in PEOPLE
    ]
    return pd.DataFrame(lines).assign(AGE=[40.0, 50, 60, 70, 45, 55, 65, 50, 50], SEX=list("MMMFMFFMF"))


def make_measured(name: str, values: Mapping[str, tuple[float, ...]]) -> pd.DataFrame:
    """Records of one parameter at BASELINE, W4, W8 and W12; NaN: no record. Normal from 31 to 36; below 30 grade 2."""
    lines = [
        {
            "USUBJID": subject,
            "PARAMCD": name,
            "AVISIT": visit,
            "ADY": day,
            "AVAL": value,
            "AVALU": "",
            "CHG": NAN if visit == "BASELINE" else value - series[0],
            "PCHG": NAN if visit == "BASELINE" else 100 * (value - series[0]) / series[0],
            "ABLFL": "Y" if visit == "BASELINE" else "",
            "ANL01FL": "Y",
        }
        for subject, series in values.items()
        for visit, day, value in zip(("BASELINE", "W4", "W8", "W12"), (1.0, 29.0, 57.0, 85.0), series, strict=False)
        if not np.isnan(value)
    ]
    frame = pd.DataFrame(lines, columns=[*COLUMNS, "AVALU"])
    value = frame["AVAL"].to_numpy(dtype=np.float64)
    range_ = np.select([value < 31, value > 36], ["LOW", "HIGH"], "NORMAL").astype(object)
    grade = np.select([value < 30, value < 31], ["2", "1"], "0").astype(object)
    return frame.assign(ANRLO=31.0, ANRHI=36.0, ANRIND=range_, ATOXGRL=grade, ATOXGRH="0", R2ANRHI=value / 36)


def make_events(events: tuple[tuple[Any, ...], ...] = EVENTS) -> pd.DataFrame:
    """ADAE, all events treatment-emergent."""
    columns = ["USUBJID", "AEBODSYS", "AEDECOD", "ATOXGRN", "AREL", "AESER", "AEOUT"]
    frame = pd.DataFrame(list(events), columns=columns).assign(TRTEMFL="Y", AEACN="DOSE NOT CHANGED")
    days = [20.0 + 10 * number for number in range(len(frame))]
    dates = pd.Timestamp("2023-01-01") + pd.to_timedelta(days, unit="D")
    frame = frame.assign(AESEQ=[float(n + 1) for n in range(len(frame))], ASTDY=days, ASTDT=dates, AENDY=NAN)
    frame = frame.assign(AESTDTC=dates.strftime("%Y-%m-%d"), AEENDTC="", ADURN=NAN, AEREL=frame["AREL"])
    frame = frame.assign(AETERM=frame["AEDECOD"].str.upper())
    return frame.assign(ATOXGR=["" if math.isnan(grade) else f"{grade:g}" for grade in frame["ATOXGRN"]])


def make_exposure() -> pd.DataFrame:
    """ADEX: two doses of 5 mg on days 1 and 8, the second of 02 interrupted; the summaries of each subject."""
    treated = [name for name, arm, _ in PEOPLE if arm]
    doses = [
        {"USUBJID": name, "PARAMCD": "DOSE", "AVAL": 5.0, "AVALU": "mg", "ASTDY": day, "INTERFL": flag}
        | {"ASTDT": pd.Timestamp("2023-01-01") + pd.Timedelta(days=day)}
        for name in treated
        for day, flag in ((1.0, ""), (8.0, "Y" if name == "02" else ""))
    ]
    totals = {"NDOSE": (2.0, ""), "TOTDOSE": (10.0, "mg"), "TOTDKG": (1 / 6, "mg/kg"), "TRTDUR": (8.0, "days")}
    sums = [
        {"USUBJID": name, "PARAMCD": code, "AVAL": value, "AVALU": unit}
        for name in treated
        for code, (value, unit) in {**totals, "NINTER": (float(name == "02"), ""), "NADJ": (0.0, "")}.items()
    ]
    frame = pd.DataFrame(doses + sums)
    return frame.assign(INTERFL=frame["INTERFL"].fillna(""))


def make_datasets(arms: Mapping[str, str] = LABELS) -> Datasets:
    """All datasets of the trial."""
    classes = make_measured("CPCLASS", dict.fromkeys(CLASSES, (1.0,))).assign(AVALC=list(CLASSES.values()))
    follow = [(name, "OS", time, censored) for name, (time, censored) in SURVIVAL.items()]
    return {
        "ADSL": make_adsl(arms),
        "ADLB": pd.concat([make_measured("ALB", ALBUMIN), make_measured("TBIL", BILIRUBIN)], ignore_index=True),
        "ADEFF": classes,
        "ADTTE": pd.DataFrame(follow, columns=["USUBJID", "PARAMCD", "AVAL", "CNSR"]),
        "ADAE": make_events(),
        "ADEX": make_exposure(),
    }


def values(product: Product, start: str = "") -> dict[str, float]:
    """The statistics of a product whose id starts so, by the rest of the id."""
    return {row.id.removeprefix(start): row.stat for row in product.rows if row.id.startswith(start)}
