"""Sources in a page: shown on hover and on keyboard focus, without any network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from analysis.documents.sources.compact import find_marks, format_compact
from analysis.documents.sources.reading import Source
from analysis.study import Study

HERE = Path(__file__).parent
RESULTS_PAGE = "results.html"
_BOUND = re.compile(r'(<span[^>]*class="n"[^>]*?)\s+data-row="[^"]*"(?:\s+data-form="[^"]*")?', re.DOTALL)


def format_map(
    anchors: Sequence[Mapping[str, str]],
    drawn: Sequence[Mapping[str, str]],
    sources: Mapping[str, Source],
    shown: Mapping[str, str],
) -> str:
    """The map of a page: its numbers in order, those in drawings by id, and what a table or figure is made from."""
    marks, lines = find_marks(anchors, sources), find_marks(drawn, sources)
    by_id = {anchor["id"]: line for anchor, line in zip(drawn, lines, strict=True)}
    return format_compact(sources.values(), marks=marks, drawn=by_id, shown=dict(shown), results=RESULTS_PAGE)


def render_sources(page: str, told: str) -> str:
    """A page with its map of sources, script and looks; what the map tells no longer stands at each number."""
    parts = (
        f"<style>{_read('numbers.css')}</style>",
        f'<script type="application/json" id="number-sources">{told}</script>',
        f"<script>{_read('numbers.js')}</script>",
    )
    before, _, after = _BOUND.sub(r"\1", page).rpartition("</body>")
    return f"{before}{''.join(parts)}\n</body>{after}"


def render_results_page(study: Study, sources: Sequence[Source]) -> str:
    """All rows of the results as one page: a row is found by its id, in the address or in a field."""
    about = study.study
    stamp = '<p class="results-stamp">Synthetic data</p>' if about.synthetic else ""
    told = format_compact(sources, results="", csv="../data/results/results.csv")
    return (
        f'<!DOCTYPE html>\n<html lang="{about.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Results of {escape(about.id)}</title>\n<style>{_read('numbers.css')}</style>\n</head>\n<body>\n"
        f'{stamp}<main class="results"><h1>Results of {escape(about.id)}</h1>\n<p>{escape(about.title)}</p>\n'
        f'<p><label>Row <input id="row-asked" type="search" size="48" autocomplete="off" spellcheck="false"></label> '
        f'<span id="rows-found" role="status"></span></p>\n<div id="rows-shown"></div>\n'
        "<noscript><p>Without scripts see data/results/results.csv: one line a row.</p></noscript>\n</main>\n"
        f'<script type="application/json" id="number-sources">{told}</script>\n'
        f"<script>{_read('numbers.js')}</script>\n</body>\n</html>\n"
    )


def find_shown(study: Study, page_ids: Sequence[str], bundles: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What each table and figure of a page is made from, by the id of its element."""
    labels = {block.id: block for block in study.analyses}
    populations = {population.id: population.label for population in study.populations}
    told = {}
    for target in page_ids:
        display = study.display(target.removeprefix("display-"))
        blocks = [labels[name] for name in display.analyses]
        of = dict.fromkeys(populations.get(block.population, block.population) for block in blocks)
        bundle = bundles[display.id]
        numbers = len(bundle["anchors"]) + len(bundle.get("drawn", ()))
        told[target] = "\n".join(
            (
                f"Display\t{display.id} ({display.kind})",
                f"Analyses\t{', '.join(f'{block.label} ({block.id})' for block in blocks)}",
                f"Population\t{', '.join(of)}",
                f"Numbers\t{numbers}, each bound to its results row",
                f"Script\tanalysis/displays/{display.kind.replace('-', '_')}.py",
                f"Stated in\tstudy.yaml, displays, {display.id}",
            )
        )
    return told


def _read(name: str) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    return text.strip()


def format_json(record: Sequence[Mapping[str, str]], document: str, study: Study) -> str:
    """The whole map as a file, as the PDF carries it."""
    told = {"document": document, "study": study.study.id, "data_date": study.study.data_date, "numbers": list(record)}
    return json.dumps(told, ensure_ascii=False, indent=0) + "\n"
