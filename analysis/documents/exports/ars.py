"""The results as a CDISC ARS 1.0 reporting event: sets, subsets, groupings, methods, analyses with results, outputs.

An analysis of the standard is one set, subset, variable and method: the rows of one analysis, context, variable and
method of ours. Warnings and errors have no place in the standard; they stand in the other exports.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.documents.exports.ars_schema import check_ars
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL, Results, Row, format_stat
from analysis.study import Population, Study
from analysis.study.displays import Display

REASONS = {"post-hoc": "DATA DRIVEN"}
PURPOSES = {"primary": "PRIMARY OUTCOME MEASURE", "secondary": "SECONDARY OUTCOME MEASURE"}
VISIT, LEVEL = "AVISIT", "LEVEL"
#: What a context analyses of a parameter; changes are the rule.
VARIABLES = dict.fromkeys(("value", "geometric", "landmark", "median", "events", "n-risk"), "AVAL") | {
    "percent-change": "PCHG"
}
FORMATS = ("pdf", "rtf", "txt")
Tree = dict[str, Any]
Key = tuple[str, ...]


@dataclass
class Event:
    """A reporting event in the making: methods and subsets are collected, each once, while analyses are written."""

    study: Study
    printed: Mapping[str, str]
    methods: dict[str, Tree] = field(default_factory=dict)
    subsets: dict[str, Tree] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)


def format_ars(study: Study, results: Results, printed: Mapping[str, str], files: Mapping[str, list[str]]) -> str:
    """The reporting event as JSON text, checked against the standard's classes. Raises DocumentError.

    ``printed``: the text of a row where a display prints it; ``files``: the published files of each display.
    """
    event = Event(study, printed)
    analyses = [_analysis(event, key, rows) for key, rows in _grouped(results).items()]
    tree = {
        "id": study.study.id,
        "name": study.study.title,
        "version": 1,
        "mainListOfContents": _contents(study, analyses),
        "referenceDocuments": [
            {"id": f"DOC.{d.id}", "name": d.kind or d.id, "location": f"{d.id}.pdf"} for d in study.documents
        ],
        "terminologyExtensions": [_file_types(files)],
        "analysisSets": [_set(n, p) for n, p in enumerate(study.populations, 1)],
        "dataSubsets": list(event.subsets.values()),
        "analysisGroupings": list(_groupings(study, results)),
        "methods": list(event.methods.values()),
        "analyses": analyses,
        "outputs": [_output(block, files.get(block.id, [])) for block in study.displays],
    }
    if faults := check_ars(tree):
        raise DocumentError([Fault("ARS", fault, "a fault of the export; please report it") for fault in faults[:20]])
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n"


def _grouped(results: Results) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = {}
    for row in results.values():
        key = (row.analysis, row.context, row.variable, row.dataset, row.method, row.options)
        groups.setdefault(key, []).append(row)
    return groups


def _analysis(event: Event, key: Key, rows: list[Row]) -> Tree:
    name, context, variable, dataset, method, options = key
    block = event.study.analysis(name)
    parameter = next((p for p in event.study.parameters if p.id == variable), None)
    method_id = _method(event, context, f"{method}; {options}".strip("; "), rows)
    used = dict.fromkeys(grouping for row in rows for grouping, _ in _coordinates(row))
    told: Tree = {
        "id": _unique(event, f"AN.{name}.{context}.{variable}"),
        "name": f"{block.label}: {context}, {parameter.label if parameter else variable}",
        "version": 1,
        "reason": {"controlledTerm": REASONS.get(block.reason, "SPECIFIED IN SAP")},
        "purpose": {"controlledTerm": PURPOSES.get(block.reason, "EXPLORATORY OUTCOME MEASURE")},
        "dataset": dataset,
        "variable": VARIABLES.get(context, "CHG") if parameter else variable,
        "analysisSetId": f"SET.{rows[0].population}",
        "methodId": method_id,
        "orderedGroupings": [{"order": n, "groupingId": g, "resultsByGroup": True} for n, g in enumerate(used, 1)],
        "results": [_result(event, row, method_id) for row in rows],
    }
    return told | ({"dataSubsetId": _subset(event, variable, dataset)} if parameter else {})


def _unique(event: Event, name: str) -> str:
    """An id not given before: rows of one variable may have several methods."""
    event.names[name] = event.names.get(name, 0) + 1
    return name if event.names[name] == 1 else f"{name}.{event.names[name]}"


def _method(event: Event, context: str, text: str, rows: list[Row]) -> str:
    """The id of the method with this text; its operations are the statistics of all its rows."""
    number = event.numbers.setdefault((context, text), len(event.numbers) + 1)
    name = f"METHOD.{context}.{number}"
    method = event.methods.setdefault(name, {"id": name, "name": context, "description": text, "operations": []})
    there = {operation["name"] for operation in method["operations"]}
    for row in rows:
        if row.stat_name not in there:
            there.add(row.stat_name)
            order = len(method["operations"]) + 1
            operation = {
                "id": f"{name}.{row.stat_name}",
                "name": row.stat_name,
                "label": row.stat_label,
                "order": order,
            }
            method["operations"].append(operation)
    return name


def _subset(event: Event, parameter: str, dataset: str) -> str:
    name = f"SUBSET.{dataset}.{parameter}"
    label = event.study.parameter(parameter).label
    condition = {"dataset": dataset, "variable": "PARAMCD", "comparator": "EQ", "value": [parameter]}
    event.subsets[name] = {"id": name, "name": label, "level": 1, "order": 1, "condition": condition}
    return name


def _result(event: Event, row: Row, method: str) -> Tree:
    told: Tree = {"operationId": f"{method}.{row.stat_name}"}
    groups = [
        {"groupingId": g} | ({"groupValue": level} if g in (VISIT, LEVEL) else {"groupId": f"{g}.{level}"})
        for g, level in _coordinates(row)
    ]
    if groups:
        told["resultGroups"] = groups
    if not math.isnan(row.stat):
        told["rawValue"] = format_stat(row.stat)
    text = event.printed.get(row.id, "NE" if math.isnan(row.stat) else "")
    return told | ({"formattedValue": text} if text else {})


def _coordinates(row: Row) -> Iterator[tuple[str, str]]:
    """The groupings of a row with its level in each."""
    if row.group1_level:
        yield row.group1, row.group1_level
    if row.visit:
        yield VISIT, row.visit
    if row.variable_level:
        yield LEVEL, row.variable_level
    if row.group2_level:
        yield f"{row.group2}.2", row.group2_level


def _groupings(study: Study, results: Results) -> Iterator[Tree]:
    """Treatments with their groups, the second groupings that occur, visits, and levels of variables."""
    first = dict.fromkeys(row.group1 for row in results.values() if row.group1_level)
    second: dict[str, dict[str, None]] = {}
    for row in results.values():
        if row.group2_level:
            second.setdefault(row.group2, {})[row.group2_level] = None
    for variable in first:
        yield _treatment(study, variable, variable)
    for variable, levels in second.items():
        if variable in first:
            yield _treatment(study, variable, f"{variable}.2")
        else:
            groups = [_group(n, f"{variable}.2", level, level, variable) for n, level in enumerate(levels, 1)]
            yield {"id": f"{variable}.2", "name": variable, "dataDriven": False, "groups": groups}
    for name, told in ((VISIT, "Visit"), (LEVEL, "Level of the variable")):
        yield {"id": name, "name": told, "dataDriven": True, "groupingVariable": name}


def _treatment(study: Study, variable: str, name: str) -> Tree:
    groups = [_group(n, name, arm.id, arm.label, variable) for n, arm in enumerate(study.arms, 1)]
    clauses = [{"level": 2, "order": n, "subClauseId": group["id"]} for n, group in enumerate(groups, 1)]
    everyone: Tree = {"id": f"{name}.{ALL}", "name": study.pooled_label, "level": 1, "order": len(groups) + 1}
    everyone["compoundExpression"] = {"logicalOperator": "OR", "whereClauses": clauses}
    return {
        "id": name,
        "name": "Treatment" if name == variable else "Treatment compared with",
        "dataDriven": False,
        "groupingDataset": "ADSL",
        "groupingVariable": variable,
        "groups": [*groups, everyone],
    }


def _group(order: int, grouping: str, level: str, label: str, variable: str) -> Tree:
    condition = {"variable": variable, "comparator": "EQ", "value": [level]}
    return {"id": f"{grouping}.{level}", "name": label, "level": 1, "order": order, "condition": condition}


def _set(order: int, population: Population) -> Tree:
    condition = {"dataset": "ADSL", "variable": population.flag, "comparator": "EQ", "value": ["Y"]}
    name = f"SET.{population.id}"
    return {"id": name, "name": population.label, "level": 1, "order": order, "condition": condition}


def _contents(study: Study, analyses: list[Tree]) -> Tree:
    """Every display, then every analysis under the name of its block."""
    shown = [
        {"name": block.title, "level": 1, "order": n, "outputId": f"OUT.{block.id}"}
        for n, block in enumerate(study.displays, 1)
    ]
    inside: dict[str, list[Tree]] = {block.id: [] for block in study.analyses}
    for analysis in analyses:
        items = inside[analysis["id"].split(".")[1]]
        items.append({"name": analysis["name"], "level": 2, "order": len(items) + 1, "analysisId": analysis["id"]})
    blocks = [
        {"name": block.label, "level": 1, "order": n, "sublist": {"listItems": inside[block.id]}}
        for n, block in enumerate(study.analyses, len(shown) + 1)
    ]
    return {"name": "Displays and analyses", "contentsList": {"listItems": [*shown, *blocks]}}


def _output(block: Display, files: list[str]) -> Tree:
    number = ", ".join(dict.fromkeys(block.numbers.values()))
    display = {"id": f"DISPLAY.{block.id}", "name": block.title, "displayTitle": f"{number} {block.title}".strip()}
    told: Tree = {"id": f"OUT.{block.id}", "name": block.title, "displays": [{"order": 1, "display": display}]}
    kinds = {name: name.rsplit(".", 1)[-1] for name in files}
    specified = [
        {"name": name, "location": name}
        | {"fileType": {"controlledTerm": kind} if kind in FORMATS else {"sponsorTermId": f"FILE.{kind}"}}
        for name, kind in kinds.items()
    ]
    return told | ({"fileSpecifications": specified} if specified else {})


def _file_types(files: Mapping[str, list[str]]) -> Tree:
    kinds = sorted({name.rsplit(".", 1)[-1] for names in files.values() for name in names} - set(FORMATS))
    terms = [{"id": f"FILE.{kind}", "submissionValue": kind} for kind in kinds]
    return {"id": "FILES", "enumeration": "OutputFileTypeEnum", "sponsorTerms": terms}
