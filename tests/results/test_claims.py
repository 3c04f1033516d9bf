"""Claims: what holds, what is contradicted, what can't be checked."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from analysis.results.claims import FAILS, HOLDS, OPEN, verify_claims, verify_condition
from analysis.results.table import Results, Row
from analysis.study import Claim, Condition, Study, read_study


def row(name: str, value: float, error: str = "") -> Row:
    return Row(
        analysis="a",
        context="c",
        dataset="D",
        population="p",
        stat_name=name,
        stat_label=name,
        stat=value,
        n=1,
        error=error,
    )


RESULTS = Results([row("low", 0.33280149), row("two", 2.0), row("one", 0.9), row("gone", math.nan, "one patient")])


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (Condition(row="a.c/low", op="=", value=0.3328, decimals=4), HOLDS),
        (Condition(row="a.c/low", op="=", value=0.3328), FAILS),
        (Condition(row="a.c/low", op="<", value=0.05), FAILS),
        (Condition(row="a.c/one", op="<", times=0.5, of="a.c/two"), HOLDS),
        (Condition(row="a.c/one", op="<", times=0.4, of="a.c/two"), FAILS),
        (Condition(row="a.c/two", op=">=", value=2), HOLDS),
        (Condition(row="a.c/gone", op="<", value=1), OPEN),
        (Condition(row="a.c/nowhere", op="<", value=1), OPEN),
    ],
)
def test_conditions(condition: Condition, verdict: str) -> None:
    assert verify_condition(condition, RESULTS).verdict == verdict


def test_a_reason_stands_where_nothing_could_be_checked() -> None:
    assert verify_condition(Condition(row="a.c/gone", op="<", value=1), RESULTS).reason == "one patient"


@pytest.mark.parametrize(
    ("synthetic", "value", "word"),
    [
        (True, 2, "holds by construction"),
        (False, 2, "reproduced"),
        (True, 3, "does not hold"),
        (False, 3, "not reproduced"),
    ],
)
def test_the_verdict_is_told_by_whose_data_these_are(synthetic: bool, value: float, word: str) -> None:
    claim = Claim(id="c", text="t", published="2", holds_when=(Condition(row="a.c/two", op="=", value=value),))
    (verdict,) = verify_claims(shipped(claim, synthetic=synthetic), RESULTS)
    assert verdict.word == word


def test_one_contradiction_outweighs_what_is_open() -> None:
    conditions = (Condition(row="a.c/gone", op="<", value=1), Condition(row="a.c/two", op="<", value=1))
    claim = Claim(id="c", text="t", published="", holds_when=conditions)
    assert verify_claims(shipped(claim, synthetic=False), RESULTS)[0].verdict == FAILS


def test_a_claim_that_nothing_can_confirm_is_never_passed() -> None:
    claim = Claim(id="c", text="t", published="marked", not_checkable="no test is named")
    for synthetic in (True, False):
        (verdict,) = verify_claims(shipped(claim, synthetic=synthetic), RESULTS)
        assert (verdict.verdict, verdict.word, verdict.reason) == (OPEN, "not checkable", "no test is named")


def shipped(claim: Claim, *, synthetic: bool) -> Study:
    study = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
    identity = study.study.model_copy(update={"synthetic": synthetic})
    return study.model_copy(update={"claims": (claim,), "study": identity})
