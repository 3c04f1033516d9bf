"""How many subjects have records of a kind (adverse events, history, medication, deviations), by class and term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.methods.result import Statistic
from analysis.results.occurrence_rows import derive_node_rows, derive_scope
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_records
from analysis.results.subjects import Subjects, derive_subjects
from analysis.results.table import ALL, Row
from analysis.results.writing import TREATMENTS, derive_population_rows, derive_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Occurrence

NEEDS = ("ADSL", "dataset")
FRAMES = ("counted",)

NOT_CODED = "Not coded"


@dataclass(frozen=True, eq=False)
class Node:
    """A line of the table: all records, those of a class, or those of a term within a class."""

    context: str
    name: str
    level: str
    records: pd.DataFrame

    @property
    def rank(self) -> tuple[int, int, str]:
        """Subjects first, then records, both descending; then the name."""
        return -self.records["member"].nunique(), -len(self.records), self.level or self.name


def estimate(study: Study, block: Occurrence, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Subjects with at least one record, and records, for each class and term in the order of display.

    That order: subjects over all groups, then records, both descending, then the alphabet; ``order`` states it. On
    request also by the worst of ``by``, differences between the arms, and exposure-adjusted rates.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment=TREATMENTS[block.treatment])
    template = derive_template(block, block.kind, subjects)
    columns = (*block.levels, *(one.variable for one in block.by))
    records = derive_records(block.dataset, columns, subjects, datasets, block.where)
    scope = derive_scope(study, block, subjects)
    rows = derive_population_rows(template, subjects)
    place = replace(template, dataset=block.dataset)
    for order, node in _derive_nodes(block, records):
        here = replace(place, context=node.context, variable=node.name, variable_level=node.level)
        rows += derive_node_rows(here, node.records, block.by, scope)
        if order:
            rows += _derive_order_rows(here, order, subjects)
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_nodes(block: Occurrence, records: pd.DataFrame) -> Iterator[tuple[int, Node]]:
    """All lines of the table in the order of display, each with its number among its like (0: the line of all)."""
    yield 0, Node("any", "records", "", records)
    for order, high in enumerate(_split(records, "class", block.levels[0]), 1):
        yield order, high
        if len(block.levels) > 1:
            for number, low in enumerate(_split(high.records, "term", block.levels[1]), 1):
                yield number, replace(low, name=high.name, level=low.name)


def _split(records: pd.DataFrame, context: str, variable: str) -> list[Node]:
    names = records[variable].replace("", NOT_CODED)
    nodes = [Node(context, str(name), "", part) for name, part in records.groupby(names, sort=True)]
    return sorted(nodes, key=lambda node: node.rank)


def _derive_order_rows(place: Row, order: int, subjects: Subjects) -> list[Row]:
    here = replace(place, group1_level=ALL, n=subjects.count(ALL), method="Rank by subjects, then records, then name")
    return derive_rows(here, (Statistic("order", "Order", float(order)),))
