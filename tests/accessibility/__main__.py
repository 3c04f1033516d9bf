"""`make accessible`: whole pages of output/ as they were built, looked at by axe; a long report takes minutes."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.accessibility.axe import find_violations

SECONDS = 1800


def check_pages(pages: list[Path]) -> int:
    """What axe finds in each page, and how many pages it finds something in."""
    odd = 0
    for page in pages:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = find_violations(page.read_text(encoding="utf-8"), Path(folder), SECONDS)
        odd += bool(found)
        took = time.monotonic() - begun
        sys.stdout.write("\n  ".join([f"{page}: {len(found)} findings ({took:.0f} s)", *found]) + "\n")
        sys.stdout.flush()
    return odd


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make accessible", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="all pages of output/ where none is named")
    named = parser.parse_args().pages
    built = sorted(Path("output").glob("*.html"), key=lambda page: page.stat().st_size)
    named = named or built
    if not named:
        sys.exit("Nothing is built: run make first")
    if check_pages(named):
        sys.exit("axe finds something: see above")
