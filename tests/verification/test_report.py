"""The verification report: what a reader must find in it, and nothing that could run in a browser."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.results.claims import Comparison, Verdict
from analysis.study import read_study
from analysis.verification.report import Checks, format_verification, render_verification
from analysis.verification.report_seal import NoSeal, derive_seal_summary

STUDY = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
HELD = Verdict(
    "c1", "All live", "100 %", "", "holds", "holds by construction", "", (Comparison("a/b", "1", "= 1", "holds"),)
)
BROKEN = Verdict(
    *("c2", "<script>alert(1)</script>", "2", "", "does not hold", "does not hold", "a note"),
    (Comparison("a.c/low/p.value", "0.2", "< 0.05", "does not hold"),),
)
SECOND = {"compared": 5, "routes": [], "left": {}}
NO_SEAL = derive_seal_summary(NoSeal())
CHECKS = [{"product": "paper.html", "checked": 1200, "differences": []}]


def test_the_page_tells_published_rebuilt_and_verdict() -> None:
    page = render_verification(STUDY, Checks([HELD, BROKEN], CHECKS, SECOND, NO_SEAL))
    for word in (
        "1,200 numbers checked, 0 differ",
        "1 hold (the data are invented so that they do), 1 do not hold",
        "low, P: <b>0.2</b>",
        "Synthetic data",
    ):
        assert word in page
    assert "<script>" not in page


def test_what_came_out_is_told_in_words_with_its_unit() -> None:
    values = (
        Comparison("mmrm.ls-mean/HGB/W8/ALL/estimate", "2.58921", "> 0", "holds", unit="g/L", method="MMRM, n = 24"),
        Comparison("change.ratio/HGB/W8/ALL/estimate", "0.75987", "< 1", "holds", unit="ratio"),
        Comparison("change.ratio/HGB/W8/ALL/p.value", "1.2e-06", "< 0.05", "holds"),
        Comparison("survival.landmark/OS/M24/ACT/estimate", "0.875", "= 0.875", "holds"),
        Comparison(
            "mmrm.ls-mean/CRP/W8/ALL/estimate", "0.5212", "< 1.2 = 0.5 × HGB/W4/ALL/estimate", "holds", unit="g/L"
        ),
        Comparison("nothing", "", "= 1", "not checkable"),
    )
    verdict = Verdict("c", "Rises", "up", "", "holds", "reproduced", "", values)
    page = render_verification(STUDY, Checks([verdict], CHECKS, SECOND, NO_SEAL))
    for words in (
        ", mean change: <b>2.589 g/L</b> <i>(asked: above 0)</i>",
        "<b>0.5212 g/L</b> <i>(asked: below 1.2 = 0.5 × that of Hemoglobin, Week 4, All groups)</i>",
        ", ratio to baseline: <b>0.7599</b>",
        ", P: <b>&lt; 0.0001</b>",
        "month 24, Active 10 mg, survival: <b>0.875</b>",
        "nothing: <b>none</b>",
        "asked: &gt; 0; MMRM, n = 24",
    ):
        assert words in page, words


def test_a_number_that_differs_is_shown_with_both_texts() -> None:
    difference = {"product": "paper.html", "number": "n_1", "row": "a.c/x", "expected": "1.2", "found": "1.3"}
    numbers = [{"product": "paper.html", "checked": 1, "differences": [difference]}]
    page = render_verification(STUDY, Checks([], numbers, SECOND, NO_SEAL))
    assert 'shows "1.3"' in page
    assert 'expected "1.2"' in page
    assert "no published claims" in page


def test_the_json_counts_the_same() -> None:
    body = json.loads(format_verification(STUDY, Checks([HELD, BROKEN], CHECKS, SECOND, NO_SEAL)))
    assert body["summary"]["numbers_checked"] == 1200
    assert body["summary"]["claims"] == {"does not hold": 1, "holds by construction": 1}
    assert body["claims"][1]["comparisons"][0]["row"] == "a.c/low/p.value"


def test_page_and_json_tell_how_documents_agree() -> None:
    agreement = [{"product": "paper and csr", "checked": 512, "differences": []}]
    page = render_verification(STUDY, Checks([], CHECKS, SECOND, NO_SEAL, agreement))
    assert "paper and csr" in page
    assert "512" in page
    summary = json.loads(format_verification(STUDY, Checks([], CHECKS, SECOND, NO_SEAL, agreement)))["summary"]
    assert (summary["results_in_several_documents"], summary["results_that_read_otherwise"]) == (512, 0)
