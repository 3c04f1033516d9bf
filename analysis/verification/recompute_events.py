"""Adverse events once more: grouped counts with pandas, Clopper-Pearson limits by statsmodels, differences of arms."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis.study.analyses import AdverseEvents
from analysis.verification.recompute_responders import derive_differences
from analysis.verification.recompute_trial import Second, Trial, derive_population, derive_seconds

COUNT = "pandas groupby of ADAE and ADSL"
LIMITS = "statsmodels proportion_confint (beta)"
Groups = Mapping[str, tuple[str, ...]]


def derive_events(trial: Trial, block: AdverseEvents) -> Iterator[Second]:
    """Every row of the overview, the events of special interest and the share of grades 1 and 2."""
    yield from derive_population(trial, block.id, block.population, "TRT01A")
    groups = trial.groups(block.population, "TRT01A")
    events = _read_events(trial, groups)
    for name, chosen in _categories(trial, events).items():
        yield from _derive_category(block, name, groups, events[chosen], _is_blank(events, name))
    mild = events[events["grade"].isin([1.0, 2.0])].groupby("group").size()
    graded = events.groupby("group").size()
    for group in groups:
        n, total = int(mild.get(group, 0)), int(graded.get(group, 0))
        share = {"n": float(n), "N": float(total), "p": n / total if total else math.nan}
        yield from derive_seconds(f"{block.id}.grade-1-2/events/{group}", share, COUNT)


def _derive_category(
    block: AdverseEvents, name: str, groups: Groups, events: pd.DataFrame, blank: bool
) -> Iterator[Second]:
    """A line of the overview; nothing is known of one that is ``blank``."""
    found = events.groupby("group")["USUBJID"].agg(["nunique", "size"])
    counts = {group: (int(found["nunique"].get(group, 0)), len(members)) for group, members in groups.items()}
    for group, (subjects, size) in counts.items():
        place = f"{block.id}.{name}/{group}"
        shares = {"n": subjects, "N": size, "p": subjects / size if size else math.nan}
        shares["events"] = int(found["size"].get(group, 0))
        yield from derive_seconds(place, dict.fromkeys(shares, math.nan) if blank else shares, COUNT)
        low, high = (math.nan, math.nan)
        if size and not blank:
            low, high = proportion_confint(subjects, size, 1 - block.conf_level, "beta")
        yield from derive_seconds(place, {"conf.low": float(low), "conf.high": float(high)}, LIMITS)
    if block.compare:
        of, what = name.split("/", maxsplit=1)
        known = dict.fromkeys(counts, (0, 0)) if blank else counts
        yield from derive_differences(f"{block.id}.{of}-difference/{what}", known, block.conf_level)


def _is_blank(events: pd.DataFrame, category: str) -> bool:
    """Whether there are events, but nothing that could put one into the category."""
    of = {"related": ["AREL"], "grade-3-plus": ["grade"], "serious": ["AESER"], "withdrawal": ["AEACN"]}
    of["fatal"] = ["AEOUT", "grade"]
    columns = of.get(category.removeprefix("overview/"), [])
    told = events[columns].replace("", None).notna()
    return bool(columns) and len(events) > 0 and not told.to_numpy().any()


def _read_events(trial: Trial, groups: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Treatment-emergent events of the population, each once in its group and once in ALL."""
    columns = ["USUBJID", "TRTEMFL", "AEDECOD", "AREL", "AESER", "ATOXGRN", "AEACN", "AEOUT"]
    events = pd.DataFrame(trial.datasets["ADAE"], columns=columns)
    members = pd.DataFrame([(s, group) for group, ids in groups.items() for s in ids], columns=["USUBJID", "group"])
    frame = events[events["TRTEMFL"] == "Y"].merge(members, on="USUBJID")
    return frame.assign(grade=pd.to_numeric(frame["ATOXGRN"].replace("", None)).astype(float))


def _categories(trial: Trial, events: pd.DataFrame) -> dict[str, pd.Series]:
    chosen = {
        "overview/any": events["TRTEMFL"] == "Y",
        "overview/related": events["AREL"] == "RELATED",
        "overview/grade-3-plus": events["grade"] >= 3,
        "overview/serious": events["AESER"] == "Y",
        "overview/withdrawal": events["AEACN"] == "DRUG WITHDRAWN",
        "overview/fatal": (events["AEOUT"] == "FATAL") | (events["grade"] == 5),
    }
    special = trial.study.safety.special_interest if trial.study.safety else {}
    for name, terms in special.items():
        pattern = {term.casefold() for term in terms}
        chosen[f"special-interest/{name}"] = events["AEDECOD"].map(lambda t, p=pattern: t.casefold() in p).astype(bool)
    return chosen
