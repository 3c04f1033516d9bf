"""recomputation: each statistic once more by a second route, compared with the results."""

from __future__ import annotations

from analysis.raw.files import format_domain
from analysis.results.table import read_results
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.study.formulas import read_field
from analysis.verification.recompute import format_recomputation, verify_recomputation
from analysis.verification.recompute_trial import Record, Trial, read_records
from analysis.verification.second_reading import read_again


def run(job: Job) -> Done:
    """A difference beyond its tolerance stops the build; what has no second route is counted and told."""
    datasets = {path.stem.upper(): tuple(map(_read_fields, read_records(path))) for path in job.inputs["datasets"]}
    study = read_study(job.one("study"))
    whole = {part: dataset for dataset, parts in study.given.items() for part in parts}
    raw: dict[str, tuple[Record, ...]] = {}
    for path in job.inputs.get("raw", ()):
        domain = whole.get(path.stem.upper()) or format_domain(path.stem)
        raw[domain] = (*raw.get(domain, ()), *read_again(path))
    done = verify_recomputation(Trial(study, datasets, raw), read_results(job.one("results")))
    left = sum(done.left.values())
    told = f", {left:,} have no second route" if left else ""
    summary = f"{len(done.comparisons):,} statistics agree with a second route{told}"
    return Done({job.outputs[0]: format_recomputation(done)}, summary)


def _read_fields(record: Record) -> Record:
    return {name: read_field(text) for name, text in record.items()}
