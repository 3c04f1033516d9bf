"""One list of versions: pyproject.toml, requirements.lock and environment.yml say the same."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
LOCKED = [Requirement(line.split(" --hash")[0]) for line in LOCK]


def wanted() -> list[Requirement]:
    groups = PROJECT["dependency-groups"]
    return [Requirement(text) for text in [*PROJECT["project"]["dependencies"], *groups["test"], *groups["set-up"]]]


def conda() -> dict[str, str]:
    entries = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    return {name: pin for name, _, pin in (entry.partition("=") for entry in entries)}


def pip_section() -> list[str]:
    sections = [entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    return [line for section in sections for line in section]


def test_every_locked_package_is_pinned_once_and_has_hashes() -> None:
    names = [canonicalize_name(requirement.name) for requirement in LOCKED]
    assert len(names) == len(set(names))
    for line, requirement in zip(LOCK, LOCKED, strict=True):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement.name
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", line), requirement.name


def test_the_version_is_the_same_wherever_it_stands() -> None:
    told = PROJECT["project"]["version"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == told
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heading
    assert heading[1] == told


def test_lock_names_no_index_and_no_host() -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host| @ ", "\n".join(LOCK))


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_lock_has_what_the_project_wants(requirement: Requirement) -> None:
    pins = {canonicalize_name(locked.name): str(locked.specifier).removeprefix("==") for locked in LOCKED}
    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_conda_environment_installs_the_lock_file_and_nothing_beside_it() -> None:
    assert pip_section() == ["-r requirements.lock"]
    locked = {canonicalize_name(requirement.name) for requirement in LOCKED}
    assert set(conda()) == {"python", "quarto", "pip"}
    assert not set(conda()) & locked


def test_conda_python_is_the_oldest_that_the_project_takes() -> None:
    assert SpecifierSet(PROJECT["project"]["requires-python"]) == SpecifierSet(f">={conda()['python']}")


#: What builds the packages that come as sources does so apart from the environment.
BUILDERS = {"setuptools", "wheel"}


def test_running_environment_has_the_locked_versions() -> None:
    differ = []
    for requirement in LOCKED:
        if requirement.name in BUILDERS or (requirement.marker and not requirement.marker.evaluate()):
            continue
        pin = Version(str(requirement.specifier).removeprefix("=="))
        try:
            found = Version(version(requirement.name))
        except PackageNotFoundError:
            differ.append(f"{requirement.name} is missing")
            continue
        if found != pin:
            differ.append(f"{requirement.name}: {found} here, {pin} in requirements.lock")
    assert not differ
