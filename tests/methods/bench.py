"""What the exact and survival methods cost, in seconds beside their bars and beside R, where R is there.

Run as ``python -m tests.methods.bench``. Measured, never asserted.
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

from analysis.methods.fisher import estimate_fisher
from analysis.methods.kaplan_meier import estimate_kaplan_meier
from analysis.methods.logrank import estimate_logrank

RUNS = 5
TABLE = np.array([[9, 4, 2], [4, 8, 8], [5, 3, 16], [9, 8, 5], [8, 3, 8]])
R_SURVIVAL = """
library(survival); d <- read.csv("patients.csv")
run <- function() system.time({survfit(Surv(time, event) ~ 1, d); survdiff(Surv(time, event) ~ group, d)})
s <- replicate(%d, run()[["elapsed"]])
cat(median(s))
"""
R_FISHER = """
t <- as.matrix(read.csv("table.csv", header = FALSE))
cat(median(replicate(%d, system.time(fisher.test(t, workspace = 2e8))[["elapsed"]])))
"""


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


def measure(run: Callable[[], object]) -> str:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return f"{statistics.median(seconds):.3f}"


def run_r(script: str, folder: str) -> str:
    """R's median on the same data; empty without R."""
    program = shutil.which("Rscript")
    if program is None:
        return ""
    done = subprocess.run([program, "-e", script % RUNS], cwd=folder, capture_output=True, text=True, check=False)
    return f"{float(done.stdout):.3f}" if done.returncode == 0 else "failed"


def tell(name: str, *columns: object) -> None:
    sys.stdout.write(f"{name:<50}" + "".join(f"{column!s:>10}" for column in columns) + "\n")


if __name__ == "__main__":
    main()
