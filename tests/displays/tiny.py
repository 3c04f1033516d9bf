"""Displays of a tiny trial whose results are really estimated, so that displays ask for rows that really exist."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from analysis.displays.model import Figure, Line, Table, plain
from analysis.results.product import Product
from analysis.results.table import Results
from analysis.study import Study
from tests.results.trial import make_datasets, make_study, with_doses


@cache
def tiny_product(kind: str) -> Product:
    """What the tiny trial's analysis of this kind makes."""
    study = tiny_study()
    module = importlib.import_module(f"analysis.results.{kind.replace('-', '_')}")
    product: Product = module.estimate(study, study.analysis(kind), make_datasets())
    return product


def tiny_study(*displays: dict[str, Any]) -> Study:
    """The tiny trial with these displays."""
    study = with_doses(make_study(), LOW=1.0, HIGH=2.0)
    tree = study.model_dump(mode="json", exclude_unset=True)
    return Study.model_validate(tree | {"displays": list(displays)})


def tiny_display(kind: str, *analyses: str, **options: Any) -> Table | Figure:
    """A display of this kind from these analyses."""
    study = tiny_study({"id": "shown", "kind": kind, "title": "A title", "analyses": analyses, **options})
    products = {name: tiny_product(name) for name in analyses}
    results = Results(row for product in products.values() for row in product.rows)
    frames = {
        f"{name}.{frame}": table.astype(object).where(table.notna(), "").to_dict("records")
        for name, product in products.items()
        for frame, table in product.frames.items()
    }
    module = importlib.import_module(f"analysis.displays.{kind.replace('-', '_')}")
    make = module.tabulate if module.PRODUCES == "table" else module.draw
    display: Table | Figure = make(study, study.display("shown"), results, frames)
    return display


def tiny_table(kind: str, *analyses: str, **options: Any) -> Table:
    """The same, where it is a table."""
    table = tiny_display(kind, *analyses, **options)
    assert isinstance(table, Table)
    assert {len(line.cells) for line in table.lines} == {len(table.columns)}
    return table


def tiny_figure(kind: str, *analyses: str, **options: Any) -> Figure:
    """The same, where it is a figure."""
    figure = tiny_display(kind, *analyses, **options)
    assert isinstance(figure, Figure)
    return figure


def texts(table: Table) -> dict[str, list[str]]:
    """The cells by the path of headings that leads to their line: ``Albumin > Week 4 > Low dose``."""
    found: dict[str, list[str]] = {}
    path: list[Line] = []
    for line in table.lines:
        path = [*(one for one in path if one.indent < line.indent), line]
        name = " > ".join(clear(plain(one.stub)) for one in path)
        found[name] = [clear(plain(cell)) for cell in line.cells]
    return found


def clear(text: str) -> str:
    """Text with plain spaces."""
    return text.replace("\u00a0", " ")


def notes_of(display: Table | Figure) -> str:
    """All notes in one text."""
    return clear(" ".join(plain(note) for note in display.notes))
