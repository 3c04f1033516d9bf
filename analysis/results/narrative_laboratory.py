"""Laboratory values around serious events and deaths: the last before, the first during, the first after."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.results.records import derive_text
from analysis.results.subjects import Subjects

LABORATORY = ("subject", "event", "parameter", "when", "day", "value", "unit", "range")


def derive_laboratory(records: pd.DataFrame, events: pd.DataFrame, subjects: Subjects) -> pd.DataFrame:
    """A line for each subject, serious event (its AESEQ; "death" for a death), parameter and time.

    ``records`` have member, PARAMCD, ADY, AVAL, AVALU and, where there is one, the range indicator ANRIND. An event
    without end lasts to the last value.
    """
    lines = [line for index in _derive_indices(events, subjects) for line in _derive_lines(records, *index)]
    frame = pd.DataFrame(lines, columns=["member", *LABORATORY[1:]])
    keys = [subjects.ids[int(member)] for member in frame["member"]]
    return frame.assign(subject=keys, day=derive_text(frame["day"]), value=derive_text(frame["value"]))[
        list(LABORATORY)
    ]


def _derive_indices(events: pd.DataFrame, subjects: Subjects) -> Iterator[tuple[int, str, float, float]]:
    """Member, event, first and last day of each serious event and death."""
    ordered = events.sort_values(["member", "ASTDT", "AESEQ"], kind="stable")
    for _, event in ordered.iterrows():
        if np.isfinite(event["ASTDY"]):
            end = event["AENDY"] if np.isfinite(event["AENDY"]) else np.inf
            yield int(event["member"]), f"{event['AESEQ']:g}", float(event["ASTDY"]), float(end)
    died = subjects.frame["DTHDT"] - subjects.frame["TRTSDT"]
    for member in np.flatnonzero(died.notna()):
        yield int(member), "death", float(died.iloc[member].days + 1), np.nan


def _derive_lines(
    records: pd.DataFrame, member: int, event: str, start: float, end: float
) -> Iterator[tuple[object, ...]]:
    if records.empty:
        return
    own = records[records["member"].eq(member) & records["AVAL"].notna()].sort_values("ADY", kind="stable")
    for name in dict.fromkeys(records["PARAMCD"]):
        values = own[own["PARAMCD"].eq(name)]
        day = values["ADY"]
        times = {
            "before": values[day < start].tail(1),
            "during": values[(day >= start) & (day <= end)].head(1),
            "after": values[day > end].head(1),
        }
        for when, found in times.items():
            for _, one in found.iterrows():
                yield member, event, name, when, one["ADY"], one["AVAL"], one["AVALU"], one.get("ANRIND", "")
