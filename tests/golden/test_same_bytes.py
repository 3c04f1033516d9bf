"""Same input, same bytes: in another folder, time zone, locale and with another hash seed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.golden.building import build, copy_study

PRODUCTS = ("output", "tables", "figures", "data/datasets", "data/results")


def hashes(study: Path) -> dict[str, str]:
    files = [path for folder in PRODUCTS for path in (study / folder).rglob("*") if path.is_file()]
    return {path.relative_to(study).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_builds_in_two_settings_are_the_same_to_the_byte(tmp_path: Path) -> None:
    settings = (
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "LANG": "de_DE.UTF-8"},
    )
    made = []
    for number, environment in enumerate(settings):
        study = copy_study(tmp_path / f"build {number}")
        run = build(study, environment=environment)
        assert run.returncode == 0, run.stderr
        made.append(hashes(study))
    assert len(made[0]) > 30
    assert made[0] == made[1]
