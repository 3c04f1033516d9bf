"""Whether a cohort bears out the published claims, judged with the project's own methods.

Without conditioning, the claims on ALB, PTA, IL-8 and dose hold together in about one cohort of three. That they hold
in the accepted one proves that the analysis finds what was put in, and nothing about the treatment.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import cast

import numpy as np
import pandas as pd

from analysis.methods.design import Factor
from analysis.methods.geometric_ratio import estimate_geometric_ratio
from analysis.methods.kaplan_meier import estimate_kaplan_meier
from analysis.methods.logrank import estimate_logrank
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmFit, MmrmModel

from .parameters import FOLLOW_UP, PARAMETERS, Parameter
from .settings import ARMS
from .simulate import Domains

LEVEL = 0.05
ARM_CODES = tuple(arm.code for arm in ARMS)
IN_HOSPITAL = ("DAY 8", "DAY 15", "DAY 22")
DAYS_PER_MONTH = 365.25 / 12
QUANTIFIED_FROM = 5.0
BELOW_LIMIT = QUANTIFIED_FROM / 2


def verify_claims(domains: Domains) -> str:
    """The first claim that the cohort does not bear out, or "typical"; empty if all hold. The cheap ones come first."""
    checks: tuple[tuple[str, Callable[[Domains], bool]], ...] = (
        ("flow", _flow_holds),
        ("survival", _survival_holds),
        ("safe", _safety_holds),
        ("il8-down", _il8_falls),
        ("alb-transient", _albumin_rises_for_a_while),
        ("pta-sustained", _pta_stays_up),
        ("dose-weak", _dose_is_weak),
        ("typical", _is_typical),
    )
    return next((name for name, holds in checks if not holds(domains)), "")


def _is_typical(domains: Domains) -> bool:
    """Means at baseline and of the changes are close to the settings; no group has far more events than another.

    Not a claim: among cohorts that bear out the claims, one is taken that looks like what was put in.
    """
    arms = {row["USUBJID"]: row.get("ARMCD") for row in domains["DM"]}
    events = Counter(arms[row["USUBJID"]] for row in domains["AE"] if row["EPOCH"] != "SCREENING")
    if max(events.values()) > 1.5 * min(events.values()):
        return False
    tested = {row["LBTESTCD"] for row in domains["LB"]}
    return all(_is_near(domains, parameter) for parameter in PARAMETERS if parameter.code in tested - {"CREAT"})


def _is_near(domains: Domains, setting: Parameter) -> bool:
    """Whether a parameter's means are within some standard errors of its settings, fewer for those of the claims."""
    frame = _changes(domains, setting.code, log=setting.log)
    allowed = 1.5 if setting.code in ("ALB", "PTA", "IL8") else 2.3
    level = math.log(setting.level) if setting.log else setting.level
    base = frame.groupby("subject")["base"].first().mean() - level
    far = [frame.loc[frame["visit"] == visit, "change"].mean() - setting.change(visit) for visit in FOLLOW_UP]
    changes_near = all(abs(x) <= allowed * setting.within * math.sqrt(2 / 24) for x in far)
    return changes_near and abs(base) <= allowed * setting.sd / math.sqrt(24)


def _flow_holds(domains: Domains) -> bool:
    arms = [row.get("ARMCD") for row in domains["DM"]]
    return len(arms) == 39 and all(arms.count(code) == 8 for code in ARM_CODES)


def _survival_holds(domains: Domains) -> bool:
    """66.7, 100 and 87.5 % at 24 months, none dead by month 6, log-rank P 0.332801; by the day last seen alive."""
    frame = _survival(domains)
    landmarks = []
    for code in ARM_CODES:
        group = frame[frame["arm"] == code]
        curve = estimate_kaplan_meier(group["months"], group["died"])
        landmarks.append((round(100 * curve.at(6.0).estimate, 1), round(100 * curve.at(24.0).estimate, 1)))
    logrank = estimate_logrank(frame["months"], frame["died"], frame["arm"]).p_value
    return landmarks == [(100.0, 66.7), (100.0, 100.0), (100.0, 87.5)] and round(logrank, 6) == 0.332801


def _survival(domains: Domains) -> pd.DataFrame:
    """Months from the first infusion to death or to the last contact alive, by patient."""
    rows = []
    for person in (row for row in domains["DM"] if row.get("ARMCD")):
        alive = [str(r["SSDTC"]) for r in domains["SS"] if _is(r, person, "SSSTRESC", "ALIVE")]
        seen = [str(r["SVSTDTC"]) for r in domains["SV"] if _is(r, person, "SVOCCUR", "Y")]
        last = person["DTHDTC"] or max(alive + [d for d in seen if d <= str(person["RFENDTC"])])
        days = (pd.Timestamp(str(last)) - pd.Timestamp(str(person["RFSTDTC"]))).days + 1
        rows.append((person["ARMCD"], days / DAYS_PER_MONTH, int(person["DTHFL"] == "Y")))
    return pd.DataFrame(rows, columns=["arm", "months", "died"])


