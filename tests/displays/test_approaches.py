"""The notes of sensitivity analyses: the main model once, then only what an approach changes."""

from __future__ import annotations

from analysis.displays.approaches import _changed
from analysis.results.table import Row


def row(options: str) -> Row:
    return Row(
        analysis="sens", context="ls-mean", dataset="ADLB", population="fas", stat_name="estimate", stat_label="",
        stat=1.0, n=5, script="here", method="Mixed model", options=options,
    )  # fmt: skip


def test_an_approach_tells_what_it_changes_beside_its_name() -> None:
    first = {"ALB": row("unstructured covariance; Kenward-Roger"), "ALT": row("unstructured covariance; Kenward-Roger")}
    same = {"ALB": row("unstructured covariance; Satterthwaite degrees of freedom")}
    assert not _changed("satterthwaite", same, first)
    other = {"ALB": row("Toeplitz covariance; Kenward-Roger"), "ALT": row("unstructured covariance; Kenward-Roger")}
    assert _changed("complete-cases", other, first) == "Complete cases: Toeplitz covariance (ALB)"
