"""Participants, characteristics, values, events and survival in prose."""

from __future__ import annotations

import math

import pytest

from analysis.documents.prose.comparisons import format_difference, format_interaction
from analysis.documents.prose.events import format_events, format_mild, format_patients
from analysis.documents.prose.numbers import format_number, format_p
from analysis.documents.prose.participants import format_characteristic, format_participants, format_share
from analysis.documents.prose.survival import (
    format_deaths,
    format_follow_up,
    format_log_rank,
    format_median,
    format_survival,
)
from analysis.documents.prose.values import format_value
from analysis.errors import DocumentError
from tests.documents.made_up import change_rows, made_session, made_study, read_aloud


def test_participants_over_all_in_a_group_and_in_each() -> None:
    treated = {"flow.counts/treated/ALL/n": 12.0, "flow.counts/treated/PBO/n": 5.0, "flow.counts/treated/ACT/n": 7.0}
    session = made_session(treated)
    assert read_aloud(format_participants(session, "treated")) == "12"
    assert read_aloud(format_participants(session, "treated", "ACT")) == "7"
    assert (
        read_aloud(format_participants(session, "treated", "each"))
        == "5 in the placebo group and 7 in the active group"
    )
    session = made_session(treated | {"flow.counts/treated/ACT/n": 5.0})
    assert read_aloud(format_participants(session, "treated", "each")) == "5 in each group"


def test_characteristics_by_profile_and_by_quartiles_where_skewed() -> None:
    rows = {"base.summary/AGE/ALL/mean": 50.25, "base.summary/AGE/ALL/sd": 9.96}
    assert read_aloud(format_characteristic(made_session(rows), "AGE")) == "50.3 ± 10.0"
    sampl = made_study(documents=[{"id": "note", "source": "note.qmd", "profile": "sampl"}])
    assert read_aloud(format_characteristic(made_session(rows, study=sampl), "AGE")) == "50.3 (10.0)"
    rows = {f"base.summary/CRP/ALL/{name}": x for name, x in (("median", 3.456), ("p25", 1.0), ("p75", 8.0))}
    assert read_aloud(format_characteristic(made_session(rows), "CRP")) == "3.46 (1.00 to 8.00) mg/L"
    with pytest.raises(DocumentError, match="known: AGE, CRP"):
        format_characteristic(made_session(rows), "SEX")


def test_shares_and_values() -> None:
    rows = {f"base.tabulate/SEX/F/ALL/{name}": x for name, x in (("n", 9.0), ("N", 12.0), ("p", 0.75))}
    assert read_aloud(format_share(made_session(rows), "SEX", "F")) == "9 of 12 (75.0%)"
    rows = {f"visits.value/HGB/W0/ALL/{name}": x for name, x in (("mean", 101.24), ("sd", 8.0), ("n", 11.0))}
    assert read_aloud(format_value(made_session(rows), "HGB", "W0")) == "101.2 ± 8.0 g/L (n = 11)"


def test_adverse_events_of_categories_and_of_special_interest() -> None:
    names = ("n", "N", "p", "conf.low", "conf.high", "events")
    numbers = (3.0, 12.0, 0.25, 0.0549, 0.5719, 5.0)
    rows = {f"ae.overview/serious/ALL/{name}": x for name, x in zip(names, numbers, strict=True)}
    rows |= {f"ae.special-interest/Infection/ALL/{name}": x for name, x in zip(names, numbers, strict=True)}
    rows |= {f"ae.grade-1-2/events/ALL/{name}": x for name, x in (("n", 7.0), ("N", 10.0), ("p", 0.7))}
    session = made_session(rows)
    assert read_aloud(format_patients(session, "serious")) == "3 of 12 patients (25.0%; 95% CI 5.5% to 57.2%)"
    assert 'data-row="ae.special-interest/Infection/ALL/n"' in format_patients(session, "Infection")
    assert read_aloud(format_events(session, "serious")) == "5"
    assert read_aloud(format_mild(session)) == "7 of 10 events (70.0%)"