def _is(row: dict[str, str | int | None], person: dict[str, str | int | None], variable: str, value: str) -> bool:
    return row["USUBJID"] == person["USUBJID"] and row.get(variable) == value


def _safety_holds(domains: Domains) -> bool:
    """Three serious events in three patients; 70 to 80 % of grade 1 or 2; 80 to 95 % of patients with an event."""
    emergent = [row for row in domains["AE"] if row["EPOCH"] != "SCREENING"]
    slight = sum(cast("int", row["AETOXGR"]) <= 2 for row in emergent) / len(emergent)
    serious = [row["USUBJID"] for row in emergent if row["AESER"] == "Y"]
    patients = len({row["USUBJID"] for row in emergent}) / 24
    return len(serious) == len(set(serious)) == 3 and 0.70 < slight <= 0.80 and 0.80 <= patients <= 0.95


def _il8_falls(domains: Domains) -> bool:
    """Below baseline at every visit, from day 29 on with P below 0.05, in each patient's ratio and in the model."""
    frame = _changes(domains, "IL8", log=True)
    for visit in IN_HOSPITAL + FOLLOW_UP:
        pairs = frame[frame["visit"] == visit]
        ratio = estimate_geometric_ratio(np.exp(pairs["base"] + pairs["change"]), np.exp(pairs["base"]))
        if ratio.estimate >= 1 or (visit in FOLLOW_UP and ratio.p_value >= LEVEL):
            return False
    means = _pooled(_fit(frame))
    return all(estimate < 0 and p < LEVEL for estimate, p in means)


def _albumin_rises_for_a_while(domains: Domains) -> bool:
    _, day57, day85, day169 = _pooled(_fit(_changes(domains, "ALB")))
    risen = all(estimate > 0 and p < LEVEL for estimate, p in (day57, day85))
    return risen and day169[1] >= LEVEL and day169[0] < day85[0] / 2


def _pta_stays_up(domains: Domains) -> bool:
    return all(estimate > 0 and p < LEVEL for estimate, p in _pooled(_fit(_changes(domains, "PTA"))))


def _dose_is_weak(domains: Domains) -> bool:
    fits = [_fit(_changes(domains, code, log=code == "IL8")) for code in ("ALB", "PTA", "IL8")]
    return all(fit.test(("arm", "visit")).p_value >= LEVEL for fit in fits)


def _changes(domains: Domains, code: str, log: bool = False) -> pd.DataFrame:
    """Change from baseline (the last value up to day 1) at each planned visit, one row a patient and visit."""
    arms = {row["USUBJID"]: row.get("ARMCD") for row in domains["DM"]}
    base: dict[object, float] = {}
    rows = []
    for row in domains["LB"]:
        value, usubjid = _number(row), row["USUBJID"]
        if row["LBTESTCD"] != code or math.isnan(value) or not arms[usubjid]:
            continue
        value = math.log(value) if log else value
        if cast("int", row["LBDY"]) <= 1:
            base[usubjid] = value
        elif usubjid in base and str(row["VISIT"]).startswith("DAY"):
            rows.append((usubjid, arms[usubjid], row["VISIT"], base[usubjid], value - base[usubjid]))
    return pd.DataFrame(rows, columns=["subject", "arm", "visit", "base", "change"])


def _number(row: dict[str, str | int | None]) -> float:
    """The numeric result; half the limit where it is below the limit of quantification."""
    if row.get("LBSTRESC") == f"<{QUANTIFIED_FROM:g}":
        return BELOW_LIMIT
    return float(row.get("LBSTRESN") or math.nan)


def _fit(frame: pd.DataFrame) -> MmrmFit:
    """The planned model: change by group and visit, baseline by visit, unstructured covariance, Kenward-Roger."""
    data = frame[frame["visit"].isin(FOLLOW_UP)].copy()
    data["base"] -= data.groupby("subject")["base"].first().mean()
    model = MmrmModel(
        "change",
        "subject",
        "visit",
        (Factor("arm", ARM_CODES), Factor("visit", FOLLOW_UP)),
        ("base",),
        (("arm",), ("visit",), ("arm", "visit"), ("base",), ("base", "visit")),
    )
    return estimate_mmrm(data, model)


def _pooled(fit: MmrmFit) -> list[tuple[float, float]]:
    """LS mean change over the groups with equal weights, and its P, at each follow-up visit; NaN without a fit."""
    results = [fit.ls_mean({"visit": visit}) for visit in FOLLOW_UP]
    return [(result.estimate, result.p_value) for result in results]
