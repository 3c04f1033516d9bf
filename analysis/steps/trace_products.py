"""trace: for each figure, table and number in the text the program and line, the dataset and the raw domains."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

from analysis.results.table import read_results
from analysis.steps.declarations import ROOT, declared, plugins
from analysis.steps.step import Done, Job
from analysis.study import read_study
from analysis.study.reading import read_yaml
from analysis.verification.trace import Lookup, derive_trace, format_trace, render_trace


def run(job: Job) -> Done:
    """All documents and displays of the study, as made."""
    study, results = read_study(job.one("study")), read_results(job.one("results"))
    pages = {path.stem: path for path in job.inputs.get("pages", ()) if path.suffix == ".html"}
    documents = {
        path.stem: {
            "anchors": _read(path)["anchors"],
            "page": pages[path.stem].read_bytes() if path.stem in pages else b"",
        }
        for path in job.inputs.get("ledgers", ())
    }
    domains = _read_domains(frozenset(job.settings["domains"].split()))
    lookup = Lookup(_find_program, _StudyLines(job.one("study")).find, domains)
    bundles = [_read(path) for path in job.inputs.get("displays", ())]
    traces = derive_trace(study, results, bundles, documents, lookup)
    files: dict[Path, str | bytes] = {
        job.out(".csv"): format_trace(traces),
        job.out(".html"): render_trace(study, traces),
    }
    return Done(files, f"{len(traces):,} lines")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _find_program(name: str) -> str:
    """``analysis/results/flow.py:estimate`` → ``analysis/results/flow.py:31``; ``kind:flow-diagram`` → its display."""
    kind = name.removeprefix("kind:")
    path, function = name.split(":") if kind == name else (f"analysis/displays/{kind.replace('-', '_')}.py", "")
    wanted = (function,) if function else ("tabulate", "draw")
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name in wanted:
            return f"{path}:{node.lineno}"
    return path


class _StudyLines:
    """The line of study.yaml on which a path such as ``visits/D57/day`` stands."""

    def __init__(self, path: Path) -> None:
        self.tree, self.lines, _ = read_yaml(path)

    def find(self, path: str) -> int:
        """The line of the path, or of the nearest thing that holds it."""
        value: Any = self.tree
        place: tuple[str | int, ...] = ()
        for part in path.split("/"):
            step: str | int = part
            if isinstance(value, list):
                step = int(part) if part.isdigit() else next(i for i, one in enumerate(value) if one.get("id") == part)
            elif not isinstance(value, dict) or part not in value:
                break
            value, place = value[step], (*place, step)
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def _read_domains(raw: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The domains of ``raw`` behind each dataset: its own, and those of the datasets that it takes something from."""
    names = [name.upper() for name in plugins("datasets", "SOURCES")]
    return {name: tuple(sorted(_behind(name, raw) & raw)) for name in names}


def _behind(name: str, raw: frozenset[str]) -> set[str]:
    if name in raw:  # brought along
        return {name}
    own = {part for kind in ("SOURCES", "OPTIONAL") for part in declared("datasets", name.lower(), kind)}
    return own.union(*(_behind(other.upper(), raw) for other in declared("datasets", name.lower(), "NEEDS")))
