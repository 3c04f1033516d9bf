"""What each display must say of itself: statistic, model and covariance, ties, intervals, multiplicity, datasets."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analysis.displays.model import Display, Figure, Number, plain
from analysis.results.table import Row
from tests.displays.kinds import KINDS
from tests.displays.tiny import notes_of, tiny_display, tiny_product

#: Of the numbers that are shown: which rows demand what of the notes.
DEMANDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("method", re.compile(r"^Mixed model"), r"Mixed model for repeated measures.*covariance.*REML.*degrees of freedom"),
    ("method", re.compile(r"^Multiple imputation"), r"[Mm]ultiple imputation"),
    ("context", re.compile(r"^cox"), r"ties"),
    ("context", re.compile(r"^(landmark|median)$"), r"Kaplan-Meier.*log-log"),
    ("context", re.compile(r"^restricted-mean$"), r"Restricted mean"),
    ("context", re.compile(r"^responder$"), r"Clopper-Pearson"),
    ("context", re.compile(r"^(any|class|term|overview)-difference$"), r"Miettinen-Nurminen"),
    ("context", re.compile(r"^(any|class|term|overview)-rate$"), r"Poisson"),
)
Options = dict[str, Any]
FORMS: tuple[Options, ...] = ({"difference": True}, {"rate": True}, {"by": "grade"})
#: Records that are shown or drawn without being numbers of the results.
RECORDS = {
    "narratives": {"ADAE", "ADEX", "ADLB"},
    "swimmer-plot": {"ADEX", "ADAE"},
    "shift-panel": {"ADLB"},
    "individual-profiles": {"ADLB"},
    "hys-law": {"ADLB"},
    "profile-panel": {"ADLB"},
    "survival-curves": {"ADTTE"},
    "listing-table": {"ADAE"},
}
CASES: list[tuple[str, Options]] = [*((kind, {}) for kind in KINDS), *(("occurrence-table", form) for form in FORMS)]


def shown_rows(display: Display, analyses: tuple[str, ...]) -> dict[Row, Number]:
    rows = {row.id: row for name in analyses for row in tiny_product(name).rows}
    texts = [*display.texts(), *((display.alt,) if isinstance(display, Figure) else ())]
    return {rows[piece.row]: piece for text in texts for piece in text if isinstance(piece, Number)}


@pytest.mark.parametrize(("kind", "more"), CASES)
def test_the_notes_say_what_the_numbers_demand(kind: str, more: Options) -> None:
    analyses, options = KINDS[kind]
    display = tiny_display(kind, *analyses, **options, **more)
    notes = notes_of(display)
    shown = shown_rows(display, analyses)
    for field, pattern, demanded in DEMANDS:
        if any(pattern.search(getattr(row, field)) for row in shown):
            assert re.search(demanded, notes), demanded
    if any(number.form.startswith("p") for number in shown.values()):
        assert "adjusted" in notes
    if any("difference" in row.context and row.stat_name.startswith("conf") for row in shown):
        assert "adjusted" in notes
    data = re.findall(r"Data: ([A-Z, ]+), as of 20", notes)[0].split(", ")
    measured = {row.dataset for row in shown if row.context != "population"}
    assert measured | RECORDS.get(kind, set()) <= set(data)
    if any(row.stat_name == "p" for row in shown):
        assert re.search(r"n \(%\)|%|per cent", notes + " ".join(plain(text) for text in display.texts()))
