"""check_raw: the trial's data are read and checked before anything is made of them."""

from __future__ import annotations

from pathlib import Path

from analysis.raw.checking import check_findings, check_raw
from analysis.raw.findings import format_findings
from analysis.raw.report import format_quality_html, format_quality_json
from analysis.steps.plan import RAW
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Errors stop the build, all of them in one message; warnings stand in the report and are counted."""
    study = read_study(job.one("study"))
    findings = check_raw(study, RAW)
    check_findings(findings)
    files: dict[Path, str | bytes] = {
        job.out(".json"): format_quality_json(study, findings),
        job.out(".html"): format_quality_html(study, findings),
        # What datasets wait for is always the same, so that a warning that comes or goes makes none of them again
        job.out(".txt"): "no errors\n",
    }
    return Done(files, f"{len(job.inputs.get('raw', ()))} files, {format_findings(findings)}")
