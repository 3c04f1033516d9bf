"""Running the real Snakefile on a copy of the golden study."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "tests/golden/study"


def copy_study(folder: Path) -> Path:
    """A copy of the golden study in a folder whose name has a space."""
    target = folder / "a study"
    shutil.copytree(STUDY, target)
    return target


def build(
    study: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """``snakemake --cores 2 --directory STUDY`` as a user would run it; the embedded engine, which is everywhere."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]
    command += ["--directory", str(study), "--config", "engine=embedded", *arguments]
    env = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT, check=False)
