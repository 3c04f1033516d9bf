"""What displays cost, in seconds of processor time beside their bars: ``python -m tests.displays.bench``.

Measured, never asserted. All displays of the last build in every format, where there is one; a listing of a hundred
pages and a table of 200 terms with hundreds of events, format by format.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typst

from analysis.displays.bundle import render_bundle, render_files
from analysis.displays.csv import render_csv
from analysis.displays.fonts import read_fonts
from analysis.displays.html import render_html
from analysis.displays.model import Column, Line, Number, Table
from analysis.displays.rtf import render_rtf
from analysis.displays.typst import render_typst
from analysis.displays.word import render_openxml
from analysis.results.table import read_results
from analysis.study import Study, read_study
from tests.displays.invented import Trial, write_trial
from tests.displays.odd import make_display, make_results

#: 300 patients in three arms with 1,200 adverse events of 200 terms in 20 classes.
LARGE = Trial(
    arms=("Low dose", "Medium dose", "High dose"), size=100, visits=4, events=1200,
    terms=tuple(f"Term {number}" for number in range(200)), classes=tuple(f"Class {number}" for number in range(20)),
)  # fmt: skip
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "data/results"


def render_printed(table: Table) -> bytes:
    """The table as the pages of a PDF."""
    pages = f'#set page(paper: "a4", flipped: {str(table.landscape).lower()}, margin: 2cm)\n{render_typst(table)}'
    return typst.compile(pages.encode(), font_paths=read_fonts(""), ignore_system_fonts=True)


FORMATS: dict[str, Callable[[Table], object]] = {
    "HTML": render_html,
    "Word": render_openxml,
    "Typst": render_typst,
    "PDF": render_printed,
    "RTF": lambda table: render_rtf(table, "Listing 1"),
    "CSV": render_csv,
}


def main() -> None:
    sys.stdout.write(f"{'seconds of processor time':<58}{'found':>8}{'bar':>7}\n")
    if (RESULTS / "results.csv").is_file():
        tell("all displays of the last build in all formats", 30 * 2, measure(draw_all))
    else:
        sys.stdout.write("no build here: run `make` to measure all displays\n")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(write_trial(Path(folder) / "study", LARGE)):
        study, frames = make_results()
        large = partial(draw_large, study, frames)
        tell("300 patients, 1,200 events: a display of each kind, all formats", 60 * 2, measure(large))
    for form, render in FORMATS.items():
        tell(f"listing of 100 pages, {form}", 5, measure(partial(render, make_listing())))
    for form, render in FORMATS.items():
        tell(f"200 terms in 4 groups, {form}", 5, measure(partial(render, make_terms())))


def measure(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


def tell(name: str, bar: float, seconds: float) -> None:
    told = "   above its bar" if seconds > bar else ""
    sys.stdout.write(f"{name:<58}{seconds:>8.1f}{bar:>7g}{told}\n")
    sys.stdout.flush()


def draw_all() -> None:
    """Every display as the build makes it; two cores have twice the seconds of the bar to spend."""
    study = read_study(ROOT / "study.yaml")
    for block in study.displays:
        _draw(study, block.id)


def draw_large(study: Study, frames: Mapping[str, list[dict[str, Any]]]) -> None:
    """Every kind of display of a study of many patients."""
    for block in study.displays:
        display = make_display(study, block.id, frames)
        render_files(study, display, render_bundle(study, display))


def _draw(study: Study, name: str) -> None:
    block = study.display(name)
    kind = importlib.import_module(f"analysis.displays.{block.kind.replace('-', '_')}")
    results = read_results(*(RESULTS / f"{analysis}.csv" for analysis in block.analyses))
    make = kind.tabulate if kind.PRODUCES == "table" else kind.draw
    display = make(study, block, results, dict(_read_frames(block.analyses, kind.FRAMES)))
    render_files(study, display, render_bundle(study, display))


def _read_frames(analyses: tuple[str, ...], names: tuple[str, ...]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for path in (RESULTS / f"{analysis}.{frame}.csv" for analysis in analyses for frame in names):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                yield path.stem, list(csv.DictReader(file))


def make_listing() -> Table:
    """4,500 records, 45 on a page."""
    cells = (("Low",), ("Alanine aminotransferase (U/L)",), ("Day 29",), ("2024-02-29",), ("29",), ("41",), ("Normal",))
    lines = tuple(Line((f"{number // 40:03d}",), cells) for number in range(4500))
    columns = tuple(Column((f"Column {number}",), "left") for number in range(len(cells)))
    return Table("listing", ("A listing",), "Patient", columns, lines, (("A note.",),), landscape=True)


def make_terms() -> Table:
    """40 classes of 5 terms each, with counts, per cents and events."""
    lines: list[Line] = []
    for number in range(240):
        row = f"events.term/{number}"
        pair = (Number("12", f"{row}/n", "i"), " (", Number("16.0", f"{row}/p", "%1"), ")")
        cells = (pair, (Number("15", f"{row}/events", "i"),)) * 4
        lines.append(Line((f"Term {number}",), cells, indent=int(number % 6 > 0), group=number % 6 == 0))
    columns = tuple(Column((name,), spanner=(f"Group {at}",)) for at in range(4) for name in ("n (%)", "Events"))
    return Table("terms", ("Events",), "Class and term", columns, tuple(lines), (("A note.",),))


if __name__ == "__main__":
    main()
