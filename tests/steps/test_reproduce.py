"""make verify: what it is told by people, and what it knows of the version that it runs."""

from __future__ import annotations

import json
import subprocess
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from analysis.steps import reproduce


def test_an_orcid_has_digits_that_fit_together() -> None:
    # The first two stand in ORCID's own documentation
    for good in ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"):
        assert reproduce._check_orcid(good) == good
    for bad in ("0000-0002-1825-0098", "0000-0000-0000-0000", "0000000218250097", "Ada"):
        with pytest.raises(ArgumentTypeError, match=f"{bad} is no ORCID"):
            reproduce._check_orcid(bad)


def test_an_unpacked_archive_knows_its_version_even_inside_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.setattr(reproduce, "ROOT", root)
    assert reproduce._read_version() == "not under version control"
    crate = {"@graph": [{"@id": "./", "version": "abc"}]}
    (root / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    assert reproduce._read_version().startswith("archive of commit abc; ")


def test_nothing_needs_to_be_said_of_the_checker() -> None:
    asked = reproduce._read_arguments([])
    assert (asked.cores, asked.checker, asked.orcid, asked.certificate) == ("2", "", "", "")
