"""Checks of single results: numbers against their text, status and reference range."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.raw.rule import Breach, Data, Rule

FINDINGS = ("LB", "VS", "EG", "QS", "RS")
_TOLERANCE = 1e-6


def check_number(data: Data) -> Iterator[Breach]:
    """--STRESN is the number in --STRESC."""
    for domain in FINDINGS:
        if data.has(f"{domain}.{domain}STRESC") and data.has(f"{domain}.{domain}STRESN"):
            written = pd.to_numeric(data.text(domain, f"{domain}STRESC"), errors="coerce")
            number = data.number(domain, f"{domain}STRESN")
            other = written.notna() & number.notna() & ((written - number).abs() > _TOLERANCE * number.abs())
            yield Breach(data.tables[domain], other, f"{domain}STRESN", f"another number than in {domain}STRESC")


def check_number_missing(data: Data) -> Iterator[Breach]:
    """A result that is a number has one in --STRESN."""
    for domain in FINDINGS:
        if data.has(f"{domain}.{domain}STRESC") and data.has(f"{domain}.{domain}STRESN"):
            written = pd.to_numeric(data.text(domain, f"{domain}STRESC"), errors="coerce")
            missing = written.notna() & data.number(domain, f"{domain}STRESN").isna()
            yield Breach(data.tables[domain], missing, f"{domain}STRESN", f"missing, but {domain}STRESC is a number")


def check_result(data: Data) -> Iterator[Breach]:
    """A record has a result, or says that the test was not done."""
    for domain in FINDINGS:
        if data.has(domain):
            empty = _without_result(data, domain) & (data.text(domain, f"{domain}STAT") == "")
            yield Breach(data.tables[domain], empty, f"{domain}TESTCD", f"no result, and no status ({domain}STAT)")


def check_status(data: Data) -> Iterator[Breach]:
    """A test that was not done has no result."""
    for domain in FINDINGS:
        if data.has(f"{domain}.{domain}STAT"):
            both = (data.text(domain, f"{domain}STAT") == "NOT DONE") & ~_without_result(data, domain)
            yield Breach(data.tables[domain], both, f"{domain}STAT", "NOT DONE, but with a result")


def check_limits(data: Data) -> Iterator[Breach]:
    """The lower limit of a reference range is below the upper one."""
    wrong = data.number("LB", "LBSTNRLO") > data.number("LB", "LBSTNRHI")
    yield Breach(data.tables["LB"], wrong, "LBSTNRLO", "a lower limit above the upper one")


def check_range_indicator(data: Data) -> Iterator[Breach]:
    """LBNRIND says what value and limits say."""
    value = data.number("LB", "LBSTRESN")
    low, high = data.number("LB", "LBSTNRLO"), data.number("LB", "LBSTNRHI")
    stated = data.text("LB", "LBNRIND").replace({"LOW LOW": "LOW", "HIGH HIGH": "HIGH"})
    derived = np.select([value < low, value > high], ["LOW", "HIGH"], "NORMAL")
    known = value.notna() & low.notna() & high.notna() & stated.isin(["LOW", "NORMAL", "HIGH"])
    yield Breach(data.tables["LB"], known & (stated != derived), "LBNRIND", "not what the value and its range say")


def _without_result(data: Data, domain: str) -> pd.Series:
    texts = (data.text(domain, f"{domain}{suffix}") == "" for suffix in ("STRESC", "ORRES"))
    empty = data.number(domain, f"{domain}STRESN").isna()
    for text in texts:
        empty &= text
    return empty


RULES = (
    Rule("result-number", "warning", (), check_number, "correct --STRESN or --STRESC; the analysis takes --STRESN"),
    Rule("result-number-missing", "warning", (), check_number_missing, "fill in --STRESN; the result is not analysed"),
    Rule("result-missing", "warning", (), check_result, "add the result, or NOT DONE as status"),
    Rule("result-status", "warning", (), check_status, "correct the status, or remove the result"),
    Rule("range-limits", "warning", ("LB.LBSTNRLO", "LB.LBSTNRHI"), check_limits, "exchange the limits"),
    Rule(
        "range-indicator",
        "warning",
        ("LB.LBNRIND", "LB.LBSTRESN"),
        check_range_indicator,
        "check the limits and their unit",
    ),
)
