"""Where a document finds the study and what was built from it: the only such knowledge in this package.

The build tells it in one environment variable. Without it (``quarto render``, ``quarto preview``) it is the project
folder around the document, with the products of the last build.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.errors import DocumentError, Fault

VARIABLE = "TRIAL_REPORT_DOCUMENT"


@dataclass(frozen=True)
class Places:
    """What a document that is being rendered must find.

    ``products`` holds data/results and figures; ``engine`` is what the colophon says, empty outside the build.
    """

    study: str
    products: str
    engine: str = ""

    @property
    def results(self) -> Path:
        return Path(self.products) / "data/results/results.csv"

    def display(self, name: str) -> Path:
        """The bundle of a display."""
        return Path(self.products) / "data/results/displays" / f"{name}.json"

    @property
    def description(self) -> Path:
        """What datasets, methods and software are."""
        return Path(self.products) / "data/results/description.json"

    def text(self, name: str) -> Path:
        """What the study's people have written for a section of a report, whether it is there or not."""
        return Path(self.study).parent / "manuscript/text" / f"{name}.qmd"

    def variable(self) -> dict[str, str]:
        """The environment variable that tells a kernel these places."""
        return {VARIABLE: json.dumps(asdict(self))}


def find_places(start: Path) -> Places:
    """The places told by the build, else those of the project folder at or above ``start``. Raises DocumentError."""
    if told := os.environ.get(VARIABLE):
        return Places(**json.loads(told))
    for folder in (start, *start.parents):
        if (folder / "study.yaml").is_file():
            return check_built(Places(str(folder / "study.yaml"), str(folder)))
    raise DocumentError(Fault(str(start), "no study.yaml here or above", "render from inside a study's folder"))


def check_built(places: Places) -> Places:
    """The same places, once a build has been there. Raises DocumentError."""
    if not places.results.is_file():
        raise DocumentError(Fault(str(places.results), "there are no results yet", "run `make` first"))
    return places
