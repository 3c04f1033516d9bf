"""``make verify``: the study built twice in empty folders, compared file by file and with the seal, and the reports.

Everything it writes stands in ``output/verify/`` of the study; the products at hand are not touched. The exit status is
0 where it reproduces and 1 where it doesn't.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.errors import TrialError
from analysis.steps.declarations import ROOT
from analysis.steps.plan import SEAL, WORK
from analysis.steps.publish_products import PLACES
from analysis.study import Study, read_study
from analysis.verification.certificate import Entry, format_codecheck, render_certificate
from analysis.verification.reproduction import Reproduction, format_reproduction, render_reproduction

TARGET = Path("output/verify")
#: Two settings that must make no difference: folder, time zone, language, order of sets.
SETTINGS = {
    "first": {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "second build": {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
}
OWN = ("study.yaml", "_quarto.yml", "data/raw", "manuscript", str(SEAL))
TOP, COMMIT, STATUS = ("rev-parse", "--show-toplevel"), ("rev-parse", "HEAD"), ("status", "--porcelain")
STEP = re.compile(r"\[ *(\d+)/(\d+)\]")


def main(arguments: Sequence[str]) -> int:
    """Build, compare, report; the last line says whether it reproduces."""
    asked = _read_arguments(arguments)
    os.chdir(asked.directory)
    try:
        study = read_study(Path("study.yaml"))
    except (TrialError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    work = WORK / "verify"
    shutil.rmtree(work, ignore_errors=True)
    run = _build_and_compare(asked, work)
    _write_reports(study, run, work / "first")
    shutil.rmtree(work, ignore_errors=True)
    print(f"{run.verdict} Report: {TARGET}/index.html")
    return 0 if run.reproduces else 1


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make verify", description=__doc__)
    parser.add_argument("--cores", default="2")
    parser.add_argument("--directory", type=Path, default=Path(), help="the study's folder")
    parser.add_argument("--checker", default="", help="name for codecheck.yml and the certificate")
    parser.add_argument("--orcid", type=_check_orcid, default="")
    parser.add_argument("--certificate", default="", help="its number in the register of CODECHECK")
    parser.add_argument("--report", default="", help="where the signed certificate is published")
    parser.add_argument("--reference", default="", help="where the paper is published")
    return parser.parse_args(arguments)


def _check_orcid(text: str) -> str:
    """An ORCID, or none: sixteen digits of which the last follows from the others (ISO 7064, MOD 11-2)."""
    digits = text.replace("-", "")
    if re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", text):
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        if "0123456789X"[(12 - total % 11) % 11] == digits[-1]:
            return text
    if not text:
        return text
    raise argparse.ArgumentTypeError(f"{text} is no ORCID: its digits don't fit together")


def _build_and_compare(asked: argparse.Namespace, work: Path) -> Reproduction:
    seconds: list[float] = []
    for number, (name, setting) in enumerate(SETTINGS.items(), 1):
        _copy_sources(work / name)
        start = time.monotonic()
        stopped = _build(work / name, f"build {number} of {len(SETTINGS)}", setting, asked.cores)
        seconds.append(time.monotonic() - start)
        print(stopped or f"build {number} of {len(SETTINGS)}: done in {seconds[-1]:.0f} s", flush=True)
        if stopped:
            break
    first, second = (_list_products(work / name) for name in SETTINGS)
    unlike = sorted(n for n in {*first, *second} if not stopped and not _same(first.get(n), second.get(n)))
    report = work / "first/output/verification.json"
    verification = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
    day = datetime.now(UTC).date().isoformat()
    told = (unlike, len(first) - len(unlike), verification, _read_facts(), day)
    people = (asked.checker, asked.orcid, asked.certificate, asked.report, asked.reference)
    return Reproduction(seconds, stopped, *told, *people)


def _copy_sources(folder: Path) -> None:
    """Only what people wrote: nothing that a build made comes along."""
    for name in OWN:
        source, target = Path(name), folder / name
        if source.is_dir():
            unwanted = shutil.ignore_patterns("__pycache__", ".*", "*_files")
            shutil.copytree(source, target, ignore=unwanted, copy_function=shutil.copyfile)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _build(folder: Path, name: str, setting: Mapping[str, str], cores: str) -> str:
    """Run the whole build and tell how far it is; "" or why it stopped."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", cores]
    command += ["--directory", str(folder.resolve()), "--config", "engine=embedded"]
    errors = folder / "errors.txt"
    last = 0
    with errors.open("w", encoding="utf-8") as file:
        build = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            encoding="utf-8",
            env={**os.environ, **setting},
            cwd=ROOT,
        )
        for line in build.stdout or ():
            step = STEP.match(line)
            if step and (tenth := 10 * int(step[1]) // int(step[2])) > last:
                last = tenth
                print(f"{name}: {line.strip()}", flush=True)
    if build.wait() == 0:
        return ""
    print(errors.read_text(encoding="utf-8"), file=sys.stderr)
    return f"{name} stopped with an error, told above and in {TARGET}/errors.txt"


def _list_products(folder: Path) -> dict[str, Path]:
    files = (path for place in PLACES for path in (folder / place).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in files}


def _same(one: Path | None, other: Path | None) -> bool:
    return one is not None and other is not None and one.read_bytes() == other.read_bytes()


def _read_facts() -> dict[str, str]:
    """What a reader needs to run it again: the version of the project, the machine, the language."""
    return {
        "Version": _read_version(),
        "Machine": f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} processors",
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "Packages": "as pinned in requirements.lock; versions in the report's appendix on software",
    }


