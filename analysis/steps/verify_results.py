"""verification: published claims, printed numbers, second computation and the seal, in one report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from analysis.errors import Fault, VerificationError
from analysis.results.claims import FAILS, OPEN, verify_claims
from analysis.results.table import Results, read_results
from analysis.steps.declarations import ROOT
from analysis.steps.plan import OUTPUT, WORK, Plan
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.verification.agreement import verify_agreement
from analysis.verification.comparison import SealCheck, verify_seal
from analysis.verification.report import Checks, format_verification, render_verification
from analysis.verification.report_seal import NoSeal, derive_seal_summary
from analysis.verification.sayings import Saying, read_saying
from analysis.verification.seal import Part, read_data, read_seal


def run(job: Job) -> Done:
    """A contradicted claim, or a result that is not the sealed one, is told, not bent: it doesn't stop the build.

    Documents that contradict one another do.
    """
    study, results = read_study(job.one("study")), read_results(job.one("results"))
    verdicts = verify_claims(study, results)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("numbers", ())]
    numbers = [check for report in reports for check in report["checks"]]
    second = json.loads(job.one("recomputation").read_text(encoding="utf-8"))["summary"]
    seal = check_seal(job.inputs, results)
    agreement = read_agreement(job.inputs.get("ledgers", ()))
    unsealed = {why: len(paths) for why, paths in Plan(study).unsealed().items()}
    checks = Checks(verdicts, numbers, second, derive_seal_summary(seal, unsealed), agreement)
    files: dict[Path, str | bytes] = {
        job.out(".json"): format_verification(study, checks),
        job.out(".html"): render_verification(
            study, checks, json.loads(job.one("methods").read_text(encoding="utf-8"))
        ),
    }
    failed = [v.claim for v in verdicts if v.verdict == FAILS]
    told = f", CONTRADICTED: {', '.join(failed)}" if failed else ""
    held = sum(v.verdict == "holds" for v in verdicts)
    unknown = sum(v.verdict == OPEN for v in verdicts)
    left = f" ({unknown} not checkable)" if unknown else ""
    claims = f"{held} of {len(verdicts)} claims hold{left}{told}" if verdicts else "the study has no claims"
    return Done(files, f"{claims}; {_tell(seal)}")


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


def check_seal(inputs: Mapping[str, tuple[Path, ...]], results: Results) -> SealCheck | NoSeal:
    """Results, products (role ``sealed``) and ``sources`` against the files of the ``seal``.

    Documents of another engine are packed and worded otherwise: they are left out, and that is told.
    """
    seal = read_seal(inputs.get("seal", ()))
    if seal is None:
        return NoSeal()
    paths, apart = inputs["sealed"], ""
    engines = {json.loads(path.read_text(encoding="utf-8"))["engine"] for path in inputs.get("ledgers", ())}
    if engines - {seal.about["engine"]}:
        paths = tuple(path for path in paths if not path.is_relative_to(OUTPUT))
        seal = replace(seal, products={n: s for n, s in seal.products.items() if not n.startswith(f"{OUTPUT.name}/")})
        apart = f"The documents are made by the {', '.join(sorted(engines))} engine and sealed by the "
        apart += f"{seal.about['engine']} engine, so their files are not compared; their numbers are, with the results"
    software = json.loads(inputs["description"][0].read_text(encoding="utf-8"))["software"]
    names = frozenset(one["name"] for one in software)
    check = verify_seal(seal, results, read_products(paths, names, seal.products), read_sources(inputs["sources"]))
    return replace(check, apart=apart)


def read_products(
    paths: Iterable[Path], software: frozenset[str], sealed: Mapping[str, Saying], root: Path = WORK
) -> dict[str, Saying]:
    """What each product says, by its path below ``root``; one with the bytes that were ``sealed`` is not read again."""
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {n: read_saying(p.read_bytes(), p.suffix[1:], software, sealed.get(n)) for n, p in named.items()}


def read_sources(paths: Iterable[Path]) -> dict[tuple[str, str], Part]:
    """Digests of the files that people write; the project's own files by their path in it."""
    return read_data({(p.relative_to(ROOT) if p.is_absolute() else p).as_posix(): p for p in paths})


def _tell(seal: SealCheck | NoSeal) -> str:
    if isinstance(seal, NoSeal):
        return "no seal to compare with"
    return "as sealed" if not seal.material else f"{len(seal.material):,} differ from the seal"
