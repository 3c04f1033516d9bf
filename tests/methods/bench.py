"""What the methods cost, in seconds of processor time beside their bars and beside R, where R is there.

Run as ``python -m tests.methods.bench``. Measured, never asserted; the median of some runs, of one where R is slow.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.methods.design import Factor
from analysis.methods.fisher import estimate_fisher
from analysis.methods.kaplan_meier import estimate_kaplan_meier
from analysis.methods.logrank import estimate_logrank
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmModel

RUNS = 5
PATIENCE = 120  # seconds that R may take
TABLE = np.array([[9, 4, 2], [4, 8, 8], [5, 3, 16], [9, 8, 5], [8, 3, 8]])
R_SURVIVAL = """
library(survival); d <- read.csv("patients.csv")
run <- function() {survfit(Surv(time, event) ~ 1, d); survdiff(Surv(time, event) ~ group, d)}
"""
R_FISHER = """
t <- as.matrix(read.csv("table.csv", header = FALSE)); run <- function() fisher.test(t, workspace = 2e8)
"""
R_MMRM = """
library(nlme); d <- na.omit(read.csv("trial.csv")); d$order <- as.integer(factor(d$visit))
run <- function() gls(change ~ group * visit + baseline * visit, d, correlation = corSymm(form = ~ order | subject),
  weights = varIdent(form = ~ 1 | visit))
"""
R_MEASURE = 'cat(median(replicate(%d, {t <- system.time(run()); t[["user.self"]] + t[["sys.self"]]})))'


def main() -> None:
    generator = np.random.default_rng(1)
    time_to = np.round(generator.exponential(10, 100_000), 4)
    event, group = generator.random(100_000) < 0.6, generator.integers(0, 3, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        patients = np.column_stack((time_to, event, group))
        np.savetxt(Path(folder) / "patients.csv", patients, "%g", ",", header="time,event,group", comments="")
        np.savetxt(Path(folder) / "table.csv", TABLE, "%d", ",")
        tell("seconds", "median", "bar", "R")

        def survival() -> None:
            estimate_kaplan_meier(time_to, event)
            estimate_logrank(time_to, event, group)

        tell("Kaplan-Meier and log-rank, 100,000 patients", measure(survival), 0.2, run_r(R_SURVIVAL, folder))
        tell("Fisher's exact test, 5 × 3, n = 100", measure(lambda: estimate_fisher(TABLE)), 2, run_r(R_FISHER, folder))
        for subjects, visits, bar, runs in ((200, 4, 0.15, RUNS), (800, 10, 5, 1)):
            trial, model = make_trial(generator, subjects, visits)
            trial.to_csv(Path(folder) / "trial.csv", index=False)
            name = f"MMRM, unstructured, {subjects} patients × {visits} visits"
            ours = measure(lambda trial=trial, model=model: estimate_mmrm(trial, model))  # type: ignore[misc]
            tell(name, ours, bar, run_r(R_MMRM, folder, runs))


def make_trial(generator: np.random.Generator, subjects: int, visits: int) -> tuple[pd.DataFrame, MmrmModel]:
    """Invented changes of three groups with drop-out and gaps, and the model that the analysis plan asks for."""
    group, baseline = generator.integers(0, 3, subjects), generator.normal(size=subjects)
    sd = np.linspace(1, 2, visits)
    sigma = 0.6 ** np.abs(np.subtract.outer(range(visits), range(visits))) * np.outer(sd, sd)
    change = generator.multivariate_normal(np.zeros(visits), sigma, size=subjects)
    change += (0.3 * group + 0.5 * baseline)[:, None]
    last = np.where(generator.random(subjects) < 0.25, generator.integers(1, visits, subjects), visits)
    change[(np.arange(visits) >= last[:, None]) | (generator.random(change.shape) < 0.03)] = np.nan
    names = tuple(f"V{visit:02d}" for visit in range(visits))
    trial = pd.DataFrame(
        {
            "subject": np.repeat([f"P{subject:04d}" for subject in range(subjects)], visits),
            "group": np.repeat(np.array(["a", "b", "c"])[group], visits),
            "baseline": np.repeat(baseline, visits),
            "visit": np.tile(names, subjects),
            "change": change.ravel(),
        }
    )
    factors = (Factor("group", ("a", "b", "c")), Factor("visit", names))
    terms = (("group",), ("visit",), ("baseline",), ("group", "visit"), ("baseline", "visit"))
    return trial, MmrmModel("change", "subject", "visit", factors, ("baseline",), terms)


def measure(run: Callable[[], object]) -> str:
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return f"{statistics.median(seconds):.3f}"


def run_r(script: str, folder: str, runs: int = RUNS) -> str:
    """R's median on the same data; empty without R."""
    program = shutil.which("Rscript")
    if program is None:
        return ""
    called = [program, "-e", script + R_MEASURE % runs]
    try:
        done = subprocess.run(called, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"> {PATIENCE}"
    return f"{float(done.stdout):.3f}" if done.returncode == 0 else "failed"


def tell(name: str, *columns: object) -> None:
    sys.stdout.write(f"{name:<50}" + "".join(f"{column!s:>10}" for column in columns) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
