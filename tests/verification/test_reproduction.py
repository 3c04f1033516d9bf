"""The verdict of make verify, its page, the certificate, and codecheck.yml."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.study import read_study
from analysis.verification.certificate import Entry, format_codecheck, render_certificate
from analysis.verification.reproduction import Reproduction, format_reproduction, render_reproduction

STUDY = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
COUNTS = {"same bytes": 5, "same value": 1, "last digit": 0, "material": 0}
SEAL: dict[str, Any] = {"sealed": True, "verdict": "same value", "results": COUNTS, "products": COUNTS, "data": []}
SEAL |= {"differences": [], "differences_in_all": 0}
SUMMARY = {"cards": [["Printed numbers", "7 numbers checked, 0 differ.", "good"]]}


def run(seal: dict[str, Any] = SEAL, stopped: str = "", unlike: tuple[str, ...] = ()) -> Reproduction:
    facts = {"Version": "commit abc"}
    return Reproduction([1.0, 2.0], stopped, unlike, 9, {"summary": SUMMARY, "seal": seal}, facts, "2026-01-02", "Ada")


BROKEN = SEAL | {"verdict": "material", "results": COUNTS | {"material": 2}}


@pytest.mark.parametrize(
    ("happened", "reproduces", "verdict"),
    [
        (run(), True, "It reproduces: all 6 results and 6 products are as sealed."),
        (
            run(BROKEN),
            False,
            "It does not reproduce: 2 of 8 results and 0 of 6 products differ materially from the seal.",
        ),
        (run(BROKEN | {"data": ["lb.csv: x"]}), False, "not those sealed (1 files)"),
        (run(unlike=("output/paper.pdf",)), False, "two builds one after the other differ in 1 files"),
        (run(stopped="build 1 of 2 stopped"), False, "It does not reproduce: build 1 of 2 stopped."),
        (
            run({"sealed": False, "reason": "This study has no seal."}),
            True,
            "Two builds are the same in all 9 files. This",
        ),
    ],
)
def test_one_sentence_says_whether_it_reproduces(happened: Reproduction, reproduces: bool, verdict: str) -> None:
    assert happened.reproduces is reproduces
    assert verdict in happened.verdict
    assert escape(happened.verdict) in render_reproduction(STUDY, happened)
    assert json.loads(format_reproduction(STUDY, happened))["reproduces"] is reproduces


def test_products_that_no_seal_covers_are_told_with_the_reason() -> None:
    page = render_reproduction(STUDY, run(SEAL | {"unsealed": {"the list of this machine's software": 1}}))
    assert "<li>1: the list of this machine&#x27;s software</li>" in page


def test_codecheck_is_yaml_without_placeholders() -> None:
    text = format_codecheck(STUDY, run(), [Entry("rebuilt/output/paper.html", 'a "paper": x', 10)])
    told = yaml.safe_load(text)
    assert told["manifest"] == [{"file": "rebuilt/output/paper.html", "comment": 'a "paper": x'}]
    assert told["codechecker"] == [{"name": "Ada"}]
    assert told["paper"]["title"] == STUDY.study.title
    assert not {"certificate", "report"} & set(told)
    assert text.startswith("---\n# Left out")
    assert "# - --report" in text
    assert "--checker" not in text
    assert not any(word in text for word in ("FIXME", "XXXX"))


def test_codecheck_is_whole_once_people_have_said_what_only_they_know() -> None:
    signed = replace(run(), certificate="2026-001", report="https://doi.org/10.1/a", reference="https://doi.org/10.1/b")
    text = format_codecheck(STUDY, signed, [])
    told = yaml.safe_load(text)
    assert (told["certificate"], told["report"]) == ("2026-001", "https://doi.org/10.1/a")
    assert told["paper"]["reference"] == "https://doi.org/10.1/b"
    assert "#" not in text


def test_the_certificate_lists_what_was_rebuilt() -> None:
    page = render_certificate(STUDY, run(), [Entry("rebuilt/a.html", "Table <1>", 1234)])
    assert "Table &lt;1&gt;" in page
    assert "1,234" in page
    assert "Signature" in page