def _read_version() -> str:
    """The commit, and whether files were changed since; of an unpacked archive what its description says."""
    try:
        top, commit, state = (_git(*words) for words in (TOP, COMMIT, STATUS))
        if Path(top).resolve() == ROOT.resolve():
            changed = len(state.splitlines())
            return f"commit {commit}{f', {changed} files changed since' if changed else ''}"
    except (OSError, subprocess.CalledProcessError):
        pass
    try:
        entities = json.loads((ROOT / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        version = next(str(one["version"]) for one in entities if one["@id"] == "./")
    except (OSError, ValueError, KeyError, StopIteration):
        return "not under version control"
    return f"archive of commit {version}; whether files were changed since it was unpacked is not known"


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    return run.stdout.strip()


def _write_reports(study: Study, run: Reproduction, first: Path) -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    rebuilt = TARGET / "rebuilt"
    for place in PLACES:
        if (first / place).is_dir():
            (rebuilt / place).parent.mkdir(parents=True, exist_ok=True)
            (first / place).rename(rebuilt / place)
    for name in ("trace.html", "trace.csv"):
        if (rebuilt / "output" / name).is_file():
            shutil.copyfile(rebuilt / "output" / name, TARGET / name)
    manifest = list(_read_manifest(study, rebuilt))
    texts = {
        "index.html": render_reproduction(study, run),
        "verification.json": format_reproduction(study, run),
        "codecheck.yml": format_codecheck(study, run, manifest),
        "certificate.html": render_certificate(study, run, manifest),
    }
    if run.stopped:
        texts["errors.txt"] = "\n".join(p.read_text(encoding="utf-8") for p in first.parent.glob("*/errors.txt"))
    for name, text in texts.items():
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")


def _read_manifest(study: Study, rebuilt: Path) -> Iterator[Entry]:
    """Documents in every format, displays in the form that a browser shows, and the results."""
    for document in study.documents:
        for form in document.formats:
            yield from _entry(
                rebuilt, f"output/{document.id}.{form}", f"{document.kind or document.id}, {form.upper()}"
            )
    for path in sorted((rebuilt / "data/results/displays").glob("*.json")):
        bundle: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        shown = {"table": "html", "figure": "svg"}[bundle["produces"]]
        numbers = ", ".join(bundle["numbers_in_documents"].values())
        yield from _entry(rebuilt, f"{bundle['produces']}s/{path.stem}.{shown}", f"{numbers}: {bundle['title']}")
    yield from _entry(rebuilt, "data/results/results.csv", "All analysis results, one row a statistic")


def _entry(rebuilt: Path, name: str, comment: str) -> Iterator[Entry]:
    path = rebuilt / name
    if path.is_file():
        yield Entry(f"rebuilt/{name}", comment, path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
