"""What all tests share: tests that need a program are skipped, with the reason, where it is missing."""

from __future__ import annotations

import shutil

import pytest

PROGRAMS = {
    "quarto": ("quarto",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "libreoffice": ("soffice", "libreoffice"),
    "r": ("Rscript",),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take the golden study's build as the expected one")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for marker, names in PROGRAMS.items():
        if any(shutil.which(name) for name in names):
            continue
        missing = pytest.mark.skip(reason=f"{names[0]} is not on PATH")
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(missing)
