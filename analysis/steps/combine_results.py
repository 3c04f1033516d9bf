"""results: the rows of all analyses as one table, in the order of study.yaml."""

from __future__ import annotations

from analysis.results.table import format_joined
from analysis.steps.step import Done, Job


def run(job: Job) -> Done:
    """Join the analyses' rows; no id may stand twice."""
    text, rows, failed = format_joined(*job.inputs.get("results", ()))
    return Done({job.outputs[0]: text}, f"{rows:,} rows, {failed} not estimable")
