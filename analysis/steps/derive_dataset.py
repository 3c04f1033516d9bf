"""dataset: one ADaM dataset, from the domains and datasets that it declares or as the study brings it along."""

from __future__ import annotations

from analysis.datasets.deriving import derive_dataset
from analysis.datasets.files import format_dataset, read_dataset
from analysis.raw.files import format_domain
from analysis.raw.reading import read_domain
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Read what is behind the dataset, derive or take it, write it."""
    study = read_study(job.one("study"))
    name = job.name.upper()
    paths = job.inputs.get("raw", ())
    whole = {part: dataset for dataset, parts in study.given.items() for part in parts}
    named = {path: whole.get(path.stem.upper()) or format_domain(path.stem) for path in paths}
    raw = {domain: read_domain(*(p for p in paths if named[p] == domain)) for domain in dict.fromkeys(named.values())}
    datasets = {path.stem.upper(): read_dataset(path, path.stem.upper()) for path in job.inputs.get("datasets", ())}
    frame = derive_dataset(study, name, raw, datasets)
    subjects = frame["USUBJID"].nunique()
    told = f"{len(frame):,} records of {subjects:,} subjects" + (", as given" if name in raw else "")
    return Done({job.outputs[0]: format_dataset(frame, name)}, told)
