"""description: what datasets, methods and software are, for the report's appendices and the reviewer's guide."""

from __future__ import annotations

import json
import platform
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from analysis.datasets.description import read_description, read_period
from analysis.raw.dictionary import read_dictionary
from analysis.results.description import read_lines, read_methods
from analysis.steps.declarations import ROOT
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Read each dataset as built, the data dictionary where there is one, and the code's own words."""
    study = read_study(job.one("study"))
    paths = {path.stem: path for path in job.inputs.get("datasets", ())}
    told = {
        "period": read_period(paths["adsl"]) if "adsl" in paths else {"first": "", "last": ""},
        "datasets": [read_description(study, path) for path in paths.values()],
        "dictionary": [line for path in job.inputs.get("dictionary", ()) for line in read_dictionary(path)],
        "methods": read_methods(study),
        "lines": read_lines(study),
        "software": [{"name": "Python", "version": platform.python_version()}, *_packages()],
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    return Done({job.outputs[0]: text}, f"{len(paths)} datasets, {len(told['methods'])} methods")


def _packages() -> Iterator[dict[str, str]]:
    """The packages that the project is built on, with the versions at hand."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in sorted(project["dependencies"]):
        name = re.split(r"[<>=!~ \[]", requirement)[0]
        try:
            yield {"name": name, "version": version(name)}
        except PackageNotFoundError:
            yield {"name": name, "version": "not installed"}
