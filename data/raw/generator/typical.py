"""Whether a cohort looks like its settings: of those that bear out the claims, one is taken that is not far off.

No claim depends on it; it keeps chance from putting into the demonstration what nobody put in, such as a falling ALT.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import fmean

from .parameters import FOLLOW_UP, PARAMETERS, Parameter
from .rows import Cell, Row
from .simulate import Domains

CLOSE = {"ALB": 1.5, "PTA": 1.5, "IL8": 1.5}  # in standard errors: those that the claims are about
FAR = 2.3  # all others
SLIGHT, PATIENTS = (0.70, 0.80), (0.80, 0.95)  # share of events of grade 1 or 2; of patients with an event
BALANCE = 1.5  # no group has more than this many times the events of another
BELOW_LIMIT = 2.5  # half of IL-8's limit of quantification


def find_oddity(domains: Domains) -> str:
    """What is unlike the settings: "adverse events", or a laboratory test; empty if nothing is."""
    arms = {row["USUBJID"]: str(row["ARMCD"]) for row in domains["DM"] if row.get("ARMCD")}
    if not _events_are_typical(domains["AE"], arms):
        return "adverse events"
    tested = {row["LBTESTCD"] for row in domains["LB"] if row.get("LBSTRESU") != "mg/dL"}
    tested -= {row["LBTESTCD"] for row in domains["LB"] if row.get("LBSTRESU") == "mg/dL"}
    odd = (p.code for p in PARAMETERS if p.code in tested and not _is_near(domains["LB"], p, set(arms)))
    return next(odd, "")


def _events_are_typical(events: list[Row], arms: dict[Cell, str]) -> bool:
    """Three serious events in three patients, and the shares and the balance that the settings ask for."""
    emergent = [row for row in events if row["EPOCH"] != "SCREENING"]
    slight = sum(str(row["AETOXGR"]) in "12" for row in emergent) / len(emergent)
    serious = {row["USUBJID"] for row in emergent if row["AESER"] == "Y"}
    patients = len({row["USUBJID"] for row in emergent}) / len(arms)
    groups = Counter(arms[row["USUBJID"]] for row in emergent).values()
    shares = SLIGHT[0] < slight <= SLIGHT[1] and PATIENTS[0] <= patients <= PATIENTS[1]
    return shares and len(serious) == 3 and max(groups) <= BALANCE * min(groups)


def _is_near(tests: list[Row], setting: Parameter, treated: set[Cell]) -> bool:
    """Whether the means at day 1, and of the changes at the follow-up visits, are within so many standard errors."""
    values: dict[str, dict[Cell, float]] = defaultdict(dict)
    for row in tests:
        if row["LBTESTCD"] == setting.code and row["USUBJID"] in treated and row.get("LBSTRESC"):
            values[str(row["VISIT"])][row["USUBJID"]] = _value(row, setting.log)
    allowed, base = CLOSE.get(setting.code, FAR), values["DAY 1"]
    level = math.log(setting.level) if setting.log else setting.level
    if abs(fmean(base.values()) - level) > allowed * setting.sd / math.sqrt(len(base)):
        return False
    for visit in FOLLOW_UP:
        changes = [value - base[usubjid] for usubjid, value in values[visit].items() if usubjid in base]
        if abs(fmean(changes) - setting.change(visit)) > allowed * setting.within * math.sqrt(2 / len(treated)):
            return False
    return True


def _value(row: Row, log: bool) -> float:
    value = float(row.get("LBSTRESN") or BELOW_LIMIT)
    return math.log(value) if log else value
