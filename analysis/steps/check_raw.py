"""check_raw: the trial's data are read and checked before anything is made of them."""

from __future__ import annotations

import json
from dataclasses import asdict

from analysis.raw.checking import check_findings, check_raw
from analysis.raw.findings import format_findings
from analysis.steps.plan import RAW
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Errors stop the build, all of them in one message; warnings are kept and counted."""
    findings = check_raw(read_study(job.one("study")), RAW)
    check_findings(findings)
    kept = json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False)
    return Done({job.outputs[0]: kept}, f"{len(job.inputs.get('raw', ()))} domains, {format_findings(findings)}")
