"""Whether a cohort bears out the published claims, judged by the way from raw data to results that every build takes.

Without conditioning, the claims on ALB, PTA, IL-8 and dose hold together in about one cohort of three. That they hold
in the accepted one proves that the analysis finds what was put in, and nothing about the treatment.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.raw.reading import read_raw
from analysis.results.claims import HOLDS, verify_claims
from analysis.results.table import Results, Row
from analysis.steps.plan import Plan
from analysis.study import Study

from .simulate import Domains
from .tables import write_domains


def find_broken_claim(study: Study, domains: Domains) -> str:
    """The first claim of study.yaml that the cohort does not bear out; empty if all hold."""
    with tempfile.TemporaryDirectory() as folder:
        write_domains(domains, Path(folder))
        raw = read_raw(Path(folder))
    verdicts = verify_claims(study, _estimate_results(study, raw))
    return next((verdict.claim for verdict in verdicts if verdict.verdict != HOLDS), "")


def _estimate_results(study: Study, raw: Mapping[str, pd.DataFrame]) -> Results:
    """The results of the analyses that the claims name, from the datasets that these need."""
    named = {condition.row.split(".")[0] for claim in study.claims for condition in claim.holds_when}
    plan, datasets = Plan(study), dict[str, pd.DataFrame]()
    rows: list[Row] = []
    for block in (block for block in study.analyses if block.id in named):
        for name in plan.analysis_needs(block.id):
            _add_dataset(name.upper(), study, raw, datasets)
        kind = importlib.import_module(f"analysis.results.{block.kind.replace('-', '_')}")
        rows += kind.estimate(study, block, datasets).rows
    return Results(rows)


def _add_dataset(name: str, study: Study, raw: Mapping[str, pd.DataFrame], datasets: dict[str, pd.DataFrame]) -> None:
    """Derive a dataset, after those that it is made from."""
    if name in datasets:
        return
    module = importlib.import_module(f"analysis.datasets.{name.lower()}")
    for needed in getattr(module, "NEEDS", ()):
        _add_dataset(needed, study, raw, datasets)
    datasets[name] = module.derive(study, raw, datasets)
