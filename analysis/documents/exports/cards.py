"""The results as one CSV in the layout of an ARD of the R package cards (version 0.9).

Columns in cards' standard order (its tidy_ard_column_order): group and level pairs, variable, variable level, context,
statistic, label, value, format, warning, error. A visit is a group here. Each set of statistics has a row whose
statistic is its method.
``analysis`` and ``id`` come last: cards has no place for them, and allows more columns.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from analysis.displays.registry import STATISTICS, form_of
from analysis.results.table import Results, Row, format_stat
from analysis.study import Study
from analysis.study.formulas import format_safe

GROUPS = tuple(f"group{n}{part}" for n in (1, 2, 3) for part in ("", "_level"))
COLUMNS = (
    *GROUPS,
    *("variable", "variable_level", "context", "stat_name", "stat_label", "stat", "fmt_fun", "warning", "error"),
    *("analysis", "id"),
)
VISIT = "AVISIT"
#: What cards calls a statistic by default (its default_stat_labels) where these results say something else.
LABELS = {"p": "%"}


def format_cards(study: Study, results: Results) -> str:
    """All results as CSV text with these columns; a value that can't be estimated is empty and has its error."""
    digits = {parameter.id: parameter.digits for parameter in study.parameters}
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    last = ""
    for row in results.values():
        place = row.id.rsplit("/", 1)[0]
        if place != last and row.method:
            writer.writerow(_safe(_method(row, place)))
        last = place
        writer.writerow(_safe(_line(row) | {"fmt_fun": _format(row, digits.get(row.variable, 1))}))
    return out.getvalue()


def _safe(line: dict[str, str]) -> dict[str, str]:
    return {name: format_safe(text) for name, text in line.items()}


def _line(row: Row) -> dict[str, str]:
    groups = dict(zip(GROUPS, (part for pair in _groups(row) for part in pair), strict=False))
    return groups | {
        "variable": row.variable,
        "variable_level": row.variable_level,
        "context": row.context,
        "stat_name": row.stat_name,
        "stat_label": LABELS.get(row.stat_name, row.stat_label),
        "stat": format_stat(row.stat),
        "fmt_fun": "",
        "warning": row.warning,
        "error": row.error,
        "analysis": row.analysis,
        "id": row.id,
    }


def _method(row: Row, place: str) -> dict[str, str]:
    told = "; ".join(part for part in (row.method, row.options) if part)
    new = {"stat_name": "method", "stat_label": "method", "stat": told, "warning": "", "error": ""}
    return _line(row) | new | {"id": f"{place}/method"}


def _groups(row: Row) -> Iterator[tuple[str, str]]:
    """The groupings that apply, without gaps: treatment, visit, second group."""
    if row.group1:
        yield row.group1, row.group1_level
    if row.visit:
        yield VISIT, row.visit
    if row.group2:
        yield row.group2, row.group2_level


def _format(row: Row, digits: int) -> str:
    """Cards' format: so many decimals, or a pattern."""
    if row.stat_name not in STATISTICS or math.isnan(row.stat):
        return ""
    form = form_of(row.stat_name, digits)
    return {"i": "0", "%1": "xx.x%", "p": "3"}.get(form, form[1:])
