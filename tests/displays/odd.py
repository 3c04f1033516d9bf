"""From a study's folder to its displays, as the build makes them, and what is wrong with them in each format."""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from analysis.datasets.deriving import derive_dataset
from analysis.datasets.files import format_dataset, read_dataset
from analysis.displays.bundle import render_body
from analysis.displays.csv import render_csv
from analysis.displays.fonts import measure_text
from analysis.displays.model import Display, Figure, Table, plain
from analysis.displays.parts import printable
from analysis.displays.registry import derive_profiles
from analysis.displays.rtf import render_rtf
from analysis.raw.checking import check_findings, check_raw
from analysis.raw.reading import read_raw
from analysis.results.product import format_frame
from analysis.results.table import format_results, read_results
from analysis.steps.plan import RAW, Plan
from analysis.study import Study, read_study
from analysis.study.formulas import read_field

NOT_WORDS = re.compile(r"\b(nan|NaN|inf|NaT|None)\b(?! (is|recorded|after|before|was|of))")
RUNS = re.compile(r"^\s*([=@\t\r]|[+-](?![\d.]))")
SVG, WORD = "{http://www.w3.org/2000/svg}", "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Records = list[dict[str, Any]]


def make_displays(folder: Path) -> dict[str, Display]:
    """Every display of the study in a folder, by way of files as in a build."""
    with contextlib.chdir(folder):
        study, frames = make_results()
        return {block.id: make_display(study, block.id, frames) for block in study.displays}


def make_results() -> tuple[Study, dict[str, Records]]:
    """The study in the working folder and the frames of its analyses, whose results become files there."""
    study = read_study(Path("study.yaml"))
    check_findings(check_raw(study, RAW))
    return study, _estimate(study, _derive(study))


def _derive(study: Study) -> dict[str, Any]:
    plan, raw = Plan(study), read_raw(RAW)
    made: dict[str, Any] = {}
    todo = list(plan.datasets)
    while todo:
        name = todo.pop(0)
        if any(path.stem in todo for path in plan.datasets_of(name)):
            todo.append(name)
            continue
        path = Path(f"{name}.csv")
        path.write_text(format_dataset(derive_dataset(study, name.upper(), raw, made), name.upper()), encoding="utf-8")
        made[name.upper()] = read_dataset(path, name.upper())
    return made


def _estimate(study: Study, datasets: Mapping[str, Any]) -> dict[str, Records]:
    """The frames of all analyses; their results are files."""
    frames: dict[str, Records] = {}
    for block in study.analyses:
        module = importlib.import_module(f"analysis.results.{block.kind.replace('-', '_')}")
        product = module.estimate(study, block, datasets)
        Path(f"results-{block.id}.csv").write_text(format_results(product.rows), encoding="utf-8")
        for name, frame in product.frames.items():
            lines = csv.DictReader(io.StringIO(format_frame(frame)))
            frames[f"{block.id}.{name}"] = [{key: read_field(text) for key, text in one.items()} for one in lines]
    return frames


def make_display(study: Study, name: str, frames: Mapping[str, Records]) -> Display:
    """One display from results in the working folder."""
    block = study.display(name)
    module = importlib.import_module(f"analysis.displays.{block.kind.replace('-', '_')}")
    make = module.tabulate if module.PRODUCES == "table" else module.draw
    results = read_results(*(Path(f"results-{analysis}.csv") for analysis in block.analyses))
    display: Display = make(study, next(iter(derive_profiles(study, block).values())), results, frames)
    return display


