"""verification: the claims of the published paper against the results, and the report of all checks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.errors import Fault, VerificationError
from analysis.results.claims import FAILS, verify_claims
from analysis.results.table import read_results
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.verification.agreement import verify_agreement
from analysis.verification.report import format_verification, render_verification


def run(job: Job) -> Done:
    """A contradicted claim is told, not bent: it doesn't stop the build. Documents that contradict one another do."""
    study, results = read_study(job.one("study")), read_results(job.one("results"))
    verdicts = verify_claims(study, results)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("numbers", ())]
    checks = [check for report in reports for check in report["checks"]]
    agreement = read_agreement(job.inputs.get("ledgers", ()))
    second = json.loads(job.one("recomputation").read_text(encoding="utf-8"))["summary"]
    methods = json.loads(job.one("methods").read_text(encoding="utf-8"))
    files: dict[Path, str | bytes] = {
        job.out(".json"): format_verification(study, verdicts, checks, second, agreement),
        job.out(".html"): render_verification(study, verdicts, checks, second, agreement, methods),
    }
    failed = [v.claim for v in verdicts if v.verdict == FAILS]
    told = f", CONTRADICTED: {', '.join(failed)}" if failed else ""
    held = sum(v.verdict == "holds" for v in verdicts)
    summary = f"{held} of {len(verdicts)} claims hold{told}" if verdicts else "the study has no claims"
    return Done(files, summary)


def read_agreement(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Each pair of documents. VerificationError names every result that reads otherwise in one than in the other."""
    ledgers = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    found = list(verify_agreement(ledgers))
    faults = [
        Fault(f"{d.product}, {d.row}", f'reads "{d.expected}" in one and "{d.found}" in the other ({d.number})')
        for check in found
        for d in check.differences
    ]
    if faults:
        raise VerificationError(faults)
    return [asdict(check) for check in found]
