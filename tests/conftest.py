"""Programs that some tests need, and the option that accepts a new golden build."""

from __future__ import annotations

import shutil

import pytest

PROGRAMS = {"quarto": ("quarto",), "chromium": ("chromium",), "libreoffice": ("soffice",), "r": ("Rscript",)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take the golden study's build as the expected one")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take the golden study's build as the expected one")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker, programs in PROGRAMS.items():
            if item.get_closest_marker(marker) and not all(map(shutil.which, programs)):
                item.add_marker(pytest.mark.skip(reason=f"{marker} is not on this machine"))
