"""Our values against outside truth: reads every folder's frozen cases, computes ours, and writes docs/validation.md.

A folder tests/reference/<method>/ holds cases.csv (case, quantity, expected, tolerance, tolerance_kind, source), the
script and inputs that made it, a README.md, and ours.py with ``estimate_case(case) -> {quantity: value}``.

Run as ``python -m tests.reference.validate`` to write the page, its twin for the verification report, and
docs/methods.md (how each method is called); tests keep them in step.
"""

from __future__ import annotations

import csv
import importlib
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.reference.guide import GUIDE, render_guide

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "validation.md"
TWIN = PAGE.with_suffix(".json")  # for the verification report
_FLOOR = 1e-9  # differences below this depend on the machine's arithmetic


@dataclass(frozen=True)
class Case:
    """One frozen value. ``kind`` is "abs" or "rel", the scale of ``tolerance``."""

    method: str
    case: str
    quantity: str
    expected: float
    tolerance: float
    kind: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.method}-{self.case}-{self.quantity}"

    def difference(self) -> float:
        """Ours minus expected on the scale of the tolerance; 0 when both are missing, infinite when one is."""
        ours = estimate_values(self.method, self.case)[self.quantity]
        if math.isnan(ours) or math.isnan(self.expected):
            return 0.0 if math.isnan(ours) and math.isnan(self.expected) else math.inf
        if ours == self.expected:
            return 0.0
        scale = abs(self.expected) if self.kind == "rel" else 1.0
        return abs(ours - self.expected) / scale if scale else math.inf


def read_methods() -> tuple[str, ...]:
    """The folders that hold cases, sorted."""
    return tuple(sorted(path.parent.name for path in HERE.glob("*/cases.csv")))


def read_cases(method: str) -> tuple[Case, ...]:
    """The frozen values of one method."""
    with (HERE / method / "cases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Case(
                method,
                row["case"],
                row["quantity"],
                float(row["expected"]),
                float(row["tolerance"]),
                row["tolerance_kind"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


@cache
def estimate_values(method: str, case: str) -> dict[str, float]:
    """Our values of one case, by quantity."""
    module = importlib.import_module(f"tests.reference.{method}.ours")
    return {quantity: float(value) for quantity, value in module.estimate_case(case).items()}


def tabulate_methods() -> list[dict[str, str]]:
    """One row for each method, source and kind of tolerance: number of values, largest difference, tolerance."""
    rows = []
    for method in read_methods():
        groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in read_cases(method):
            groups[case.source, case.kind].append(case)
        for (source, kind), cases in sorted(groups.items()):
            tolerances = sorted({case.tolerance for case in cases})
            allowed = f"{tolerances[0]:g}" if len(tolerances) == 1 else f"{tolerances[0]:g} to {tolerances[-1]:g}"
            rows.append(
                {
                    "method": method,
                    "outside source": source,
                    "values": str(len(cases)),
                    "largest difference": _format(max(case.difference() for case in cases)),
                    "tolerance": f"{allowed} {'relative' if kind == 'rel' else 'absolute'}",
                }
            )
    return rows


def render_page(rows: list[dict[str, str]]) -> str:
    """docs/validation.md."""
    total = sum(int(row["values"]) for row in rows)
    methods = {row["method"] for row in rows}
    linked = [row | {"method": f"[{row['method']}](../tests/reference/{row['method']}/README.md)"} for row in rows]
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in linked)]
    return "\n".join(
        [
            "# The methods against outside truth",
            "",
            f"Generated from tests/reference: {total} values of {len(methods)} methods that no code of this",
            "project computed, each compared with ours. A difference is told as the power of ten that it stays below;",
            "below 1e-9 the machine's own arithmetic decides. `python -m tests.reference.validate` writes this page, a",
            "test keeps it in step, and [DIVERGENCES.md](../tests/reference/DIVERGENCES.md) lists where we differ on",
            "purpose. How each method is called stands in [methods.md](methods.md).",
            "",
            *("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines),
            "",
        ]
    )


def format_twin(rows: list[dict[str, str]]) -> str:
    """docs/validation.json."""
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def _format(difference: float) -> str:
    if difference == 0 or difference < _FLOOR:
        return f"< {_FLOOR:g}"
    return f"< {10.0 ** math.ceil(math.log10(difference) + 1e-12):g}"


if __name__ == "__main__":
    table = tabulate_methods()
    PAGE.write_text(render_page(table), encoding="utf-8")
    TWIN.write_text(format_twin(table), encoding="utf-8")
    GUIDE.write_text(render_guide(), encoding="utf-8")