@dataclass(frozen=True)
class Shown:
    """A display and its texts, without blanks."""

    display: Display

    @property
    def texts(self) -> list[str]:
        parts = (self.display.notes,) if isinstance(self.display, Figure) else (self.display.texts(),)
        return [text for part in parts for one in part if (text := squeezed(plain(one)))]

    def faults(self) -> Iterator[str]:
        """What is wrong in any format."""
        whole = " ".join(plain(one) for one in self.display.texts())
        alt = plain(self.display.alt) if isinstance(self.display, Figure) else ""
        yield from (f"'{found[0]}'" for found in NOT_WORDS.finditer(f"{whole} {alt}"))
        notes = " ".join(plain(note) for note in self.display.notes)
        if (re.search(r"\bNE\b", whole) and "NE, not estimable" not in notes) or "no reason given" in notes:
            yield "NE without a reason"
        body = render_body(self.display)
        yield from self._missing("HTML", _html_text(body["html"]))
        word = ET.fromstring(f'<r xmlns:w="{WORD[1:-1]}">{body["openxml"]}</r>')  # noqa: S314
        yield from self._missing("Word", "".join(one.text or "" for one in word.iter(f"{WORD}t")))
        yield from (
            _drawing_faults(self.display) if isinstance(self.display, Figure) else self._table_faults(self.display)
        )

    def _missing(self, form: str, text: str) -> Iterator[str]:
        found = squeezed(text)
        title = squeezed(plain(self.display.title))  # the caption is the document's
        yield from (f"{form} lacks '{one}'" for one in self.texts if one != title and one not in found)

    def _table_faults(self, table: Table) -> Iterator[str]:
        yield from self._missing("RTF", rtf_text(render_rtf(table, "Table 1")))
        rows = list(csv.reader(io.StringIO(render_csv(table))))
        if {len(row) for row in rows} != {len(table.columns) + 1} or len(rows) != len(table.lines) + 1:
            yield "CSV has another number of fields"
        yield from (f"a spreadsheet runs '{field}'" for row in rows for field in row if RUNS.match(field))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", printable(text))


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        assert tag != "script"
        self.style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.style = self.style and tag != "style"

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.style else [data]


def _html_text(page: str) -> str:
    reader = _Html()
    reader.feed(page)
    return "".join(reader.parts)


def rtf_text(rtf: str) -> str:
    """What a word processor shows of RTF; its braces must match."""
    text = re.sub(r"\{\\\*\\bkmk(start|end) [^}]*\}", "", rtf)
    units = re.sub(r"\\u(-?\d+)\?", lambda code: chr(int(code[1]) % 65536), text)
    text = units.encode("utf-16", "surrogatepass").decode("utf-16")
    text = re.sub(r"\\([\\{}])", lambda sign: chr(0xE000 + ord(sign[1])), text).replace("\\~", "\u00a0")
    assert text.count("{") == text.count("}")
    text = re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text)
    return re.sub("[\ue000-\ue0ff]", lambda sign: chr(ord(sign[0]) - 0xE000), text)


def _drawing_faults(figure: Figure) -> Iterator[str]:
    """Words that leave the drawing or lie on one another, as far as they stand upright."""
    root = ET.fromstring(figure.svg)  # noqa: S314
    if squeezed(root.get("aria-label", "")) != squeezed(plain(figure.alt)) or not plain(figure.alt):
        yield "no alternative text"
    _, _, width, height = map(float, root.get("viewBox", "").split())
    boxes = list(_boxes(root, (0.0, 0.0, 7.0, "start", False)))
    for (left, top, right, bottom), text in boxes:
        if left < -1.5 or top < -2 or right > width + 1.5 or bottom > height + 2:
            yield f"'{text}' leaves the drawing"
    for number, (one, text) in enumerate(boxes):
        for other, below in boxes[number + 1 :]:
            wide, tall = (min(one[at + 2], other[at + 2]) - max(one[at], other[at]) for at in (0, 1))
            if wide > 1 and tall > 1.2:
                yield f"'{text}' lies on '{below}'"


def _boxes(
    element: ET.Element, around: tuple[float, float, float, str, bool]
) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    x, y, size, anchor, bold = around
    moved, style = element.get("transform", ""), element.get("style", "") + f";{element.get('font-size', '')}px;"
    if re.search(r"rotate\(-?[1-9]", moved):
        return
    for dx, dy in re.findall(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", moved):
        x, y = x + float(dx), y + float(dy)
    size = float(next(iter(re.findall(r"([\d.]+)px", style)), size))
    anchor = next(iter(re.findall(r"text-anchor:\s*(\w+)", style)), element.get("text-anchor", anchor))
    bold = bold or element.get("font-weight") == "bold" or bool(re.search(r"bold|font: *[67]00", style))
    if element.tag == f"{SVG}text":
        text = "".join(element.itertext())
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
        wide = measure_text(text, size, bold)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        if text.strip():
            yield (left, y - 0.75 * size, left + wide, y + 0.2 * size), text
        return
    for child in element:
        yield from _boxes(child, (x, y, size, anchor, bold))
