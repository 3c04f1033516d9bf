"""analysis: the results rows (and frames) of one analysis of study.yaml from the datasets it needs."""

from __future__ import annotations

import importlib
from pathlib import Path

from analysis.datasets.files import read_dataset
from analysis.results.product import format_frame
from analysis.results.table import format_results
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Call the module of the analysis' kind; write its rows, and its frames beside them."""
    study = read_study(job.one("study"))
    block = study.analysis(job.name)
    datasets = {path.stem.upper(): read_dataset(path, path.stem.upper()) for path in job.inputs["datasets"]}
    kind = importlib.import_module(f"analysis.results.{block.kind.replace('-', '_')}")
    product = kind.estimate(study, block, datasets)
    files: dict[Path, str | bytes] = {job.outputs[0]: format_results(product.rows)}
    files |= {job.out(f".{name}.csv"): format_frame(frame) for name, frame in product.frames.items()}
    failed = sum(bool(row.error) for row in product.rows)
    return Done(files, f"{len(product.rows):,} rows" + (f", {failed} not estimable" if failed else ""))
