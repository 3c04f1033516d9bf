"""Programs of others that check our products: brought by .ci/run into .cache/checkers as the wheels that hold them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / ".cache/checkers"


def open_checker(name: str) -> zipfile.ZipFile:
    """The wheel of a package; the test is skipped, with the reason, where it was not brought."""
    found = sorted(FOLDER.glob(f"{name}-*.whl"))
    if not found:
        pytest.skip(f"{name} is not in .cache/checkers: .ci/run brings it")
    return zipfile.ZipFile(found[-1])