def test_survival_with_its_interval_or_without_one() -> None:
    nan = math.nan
    rows = change_rows("os.landmark/OS/M6/PBO", 0.6667, 0.195, 0.904) | change_rows(
        "os.landmark/OS/M6/ACT", 1.0, nan, nan
    )
    session = made_session(rows, {"os.landmark/OS/M6/ACT/conf.low": "no event so far"})
    assert read_aloud(format_survival(session, "M6", "each")) == (
        "66.7% (95% CI 19.5% to 90.4%) in the placebo group and 100.0% in the active group"
    )


def test_median_survival_deaths_and_follow_up() -> None:
    rows = change_rows("os.median/OS/ALL", math.nan, math.nan, math.nan)
    rows |= {"os.events/OS/ALL/n.event": 3.0, "os.follow-up/OS/ALL/estimate": 24.46}
    session = made_session(rows)
    assert format_median(session) == "was not reached"
    assert read_aloud(format_deaths(session)) == "3"
    assert read_aloud(format_follow_up(session)) == "24.5 months"
    assert read_aloud(format_median(made_session(change_rows("os.median/OS/ALL", 20.0, 9.5, 24.0)))) == (
        "was 20.0 months (95% CI 9.5 to 24.0)"
    )


@pytest.mark.parametrize(("p", "words"), [(0.3328, "was not distinguishable between"), (0.0312, "differed between")])
def test_the_log_rank_test_decides_the_words(p: float, words: str) -> None:
    rows = {"os.log-rank/OS/statistic": 2.2, "os.log-rank/OS/parameter": 2.0, "os.log-rank/OS/p.value": p}
    told = read_aloud(format_log_rank(made_session(rows)))
    assert told == f"{words} the groups (log-rank test, χ²(2) = 2.20; P = {p:.3f})"


def test_groups_are_compared_without_significance() -> None:
    stem = "model.difference/HGB/W8/ACT/PBO"
    told = format_difference(made_session(change_rows(stem, -0.9, -3.9, 2.1, 0.54)), "HGB", "W8", "ACT", "PBO")
    assert read_aloud(told) == (
        "was not distinguishable from that in the placebo group (difference −0.9 g/L; 95% CI −3.9 to 2.1; P = 0.540)"
    )
    told = format_difference(made_session(change_rows(stem, -2.9, -3.9, -2.1, 0.01)), "HGB", "W8", "ACT", "PBO")
    assert read_aloud(told).startswith("was 2.9 g/L lower than in the placebo group (95% CI −3.9 to −2.1")


@pytest.mark.parametrize(
    ("p", "words"), [(0.147, "did not depend distinguishably on the group"), (0.01, "depended on the group")]
)
def test_the_interaction_is_no_evidence_or_some(p: float, words: str) -> None:
    stem = "model.type-3/HGB/group-by-visit"
    rows = {f"{stem}/statistic": 1.8, f"{stem}/parameter": 6.0, f"{stem}/parameter2": 21.52, f"{stem}/p.value": p}
    assert read_aloud(format_interaction(made_session(rows), "HGB")) == f"{words} (F(6, 21.5) = 1.80; P = {p:.3f})"


def test_any_row_and_its_reason_where_it_is_missing() -> None:
    session = made_session({"flow.x/n": 3.0, "flow.y/n": math.nan}, {"flow.y/n": "nobody was left"})
    assert read_aloud(format_number(session, "flow.x/n", "i")) == "3"
    assert read_aloud(format_number(session, "flow.y/n", "f1")) == "NE (nobody was left)"


@pytest.mark.parametrize(("value", "text"), [(0.0134, "P = 0.013"), (0.0002, "P < 0.001"), (0.99951, "P > 0.999")])
def test_p_values_carry_their_sign(value: float, text: str) -> None:
    assert read_aloud(format_p(made_session({"a.b/p.value": value}), "a.b/p.value")) == text
