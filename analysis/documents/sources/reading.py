"""Each printed number with its full value, analysis, dataset, number of subjects, script and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.results.table import Results, format_stat
from analysis.study import Study
from analysis.study.reading import find_line

FACT = "study:"
SCRIPT = re.compile(r"(?P<file>[^:]+):(?P<function>\w+)")


@dataclass(frozen=True, slots=True)
class Source:
    """A results row (or a fact of study.yaml) as a reader of a document wants to know it.

    ``value`` is unrounded, empty where there is none; ``place`` is the line in the results file or in study.yaml.
    """

    row: str
    value: str
    analysis: str = ""
    statistic: str = ""
    unit: str = ""
    n: str = ""
    dataset: str = ""
    population: str = ""
    method: str = ""
    script: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class Origins:
    """What sources are read from. ``lines``: script → context → where that context is made (analysis/results)."""

    study: Study
    study_file: Path
    results: Results
    lines: Mapping[str, Mapping[str, str]]


def read_sources(rows: Iterable[str], origins: Origins) -> dict[str, Source]:
    """The sources of these rows, in the order given, each once."""
    labels = {block.id: block.label for block in origins.study.analyses}
    places = {name: line for line, name in enumerate(origins.results, 2)}  # the header is line 1
    return {
        row: _read_fact(row, origins)
        if row.startswith(FACT)
        else _read_row(row, origins, labels, f"data/results/results.csv, line {places.get(row, 0)}")
        for row in dict.fromkeys(rows)
    }


def _read_row(name: str, origins: Origins, labels: Mapping[str, str], place: str) -> Source:
    row = origins.results[name]
    populations = {population.id: population.label for population in origins.study.populations}
    return Source(
        row=name,
        value=format_stat(row.stat),
        analysis=labels.get(row.analysis, row.analysis),
        statistic=row.stat_label,
        unit=row.unit,
        n=str(row.n),
        dataset=row.dataset,
        population=populations.get(row.population, row.population),
        method="; ".join(filter(None, (row.method, row.options))),
        script=_find_script(row.script, row.context, origins.lines),
        place=place,
        note=row.error or row.warning,
    )


def _find_script(script: str, context: str, lines: Mapping[str, Mapping[str, str]]) -> str:
    """The script with the line where the row's context is made, else where its function begins."""
    known = lines.get(script, {})
    return known.get(context) or known.get("") or script


def _read_fact(row: str, origins: Origins) -> Source:
    from analysis.documents.session import read_fact

    path = row.removeprefix(FACT)
    line = find_line(origins.study_file, path.split("/"))
    place = f"{origins.study_file.name}, line {line}"
    return Source(row, read_fact(origins.study, path), "Design, as registered", path, place=place, script=place)


def format_record(anchors: Sequence[Mapping[str, str]], sources: Mapping[str, Source]) -> list[dict[str, str]]:
    """One entry for each printed number in reading order: what is printed, and its source."""
    return [
        {"id": anchor["id"], "text": anchor["text"], "form": anchor["form"], **_told(sources[anchor["row"]])}
        for anchor in anchors
    ]


def _told(source: Source) -> dict[str, str]:
    names = type(source).__dataclass_fields__
    return {name: value for name in names if (value := getattr(source, name))}


def read_lines(description: Path) -> Mapping[str, Mapping[str, str]]:
    """What the build has told of scripts and lines; nothing before it has."""
    if not description.is_file():
        return {}
    told: dict[str, Any] = json.loads(description.read_text(encoding="utf-8"))
    lines: Mapping[str, Mapping[str, str]] = told.get("lines", {})
    return lines
