"""An invented study of any size and any words, as a folder that the build can be pointed at: study.yaml and raw data.

Every kind of analysis and of display is in it, so that what is odd about its patients, arms, visits or terms is seen
wherever it can be seen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.displays.invented_data import invent_domains
from tests.displays.kinds import KINDS

Record = dict[str, Any]
COLORS = ("#4477AA", "#CCBB44", "#AA3377", "#228833", "#66CCEE", "#BBBBBB")
CLASSES = ("Infections and infestations", "Gastrointestinal disorders", "Nervous system disorders")
#: Parameter: label, unit, center, SD, reference range, distribution.
MEASURED: dict[str, tuple[str, str, float, float, tuple[int, int], str]] = {
    "ALB": ("Albumin", "g/L", 32, 4, (35, 55), "normal"),
    "ALT": ("Alanine aminotransferase", "U/L", 60, 25, (9, 50), "log-normal"),
    "AST": ("Aspartate aminotransferase", "U/L", 55, 20, (10, 40), "log-normal"),
    "TBIL": ("Total bilirubin", "µmol/L", 35, 15, (3, 21), "log-normal"),
}


@dataclass(frozen=True)
class Trial:
    """What an invented study is like: arms that nobody receives are ``left_out``, parameters never done ``missing``."""

    arms: tuple[str, ...] = ("Low dose", "High dose")
    size: int = 6
    visits: int = 2
    terms: tuple[str, ...] = ("Pyrexia", "Headache", "Nausea", "Pneumonia", "Fatigue")
    classes: tuple[str, ...] = CLASSES
    events: int = 18
    labels: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    excluded: int = 2
    deaths: bool = True
    treated: bool = True

    @property
    def follow(self) -> tuple[str, ...]:
        """The visits after baseline."""
        return tuple(f"W{4 * number}" for number in range(1, self.visits + 1))

    def label(self, parameter: str) -> str:
        """What a parameter is called."""
        known = dict(zip(MEASURED, self.labels, strict=False))
        return known.get(parameter, MEASURED[parameter][0])


def write_trial(folder: Path, trial: Trial, **changes: Any) -> Path:
    """The study in ``folder``; ``changes`` replace whole parts of its description."""
    raw = folder / "data/raw"
    raw.mkdir(parents=True)
    tree = describe_trial(trial) | changes
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    for domain, (names, records) in invent_domains(trial, MEASURED).items():
        with (raw / f"{domain.lower()}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
    return folder


def describe_trial(trial: Trial) -> Record:
    """study.yaml with one analysis of each kind, and a display of each kind."""
    arms = [
        {"id": f"A{n}", "label": label, "dose": 10.0 * 2**n, "color": COLORS[n]} for n, label in enumerate(trial.arms)
    ]
    weeks = [
        {"id": name, "label": f"Week {name[1:]}", "day": 7 * int(name[1:]) + 1, "window": _window(name)}
        for name in trial.follow
    ]
    return {
        "study": {"id": "INV-1", "title": "An invented trial", "short_title": "Invented", "synthetic": True}
        | {"data_date": "2025-01-01", "authors": [{"name": "The Trial Report Project"}]},
        "arms": arms,
        "visits": [{"id": "BASELINE", "label": "Baseline", "day": 1, "baseline": True}, *weeks],
        "populations": POPULATIONS,
        "parameters": [
            {"id": name, "label": trial.label(name), "unit": unit, "category": "Liver", "domain": "LB"}
            | {"distribution": distribution, "better": "neither", "margin": 2}
            for name, (_, unit, _, _, _, distribution) in MEASURED.items()
        ],
        "event_times": [{"id": "OS", "label": "Overall survival"}],
        "safety": {"last_day": 200, "special_interest": {trial.terms[0]: list(trial.terms[:1])}},
        "disposition": DISPOSITION,
        "analyses": list(_analyses(trial)),
        "displays": list(_displays(trial)),
        "documents": [{"id": "csr", "source": "csr.qmd", "kind": "Clinical Study Report", "profile": "sampl"}],
    }


POPULATIONS = [
    {"id": "screened", "label": "Screened", "flag": "SCRNFL", "rule": "screened"},
    {"id": "enrolled", "label": "Enrolled", "flag": "ENRLFL", "rule": "enrolled"},
    {"id": "safety", "label": "Safety", "flag": "SAFFL", "rule": "treated"},
    {"id": "full-analysis", "label": "Full analysis", "flag": "FASFL", "rule": "treated-with-value"},
    {"id": "per-protocol", "label": "Per protocol", "flag": "PPROTFL", "rule": "per-protocol", "min_doses": 2},
]
DISPOSITION = {
    "exclusions": [
        {"id": "criteria", "label": "Not meeting criteria", "terms": ["SCREEN FAILURE"]},
        {"id": "declined", "label": "Declined", "terms": ["WITHDRAWAL BY SUBJECT"]},
    ],
    "discontinuations": [
        {"id": "lost", "label": "Lost to follow-up", "terms": ["LOST TO FOLLOW-UP"]},
        {"id": "died", "label": "Died", "terms": ["DEATH"]},
    ],
}
GRADES = {str(grade): f"Grade {grade}" for grade in range(1, 6)}
APPROACHES = [
    *("mmrm", "complete-cases", "satterthwaite", "per-protocol", "leave-one-out", "imputation", "delta"),
    *("tipping-point", "interaction-permutation", "regression-to-the-mean"),
]


def _analyses(trial: Trial) -> Iterator[Record]:
    visits = list(trial.follow)
    by_visit = {"parameters": ["ALB", "TBIL"], "visits": visits}
    blocks: dict[str, Record] = {
        "flow": {"population": "screened", "analysed": ["full-analysis", "safety"]},
        "baseline": {
            "characteristics": [
                {"variable": "AGE", "label": "Age, years"},
                {"variable": "SEX", "label": "Sex", "type": "categorical", "levels": {"F": "Female", "M": "Male"}},
                {"parameter": "ALB"},
            ]
        },
        "change": by_visit | {"population": "full-analysis"},
        "mmrm": by_visit | {"population": "full-analysis"},
        "sensitivity": {"of": "mmrm", "parameters": ["ALB", "TBIL"], "approaches": APPROACHES, "imputations": 5}
        | {"deltas": [-1, 1], "draws": 99, "population": "full-analysis"},
        "between-groups": by_visit | {"population": "full-analysis"},
        "responders": {
            "visits": visits,
            "criteria": [{"id": "alb-35", "label": "Albumin at least 35", "parameter": "ALB", "op": ">=", "value": 35}],
        },
        "survival": {"event_time": "OS", "landmarks": [3, 6], "at_risk": [0, 3, 6], "restricted_mean": [6]},
        "adverse-events": {"compare": True, "rate": 100},
        "occurrence": {"dataset": "ADAE", "levels": ["AEBODSYS", "AEDECOD"], "where": {"TRTEMFL": ["Y"]}}
        | {"by": [{"id": "grade", "variable": "ATOXGR", "levels": GRADES}], "compare": True, "rate": 100},
        "listing": {"dataset": "ADAE", "columns": {"AEBODSYS": "Class", "AEDECOD": "Term", "AETERM": "Reported"}},
        "exposure": {},
        "timeline": {},
        "narratives": {"parameters": ["ALB"]},
        "liver-safety": {"aminotransferases": ["ALT", "AST"], "bilirubin": "TBIL"},
        "shift": {"parameters": ["ALB", "TBIL"], "by": "range", "visits": visits, "endpoints": ["LOWEST", "HIGHEST"]},
    }
    for kind, block in blocks.items():
        yield {"id": kind, "kind": kind, "label": kind, "population": "safety"} | block


def _displays(trial: Trial) -> Iterator[Record]:
    """A display of each kind, and the tables of occurrence in all their forms."""
    forms: dict[str, Record] = {"by": {"by": "grade"}, "difference": {"difference": True}, "rate": {"rate": True}}
    for number, (kind, (analyses, options)) in enumerate(KINDS.items(), 1):
        for extra, more in {"": {}, **(forms if kind == "occurrence-table" else {})}.items():
            own = {name: value for name, value in options.items() if name not in ("visits", "visit")} | more
            own |= {"visits": list(trial.follow)} if "visits" in options else {}
            own |= {"visit": trial.follow[-1]} if "visit" in options else {}
            name = f"{kind}-{extra}" if extra else kind
            yield {"id": name, "kind": kind, "title": f"Title of {name}", "analyses": list(analyses), **own} | {
                "numbers": {"csr": f"Table 14.2.{number}{f'.{list(forms).index(extra)}' if extra else ''}"}
            }


def _window(visit: str) -> list[int]:
    day = 7 * int(visit[1:]) + 1
    return [day - 13, day + 14]
