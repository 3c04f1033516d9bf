"""results: the rows of all analyses as one table, in the order of study.yaml."""

from __future__ import annotations

from analysis.results.table import format_results, read_results
from analysis.steps.step import Done, Job


def run(job: Job) -> Done:
    """Join the analyses' rows; no id may stand twice."""
    results = read_results(*job.inputs["results"])
    failed = sum(bool(row.error) for row in results.values())
    return Done({job.outputs[0]: format_results(results.values())}, f"{len(results):,} rows, {failed} not estimable")
