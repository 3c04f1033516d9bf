"""The tests of a trial that measure something: which results belong together, in which units, how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.new_study.trial import Trial
from analysis.new_study.visits import FINDINGS
from analysis.study.model import Qualifier

#: In this order results of one test are told apart; those marked always, others only where a visit has several.
ALWAYS: tuple[Qualifier, ...] = ("SPEC", "CAT")
OFTEN: tuple[Qualifier, ...] = ("POS", "LOC", "LAT", "METHOD", "TPT", "EVAL")
#: Levels that are taken before more frequent ones.
RESTING = ("SUPINE", "SEMI-SUPINE", "SEMI-RECUMBENT", "SITTING")
SEVERAL = 0.02  # share of results with another one at the same time, from which on they are told apart
NUMERIC = 0.8  # share of results that must be numbers
LEVELS = {"LB": 5, "VS": 3, "EG": 3, "QS": 3}  # fewer different values are grades, not measurements
LEAST_SHARE = 0.1  # of the treated subjects, with a value before and one after the first dose
_BEYOND = r"^[<>]=?\s*\d+(?:\.\d+)?$"


@dataclass(frozen=True, eq=False)
class Measured:
    """The results of one test: ``values`` has USUBJID, day, value, unit, one line a result.

    ``qualifiers`` are those by which they were chosen, ``aside`` the numbers of results with others.
    """

    domain: str
    code: str
    name: str
    category: str
    qualifiers: Mapping[Qualifier, str]
    aside: Mapping[str, int]
    values: pd.DataFrame
    subjects: int

    @property
    def units(self) -> dict[str, int]:
        """Units by how many results have them, the most frequent first."""
        counts = self.values["unit"].value_counts()
        return {str(unit): int(count) for unit, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))}


def read_measured(trial: Trial) -> tuple[tuple[Measured, ...], tuple[str, ...]]:
    """The tests that are measured before and after the first dose, and remarks on all others, each with its reason."""
    found: list[Measured] = []
    remarks: list[str] = []
    for domain in FINDINGS:
        if trial.has(domain):
            for code, records in trial.tables[domain].groupby(f"{domain}TESTCD", sort=False):
                one = _read_test(trial, domain, str(code), records)
                reason = find_reason_against(one, len(trial.first_dose))
                if reason:
                    remarks.append(f"{domain} {code} ({one.name}): {reason}")
                else:
                    found.append(one)
    return tuple(found), tuple(remarks)


def read_answered(trial: Trial) -> tuple[Measured, ...]:
    """The questions that are answered by yes or no, 1 and 0, each way by somebody."""
    if not trial.has("QS"):
        return ()
    tests = (_read_test(trial, "QS", str(c), r) for c, r in trial.tables["QS"].groupby("QSTESTCD", sort=False))
    return tuple(one for one in tests if set(one.values["value"].dropna()) == {0.0, 1.0})


def find_few(one: Measured, trial: Trial) -> bool:
    """Whether fewer of the treated than LEAST_SHARE have a value after the first dose."""
    known = one.values.dropna(subset=["value", "day"])
    return bool(known.loc[known["day"] > 1, "USUBJID"].nunique() < max(2, LEAST_SHARE * len(trial.first_dose)))


def find_reason_against(one: Measured, treated: int) -> str:
    """Why a test is no parameter; "" where it is one."""
    values = one.values["value"].dropna()
    if len(one.values) == 0 or len(values) < NUMERIC * len(one.values):
        return "results in words"
    if values.nunique() < LEVELS[one.domain]:
        return f"only {values.nunique()} different values"
    if one.subjects < max(2, LEAST_SHARE * treated):
        return f"{one.subjects} subjects with a value before and after the first dose"
    return ""


def _read_test(trial: Trial, domain: str, code: str, records: pd.DataFrame) -> Measured:
    days = trial.study_days(domain, f"{domain}DTC").reindex(records.index)
    chosen, qualifiers, aside = choose_results(domain, records.assign(day=days))
    text = chosen[f"{domain}STRESC"] if f"{domain}STRESC" in chosen else pd.Series("", index=chosen.index)
    number = chosen.get(f"{domain}STRESN", pd.Series(float("nan"), index=chosen.index))
    limits = pd.to_numeric(text.where(text.str.fullmatch(_BEYOND)).str.lstrip("<>= "), errors="coerce")
    unit = chosen.get(f"{domain}STRESU", pd.Series("", index=chosen.index))
    given = (text != "") | number.notna()
    frame = pd.DataFrame(
        {"USUBJID": chosen["USUBJID"], "day": chosen["day"], "value": number.fillna(limits), "unit": unit}
    )[given]
    names = records.get(f"{domain}TEST", pd.Series(code, index=records.index))
    categories = chosen.get(f"{domain}CAT", pd.Series("", index=chosen.index))
    return Measured(
        domain=domain,
        code=code,
        name=_usual(names) or code,
        category=_usual(categories),
        qualifiers=qualifiers,
        aside=aside,
        values=frame,
        subjects=_count_subjects(frame),
    )


def choose_results(domain: str, records: pd.DataFrame) -> tuple[pd.DataFrame, dict[Qualifier, str], dict[str, int]]:
    """The results of a test that belong together: of one specimen and category, one a subject and visit.

    Where several are told apart by position, time point ..., those at rest or else the most frequent are taken. Also
    what was chosen by, and how many results were left aside.
    """
    qualifiers: dict[Qualifier, str] = {}
    aside: dict[str, int] = {}
    for suffix in (*ALWAYS, *OFTEN):
        column = f"{domain}{suffix}"
        if column not in records or (suffix in OFTEN and _share_of_doubles(records) <= SEVERAL):
            continue
        counts = records.loc[records[column] != "", column].value_counts()
        if len(counts) + int((records[column] == "").any()) > 1 and len(counts):
            level = next((rest for rest in RESTING if rest in counts.index), _most_frequent(counts))
            aside |= {str(other): int(count) for other, count in counts.items() if other != level}
            records = records[records[column] == level]
            qualifiers[suffix] = level
    return records, qualifiers, aside


def _share_of_doubles(records: pd.DataFrame) -> float:
    key = [name for name in ("USUBJID", "VISITNUM", "day") if name in records]
    dated = records[records["day"].notna()]
    return float(dated.duplicated(key).mean()) if len(dated) else 0.0


def _most_frequent(counts: pd.Series) -> str:
    return str(min(counts.index, key=lambda level: (-counts[level], str(level))))


def _usual(texts: pd.Series) -> str:
    counts = texts[texts != ""].value_counts()
    return _most_frequent(counts) if len(counts) else ""


def _count_subjects(values: pd.DataFrame) -> int:
    """Subjects with a value on or before the day of the first dose and one later."""
    known = values.dropna(subset=["value", "day"])
    return len(set(known.loc[known["day"] <= 1, "USUBJID"]) & set(known.loc[known["day"] > 1, "USUBJID"]))


def iterate_coverage(one: Measured, windows: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Visit → how many subjects have a value in its window."""
    known = one.values.dropna(subset=["value", "day"])
    for visit, (low, high) in windows.items():
        inside = known["day"].between(low, high)
        yield visit, int(known.loc[inside, "USUBJID"].nunique())
