"""The picture of the build in docs/flow.svg, drawn from Snakemake's own rule graph.

python -m tests.docs.flow        draws it anew
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from pathlib import Path

from tests.golden.building import ROOT, copy_study

PICTURE = ROOT / "docs/flow.svg"
#: Rules of which there is one for each analysis, display or document.
MANY = ("analysis", "display", "document", "numbers", "publish", "checklist", "submission")
#: What stands in the boxes: what the rule makes, and where it ends up.
WORDS = {
    "check_raw": ("raw data, checked", "data/raw → output/data-quality.html"),
    "dataset": ("analysis datasets", "data/datasets/*.csv"),
    "transport": ("datasets for other programs", "data/datasets/*.xpt, *.json"),
    "analysis": ("analyses", "data/results/<analysis>.csv"),
    "results": ("results table", "data/results/results.csv"),
    "description": ("data and methods in words", "data/results/description.json"),
    "results_page": ("results page", "output/results.html"),
    "trace": ("where each number comes from", "output/trace.html"),
    "display": ("tables and figures", "tables/, figures/"),
    "tables": ("all tables", "output/"),
    "exports": ("results for other programs", "data/results/exports/"),
    "document": ("documents", "output/paper, csr, ..."),
    "checklist": ("checklists", "output/"),
    "submission": ("folders for journals", "output/"),
    "recomputation": ("second computation", "other code than analysis/methods"),
    "numbers": ("every printed number", "against its results row"),
    "verification": ("verification", "output/verification.html"),
    "start_page": ("start page", "output/index.html"),
    "publish": ("products replaced", "all together, at the very end"),
}
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 216, 46, 240, 92, 24
Edges = set[tuple[str, str]]


def read_edges(dot: str) -> Edges:
    """From rule to rule, the many of a kind taken together."""
    names = dict(re.findall(r'^\s*(\d+)\[label = "([^"]+)"', dot, re.MULTILINE))
    kinds = {number: _kind(name) for number, name in names.items()}
    pairs = {(kinds[a], kinds[b]) for a, b in re.findall(r"^\s*(\d+) -> (\d+)", dot, re.MULTILINE)}
    return {(a, b) for a, b in pairs if a != b and "all" not in (a, b)}


def _kind(name: str) -> str:
    first = name.split("_", maxsplit=1)[0]
    return first if first in MANY else name


def read_rulegraph(study: Path) -> str:
    """What Snakemake tells of the build of a study, in the language of dot."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(study)]
    command += ["--cores", "1", "--rulegraph", "--config", "engine=embedded"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True)
    return run.stdout


def draw_flow(edges: Edges) -> str:
    """The picture: a row for each step of the way, sources above; only edges that no longer way replaces."""
    rows = _rows(edges)
    places = {name: (at, row) for row, names in enumerate(rows) for at, name in enumerate(names)}
    most = max(map(len, rows))
    width, height = 2 * MARGIN + ACROSS * most - (ACROSS - WIDTH), 2 * MARGIN + DOWN * (len(rows) - 1) + HEIGHT
    left = {name: MARGIN + ACROSS * (at + (most - len(rows[row])) / 2) for name, (at, row) in places.items()}
    top = {name: MARGIN + DOWN * row for name, (_, row) in places.items()}
    lines = [
        _line(left[a] + WIDTH / 2, top[a] + HEIGHT, left[b] + WIDTH / 2, top[b]) for a, b in sorted(reduce_edges(edges))
    ]
    boxes = [_box(name, left[name], top[name]) for name in sorted(places)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        'font-family="Liberation Sans, Arial, sans-serif">\n'
        "<title>The build, from raw data to published products</title>\n"
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#7b909c"/></marker></defs>\n'
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>\n'
    )
    return head + "\n".join([*lines, *boxes]) + "\n</svg>\n"


def _rows(edges: Edges) -> list[list[str]]:
    """Each rule one row below the lowest that it depends on."""
    before: dict[str, set[str]] = {name: set() for edge in edges for name in edge}
    for a, b in edges:
        before[b].add(a)
    depth: dict[str, int] = {}
    while len(depth) < len(before):
        for name, needs in before.items():
            if name not in depth and needs <= set(depth):
                depth[name] = 1 + max((depth[n] for n in needs), default=-1)
    return [sorted(n for n in depth if depth[n] == row) for row in range(max(depth.values()) + 1)]


def reduce_edges(edges: Edges) -> Edges:
    """The edges without which something could not be reached."""

    def reached(start: str, without: tuple[str, str]) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            here = todo.pop()
            new = {b for a, b in edges if a == here and (a, b) != without and b not in seen}
            seen |= new
            todo += new
        return seen

    return {edge for edge in edges if edge[1] not in reached(edge[0], edge)}


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (y2 - y1) / 2
    way = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'<path d="{way}" fill="none" stroke="#7b909c" stroke-width="1.3" marker-end="url(#a)"/>'


def _box(name: str, x: float, y: float) -> str:
    title, place = WORDS.get(name, (name.replace("_", " "), ""))
    middle = x + WIDTH / 2
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#f4f7f9" stroke="#0b5a7a"/>'
        f'<text x="{middle:g}" y="{y + 19:g}" font-size="13.5" font-weight="bold" fill="#17232d" text-anchor="middle">'
        f"{escape(title)}</text>"
        f'<text x="{middle:g}" y="{y + 36:g}" font-size="11" fill="#51616d" text-anchor="middle">{escape(place)}</text>'
    )


def check_order(names: Iterable[str], edges: Edges) -> bool:
    """Whether these rules follow from one another, at whatever distance."""
    return all(b in {y for x, y in _closure(edges) if x == a} for a, b in pairwise(names))


def _closure(edges: Edges) -> Edges:
    found = set(edges)
    while new := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= new
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(draw_flow(read_edges(read_rulegraph(copy_study(Path(folder))))), encoding="utf-8")
