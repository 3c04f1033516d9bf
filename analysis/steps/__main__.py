"""The command behind every rule: ``python -m analysis.steps STEP [NAME] --inputs role=path ... --outputs path ...``."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

from analysis.errors import TrialError
from analysis.steps.lock import share_folder
from analysis.steps.machine import explain_machine, read_peak_memory
from analysis.steps.step import Job, check_inputs, fingerprint, is_current, write_outputs

#: A step is short and keeps most of what it makes: Python's habit of looking for garbage took a fifth of its time.
SELDOM = (100_000, 20, 50)
PROGRAM = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """Run one step; its log tells what happened, standard error what to do when it failed."""
    job = _read_arguments(arguments)
    log = job.log
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with share_folder(job.memory.parent / "lock") or nullcontext():
            return _run(job)
    except TrialError as error:
        return _fail(str(error), str(error), log)
    except Exception as error:  # noqa: BLE001 - whatever it is: told in a line here, in full in the log
        return _fail(_explain(error), traceback.format_exc(), log)


def _run(job: Job) -> int:
    gc.set_threshold(*SELDOM)
    made_from = fingerprint(job)
    if is_current(job, made_from):
        job.log.write_text("as before\n", encoding="utf-8")
        return 0
    begin = time.monotonic()
    # Imported only now: a step that has nothing to do should cost nothing
    done = importlib.import_module(f"analysis.steps.{job.step}").run(job)
    check_inputs(job, made_from)
    write_outputs(job, done, made_from, {"seconds": time.monotonic() - begin, "megabytes": read_peak_memory()})
    job.log.write_text(done.summary + "\n", encoding="utf-8")
    return 0


def _explain(error: Exception) -> str:
    """What a machine that is full or shut has to do with it, or else the software."""
    missing = str(error.filename) if isinstance(error, FileNotFoundError) else ""
    if missing.startswith(f"{PROGRAM}{os.sep}"):
        remedy = "put it back, with `git checkout analysis` or from the archive; then run the same command again"
        return f"{missing}: a file of the program is missing\n      → {remedy}"
    unknown = f"{type(error).__name__}: {error}\n      → a fault of the software; please report it with the log"
    return (explain_machine(str(error)) if isinstance(error, OSError) else "") or unknown


def _fail(message: str, full: str, log: Path) -> int:
    print(message, file=sys.stderr)
    with suppress(OSError):  # a full disk has no room for the log either
        log.write_text(full + "\n", encoding="utf-8")
    return 1


def _read_arguments(arguments: Sequence[str]) -> Job:
    parser = argparse.ArgumentParser(prog="python -m analysis.steps", description=__doc__)
    parser.add_argument("step", help="module of analysis/steps, e.g. derive_dataset")
    parser.add_argument("name", nargs="?", default="", help="what to make, e.g. adlb")
    parser.add_argument("--inputs", nargs="*", default=[], metavar="ROLE=PATH")
    parser.add_argument("--outputs", nargs="+", required=True, type=Path)
    parser.add_argument("--settings", nargs="*", default=[], metavar="NAME=VALUE")
    parser.add_argument("--code", default="", help="digest of the code behind the step")
    parser.add_argument("--log", type=Path, required=True)
    got = parser.parse_args(arguments)
    inputs: dict[str, tuple[Path, ...]] = {}
    for pair in got.inputs:
        role, _, path = pair.partition("=")
        inputs[role] = (*inputs.get(role, ()), Path(path))
    settings = dict(pair.split("=", 1) for pair in got.settings)
    return Job(got.step, got.name, inputs, tuple(got.outputs), settings, got.code, log=got.log)


if __name__ == "__main__":
    # One BLAS thread: a matrix product may differ in its last bit between one and two
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    sys.exit(main(sys.argv[1:]))
