"""results page: every row of the results by its id, where the numbers of documents lead to."""

from __future__ import annotations

from analysis.documents.sources.page import render_results_page
from analysis.documents.sources.reading import Origins, read_lines, read_sources
from analysis.results.table import read_results
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """One page without any network that holds all rows and shows the one that is asked for."""
    path = job.one("study")
    study, results = read_study(path), read_results(job.one("results"))
    sources = read_sources(results, Origins(study, path, results, read_lines(job.one("description"))))
    return Done({job.outputs[0]: render_results_page(study, tuple(sources.values()))}, f"{len(sources):,} rows")
