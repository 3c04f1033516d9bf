"""A result that two documents print must read the same in both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import VerificationError
from analysis.steps.verify_results import read_agreement
from analysis.verification.agreement import verify_agreement


def ledger(document: str, *printed: tuple[str, str, str]) -> dict[str, object]:
    anchors = [{"id": f"n_{n}", "row": row, "form": form, "text": text} for n, (row, form, text) in enumerate(printed)]
    return {"document": document, "anchors": anchors}


PAPER = ledger("paper", ("a.c/x", "f1", "1.3"), ("a.c/y", "+f2", "\u22120.25"), ("a.c/z", "i", "7"))


def test_documents_that_print_the_same_agree() -> None:
    report = ledger("csr", ("a.c/y", "+f2", "-0.25"), ("a.c/x", "f1", "1.3"), ("a.c/other", "i", "9"))
    (check,) = verify_agreement([PAPER, report])
    assert (check.product, check.checked, check.differences) == ("paper and csr", 2, ())


def test_another_text_of_the_same_row_is_found() -> None:
    (check,) = verify_agreement([PAPER, ledger("csr", ("a.c/x", "f1", "1.4"), ("a.c/z", "i", "7"))])
    (found,) = check.differences
    assert (found.row, found.expected, found.found, found.number) == ("a.c/x", "1.3", "1.4", "n_0")


@pytest.mark.parametrize(
    ("form", "text", "agrees"),
    [
        ("f2", "1.26", True),
        ("f2", "1.35", True),
        ("f2", "1.36", False),
        ("i", "9", True),  # counts are no decimals of the same value
        ("+f1", "+1.3", True),
        ("|f0|", "1", True),
        ("f0", "2", False),
    ],
)
def test_other_decimals_agree_as_far_as_rounding_allows(form: str, text: str, agrees: bool) -> None:
    (check,) = verify_agreement([PAPER, ledger("csr", ("a.c/x", form, text))])
    assert (not check.differences) is agrees


@pytest.mark.parametrize(
    ("form", "text", "other", "told", "agrees"),
    [
        ("p", "< 0.001", "p4", "0.0007", True),
        ("p", "< 0.001", "p4", "0.0017", False),
        ("p", "> 0.999", "p2", "1.00", True),
        ("%1", "41.7", "f3", "0.417", True),
        ("%1", "41.7", "f3", "0.471", False),
        ("x2", "0.76", "|r%0|", "24", True),
        ("x2", "1.24", "|r%0|", "24", True),
        ("x2", "0.84", "|r%0|", "24", False),
        ("f1", "\u22121.3", "|f2|", "1.26", True),
        ("f1e6", "2.5", "f0", "2500000", True),
        ("f1", "NE", "f2", "NE", True),
        ("f1", "NE", "f2", "1.26", False),
    ],
)
def test_other_forms_of_one_value_agree(form: str, text: str, other: str, told: str, agrees: bool) -> None:
    papers = [ledger("paper", ("a.c/x", form, text)), ledger("csr", ("a.c/x", other, told))]
    (check,) = verify_agreement(papers)
    assert (not check.differences) is agrees


def test_every_pair_of_documents_is_compared() -> None:
    names = [check.product for check in verify_agreement([ledger(name) for name in ("paper", "csr", "sap")])]
    assert names == ["paper and csr", "paper and sap", "csr and sap"]


def test_documents_that_contradict_one_another_stop_the_build(tmp_path: Path) -> None:
    paths = []
    for told in (PAPER, ledger("csr", ("a.c/x", "f1", "1.4"))):
        paths.append(tmp_path / f"{told['document']}.json")
        paths[-1].write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(VerificationError, match=r'paper and csr, a\.c/x.*reads "1\.3" in one and "1\.4" in the other'):
        read_agreement(paths)
    assert read_agreement(paths[:1]) == []
