"""What a trial's files say, as far as a first study.yaml needs it. Nothing is corrected here, and little refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.new_study.adam import derive_entrance
from analysis.raw.dates import read_days
from analysis.raw.files import read_files
from analysis.raw.reading import read_table
from analysis.raw.variables import DOMAINS

#: ARMCD, and beginnings of ARM, of subjects who were never in a group.
NO_ARM = frozenset({"", "SCRNFAIL", "NOTASSGN", "NOTTRT", "UNPLAN", "UNPLANNED"})
NO_ARM_TEXTS = ("SCREEN FAIL", "NOT ASSIGNED", "NOT TREATED", "NOT RANDOM", "UNPLANNED")


@dataclass(frozen=True)
class Trial:
    """The domains of a trial by name; text is "" where missing, numbers are NaN.

    Of a trial that enters at ADaM (``is_adam``) the domains are made from its datasets; ``given`` and ``remarks`` are
    those of adam.Entrance.
    """

    tables: Mapping[str, pd.DataFrame]
    is_adam: bool = False
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    _days: dict[tuple[str, str], pd.Series] = field(default_factory=dict, repr=False)

    def has(self, domain: str) -> bool:
        """Whether the trial has a domain, and records in it."""
        return domain in self.tables and not self.tables[domain].empty

    def text(self, domain: str, variable: str) -> pd.Series:
        """A text variable; "" everywhere where the domain lacks it."""
        frame = self.tables[domain]
        return frame[variable] if variable in frame else pd.Series("", index=frame.index, dtype=object)

    def number(self, domain: str, variable: str) -> pd.Series:
        """A numeric variable; NaN everywhere where the domain lacks it."""
        frame = self.tables[domain]
        return frame[variable] if variable in frame else pd.Series(float("nan"), index=frame.index)

    def days(self, domain: str, variable: str) -> pd.Series:
        """A date variable where it is complete to the day; NaT elsewhere."""
        if (domain, variable) not in self._days:
            self._days[domain, variable] = read_days(self.text(domain, variable))
        return self._days[domain, variable]

    def study_days(self, domain: str, variable: str) -> pd.Series:
        """A date variable in study days: 1 is the day of the first dose, there is no day 0; NaN where unknown."""
        start = self.tables[domain]["USUBJID"].map(self.first_dose)
        distance = (self.days(domain, variable) - start).dt.days.astype("float64")
        return distance + (distance >= 0)

    @property
    def in_arm(self) -> pd.Series:
        """Which records of DM are of subjects in an arm."""
        named = self.text("DM", "ARM").str.upper().str.startswith(NO_ARM_TEXTS)
        return ~self.text("DM", "ARMCD").str.upper().isin(NO_ARM) & ~named

    @property
    def enrolled(self) -> frozenset[str]:
        """The subjects in an arm."""
        return frozenset(self.tables["DM"].loc[self.in_arm, "USUBJID"])

    @property
    def first_dose(self) -> pd.Series:
        """The day of each treated subject's first dose (index USUBJID): of EX, or else of DM."""
        if ("first", "dose") not in self._days:
            self._days["first", "dose"] = _derive_first_dose(self)
        return self._days["first", "dose"]


def read_trial(folder: Path) -> Trial:
    """All domains of a folder. What is wrong with single values is left to the checks of the data.

    Raises RawDataError with all faults: a missing folder, files that can't be read, no DM.
    """
    tables: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for domain, paths in read_files(folder).items():
        try:
            tables[domain] = read_table(paths, domain)[0].frame
        except RawDataError as error:
            faults += error.faults
    faults += _find_lacking(tables)
    if not faults and "DM" not in tables and "ADSL" not in tables:
        remedy = "name a folder with dm.xpt, dm.csv ... (SDTM), or with adsl.xpt ... (ADaM)"
        faults.append(Fault(str(folder), "no subjects: neither DM nor ADSL is there", remedy))
    if faults:
        raise RawDataError(faults)
    if "DM" in tables:
        return Trial(tables)
    entrance = derive_entrance(tables)
    return Trial(entrance.tables, True, entrance.given, entrance.remarks)


def _find_lacking(tables: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Variables without which nothing can be said of a domain."""
    for domain, frame in tables.items():
        known = DOMAINS[domain].needed if domain in DOMAINS else ("USUBJID",) if domain == "ADSL" else ()
        for name in ("USUBJID", "ARMCD", f"{domain}TESTCD"):
            if name in known and name not in frame:
                yield Fault(f"{domain}, {name}", "the column is missing", f"export {domain} with {name}")


def derive_given(trial: Trial) -> pd.Series:
    """Which records of EX say that something was given: a dose above 0, or any of a placebo."""
    placebo = trial.text("EX", "EXTRT").str.upper().str.contains("PLACEBO", regex=False)
    return (trial.number("EX", "EXDOSE") > 0) | (placebo & (trial.number("EX", "EXDOSE") >= 0))


def _derive_first_dose(trial: Trial) -> pd.Series:
    if trial.has("EX"):
        given = derive_given(trial)
        dated = pd.DataFrame({"USUBJID": trial.text("EX", "USUBJID"), "day": trial.days("EX", "EXSTDTC")})[given]
        return dated.dropna().groupby("USUBJID")["day"].min()
    start = trial.days("DM", "RFXSTDTC").fillna(trial.days("DM", "RFSTDTC"))
    return pd.Series(start.to_numpy(), index=trial.text("DM", "USUBJID")).dropna()
