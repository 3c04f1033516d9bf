"""The archive itself: what is in it, the same bytes each time, and a build from it without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from analysis.archive.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "tests/golden/study"
WHEELS = ROOT / ".work/wheels"


def git(*arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a build of one product."""
    folder = tmp_path / "a clone"
    shutil.copytree(STUDY, folder)
    monkeypatch.chdir(folder)
    for name, text in {"Snakefile": "", "README.md": "# A", ".gitignore": ".work/\noutput/\n*.zip\n"}.items():
        Path(name).write_text(text, encoding="utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "a")
    for name, text in {"output/paper.html": "paper", ".work/logs/results.log": "12 rows"}.items():
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text(text, encoding="utf-8")
    Path(".work/published-all.json").write_text('{"output/paper.html": [5, 1]}', encoding="utf-8")
    return folder


@pytest.mark.usefixtures("clone")
def test_sources_products_logs_and_their_description_are_in_it() -> None:
    assert main([]) == 0
    with zipfile.ZipFile("bundle.zip") as archive:
        names = set(archive.namelist())
        described = json.loads(archive.read("ro-crate-metadata.json"))["@graph"]
    assert {"ro-crate-metadata.json", "study.yaml", "data/raw/dm.csv", "output/paper.html"} <= names
    assert ".work/logs/results.log" in names
    files = {entity["@id"] for entity in described if "File" in entity["@type"]}
    assert files <= names
    rest = {name for name in names - files if not name.endswith("/")}
    assert {name.split("/")[0] for name in rest} == {"ro-crate-metadata.json", "manuscript"}  # the latter as a folder


def test_the_same_build_gives_the_same_bytes(clone: Path) -> None:
    main(["--out", "a.zip"])
    for path in clone.rglob("*.csv"):
        os.utime(path, (5, 5))
    main(["--out", "b.zip"])
    assert Path("a.zip").read_bytes() == Path("b.zip").read_bytes()


def test_without_a_whole_build_there_is_no_archive(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (clone / "output/paper.html").unlink()
    assert main([]) == 1
    assert "output/paper.html: the build is not complete\n      → run `make` first" in capsys.readouterr().err
    assert not (clone / "bundle.zip").exists()


def test_outside_of_a_clone_it_is_told(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(clone / ".git")
    assert main([]) == 1
    assert "→ make the archive in a git clone of this project" in capsys.readouterr().err


def test_packages_of_another_python_are_told_before_anything_is_set_up(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels/numpy-2.0.0-cp399-cp399-manylinux_2_28_x86_64.whl").touch()
    run = subprocess.run(["make"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "the packages in wheels/ are for python3.99, found: python3." in run.stderr
    assert not (tmp_path / ".venv").exists()


def without_network(command: str) -> list[str]:
    """The machine itself stays in reach, as on a machine without a network."""
    return ["unshare", "--net", "sh", "-c", f"ip link set lo up && {command}"]


@pytest.mark.slow
def test_an_archive_builds_without_a_network(tmp_path: Path) -> None:
    """The real thing, with the packages that `make bundle` has laid by; some minutes."""
    if not WHEELS.is_dir():
        pytest.skip("no packages in .work/wheels: run `make bundle` first")
    if not shutil.which("unshare") or subprocess.run(without_network("true"), check=False).returncode:
        pytest.skip("the network can't be taken away here")
    unpacked = tmp_path / "un packed"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, unpacked / name)
    (unpacked / "wheels").symlink_to(WHEELS)
    run = subprocess.run(without_network("make"), cwd=unpacked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "0 differ" in run.stdout.splitlines()[-1]
