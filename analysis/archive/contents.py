"""What goes into the archive, read from a built clone."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from analysis.archive.crate import Build, Member
from analysis.errors import Fault, TrialError
from analysis.steps.plan import WORK
from analysis.steps.published import read_published

RECORD = WORK / "published-all.json"
#: Programs whose versions the description tells; all others stand in requirements.lock.
PROGRAMS = ("snakemake", "pandas", "numpy", "scipy", "statsmodels", "lifelines", "pypandoc_binary", "typst")
#: Sources that are told one by one; the others belong to a folder that is described as a whole.
FOLDERS = {
    "analysis/": "The program: one folder for each stage of the build",
    "tests/": "Tests, with outside truth in tests/reference and a tiny study in tests/golden",
    "docs/": "For reviewer, statistician, writer, regulator and maintainer",
    "manuscript/": "The text of the documents and their styles",
    "data/raw/generator/": "The program that made the synthetic cohort",
}


def read_sources() -> list[Path]:
    """Every file that git keeps. TrialError outside of a clone."""
    names = _git("ls-files", "-z").split("\0")
    return sorted(path for name in names if name and (path := Path(name)).is_file())


def read_products() -> list[Path]:
    """Every file of the last whole build. TrialError where there is none, or where one was touched since."""
    published = read_published(RECORD)
    gone = [name for name in published if not Path(name).is_file()]
    if not published or gone:
        raise TrialError(Fault(", ".join(gone[:3]) or "output/", "the build is not complete", "run `make` first"))
    return [Path(name) for name in sorted(published)]


def read_logs() -> list[Path]:
    """The logs of the steps, to which the start page leads."""
    return sorted(path for path in (WORK / "logs").iterdir() if path.suffix in (".log", ".csv"))


def read_members(sources: list[Path], products: list[Path], logs: list[Path]) -> list[Member]:
    """The files that are described one by one, each once."""
    parts = {path: "source" for path in sources if not path.as_posix().startswith(tuple(FOLDERS))}
    parts |= {path: "input" for path in parts if path.parts[:2] == ("data", "raw") or path.name == "study.yaml"}
    parts |= dict.fromkeys(logs, "log") | dict.fromkeys(products, "product")
    return [_member(path, part) for path, part in sorted(parts.items())]


def read_build() -> Build:
    """Version and date from git, the end of the run from its record, versions of the programs."""
    changed = "" if not _git("status", "--porcelain", "--untracked-files=no") else ", changed since"
    stamp = datetime.fromtimestamp(int(RECORD.stat().st_mtime), UTC)
    programs = {"python": platform.python_version()} | {name: version(name) for name in PROGRAMS}
    commit, day = _git("log", "-1", "--format=%H %cs").split()
    return Build(f"{commit}{changed}", day, stamp.isoformat(), programs)


def _member(path: Path, part: str) -> Member:
    content = path.read_bytes()
    return Member(path.as_posix(), len(content), hashlib.sha256(content).hexdigest(), part)


def _git(*arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True, encoding="utf-8")
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", "") or str(error)
        raise TrialError(Fault("git", told.strip(), "make the archive in a git clone of this project")) from None
    return run.stdout.strip()
