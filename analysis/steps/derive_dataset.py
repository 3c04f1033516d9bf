"""dataset: one ADaM dataset from the domains and datasets that it declares."""

from __future__ import annotations

import importlib

from analysis.datasets.checking import check_dataset
from analysis.datasets.files import format_dataset, read_dataset
from analysis.raw.reading import read_domain
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Call the dataset's own module, check what it derived, write it."""
    study = read_study(job.one("study"))
    name = job.name.upper()
    raw = {path.stem.upper(): read_domain(path) for path in job.inputs.get("raw", ())}
    datasets = {path.stem.upper(): read_dataset(path, path.stem.upper()) for path in job.inputs.get("datasets", ())}
    frame = importlib.import_module(f"analysis.datasets.{job.name}").derive(study, raw, datasets)
    check_dataset(study, name, frame)
    subjects = frame["USUBJID"].nunique()
    return Done({job.outputs[0]: format_dataset(frame, name)}, f"{len(frame):,} records of {subjects:,} subjects")
