"""How long each subject could have had an event that counts: patient-years for exposure-adjusted rates."""

from __future__ import annotations

import numpy as np

from analysis.results.measurements import Floats
from analysis.results.subjects import Subjects, check_columns
from analysis.study import Study

DAYS_PER_YEAR = 365.25


def derive_patient_years(study: Study, subjects: Subjects) -> Floats:
    """From the first dose to the day last known alive, both counted; at most to the safety period's last day.

    Shape (n,), in the order of Subjects; 0 for who was not treated. Nobody is followed beyond the data cut-off.
    """
    check_columns(subjects.frame, "ADSL", ("TRTSDT", "LSTALVDT"))
    start, end = (subjects.frame[name].to_numpy("datetime64[D]") for name in ("TRTSDT", "LSTALVDT"))
    span = np.minimum(end, np.datetime64(study.study.data_date)) - start
    days = np.where(np.isnat(span), np.nan, span.astype(np.float64)) + 1
    if study.safety:
        days = np.minimum(days, study.safety.last_day)
    return np.where(np.isnan(days), 0.0, np.maximum(days, 0.0)) / DAYS_PER_YEAR


def format_time_at_risk(study: Study) -> str:
    """What a footnote says of the time."""
    last = f", at most to day {study.safety.last_day}" if study.safety else ""
    return f"time from first dose to last known alive{last}"
