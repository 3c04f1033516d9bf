"""The heat map of effects: all parameters by all visits, the pooled change in numbers, its t value as color."""

from __future__ import annotations

import math
from collections.abc import Iterator

from analysis.displays.fonts import measure_text
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.legend import wrap_label
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.displays.style import FAINT, INK, SMALL, TEXT
from analysis.displays.svg import POINTS_PER_CM, Ledger, render_stamp, render_svg
from analysis.results.table import ALL, Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import EffectHeatmap

PRODUCES = "figure"
FRAMES = ()

CELL, ROW, HEAD = 56.0, 17.0, 40.0  # points: width and height of a cell, room above the first
LEAST, PAGE, SIDE = 30.0, 481.0, 18.0  # points: a narrow cell, a page, and a color in the legend
#: From a fall to a rise, told apart by any eye, and pale in the middle; one color for each step of t.
COLORS = ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d1e5f0", "#92c5de", "#4393c3", "#2166ac")
DARK = (COLORS[0], COLORS[-1])  # need white text
STEP = 1.0  # of t from one color to the next
T = "t of the change"
LINE = 8.5  # points from one line of a heading to the next


def draw(study: Study, block: EffectHeatmap, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """A row for each parameter, in their order; bold where the Holm P is below the level of significance."""
    analysis = analysis_of(study, block, Mmrm)
    parameters = [study.parameter(name) for name in block.parameters]
    labels = [f"{p.label}{f', {p.unit}' if p.unit and p.distribution == 'normal' else ''}" for p in parameters]
    left = max(*(measure_text(label, TEXT) for label in labels), measure_text(T, SMALL)) + 10
    wide = max(LEAST, min(CELL, (PAGE - left) / len(block.visits)))
    heads = [wrap_label(study.visit(visit).label, (wide - 2) / POINTS_PER_CM).split("\n") for visit in block.visits]
    above = HEAD + LINE * (max(map(len, heads)) - 1)
    width = left + max(wide * len(block.visits), SIDE * len(COLORS)) + 4
    height = above + ROW * len(parameters) + 34
    ledger = Ledger(block.id)
    body = [
        _text(left + wide * (n + 0.5), above - 6 - LINE * at, _plain(line))
        for n, lines in enumerate(heads)
        for at, line in enumerate(reversed(lines))
    ]
    for row, (parameter, label) in enumerate(zip(parameters, labels, strict=True)):
        top = above + ROW * row
        body.append(_text(left - 6, top + 0.66 * ROW, _plain(label), ' text-anchor="end"'))
        for column, visit in enumerate(block.visits):
            base = f"{analysis.id}.{{}}/{parameter.id}/{visit}/{ALL}"
            body += _cell((left + wide * column, top, wide), parameter, base, results, ledger)
    body += [*_legend(left, height - 22), *([render_stamp(width)] if study.study.synthetic else [])]
    alt = tuple(_alt(study, block, analysis, results))
    svg = render_svg((width, height), "".join(p if isinstance(p, str) else p.text for p in alt), body)
    drawn = tuple(ledger.numbers)
    notes = derive_notes(study, block, results, (drawn,), _notes(analysis, parameters, block, results))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=width / POINTS_PER_CM)


def color_of(t: float) -> str:
    """The color of a t value; grey where there is none."""
    if math.isnan(t):
        return "#cccccc"
    middle = len(COLORS) // 2
    return COLORS[max(0, min(len(COLORS) - 1, middle + math.floor(t / STEP + 0.5)))]


def _plain(text: str) -> str:
    return Ledger("").render((text,))


def _text(x: float, y: float, content: str, looks: str = "") -> str:
    """Centered text, unless ``looks`` say otherwise."""
    shown = {"size": f'font-size="{TEXT:g}"', "anchor": 'text-anchor="middle"', "fill": f'fill="{INK}"'}
    defaults = " ".join(value for value in shown.values() if value.split("=")[0] not in looks)
    return f'<text x="{x:.2f}" y="{y:.2f}" {defaults}{looks}>{content}</text>'


def _rect(x: float, y: float, size: tuple[float, float], fill: str, stroke: str) -> str:
    place = f'x="{x:.2f}" y="{y:.2f}" width="{size[0]:g}" height="{size[1]:g}"'
    return f'<rect {place} fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'


def _cell(
    place: tuple[float, float, float], parameter: Parameter, base: str, results: Results, ledger: Ledger
) -> Iterator[str]:
    """A colored cell at a place (left, top, width) with the change, or the ratio, in it."""
    x, y, wide = place
    mean = results[f"{base.format('ls-mean')}/estimate"]
    verdict = f"{base.format('verdict')}/significant"
    if parameter.distribution == "log-normal":
        text: Text = ("× ", format_row(results[f"{base.format('ls-ratio')}/estimate"], "x2"))
    else:
        text = (format_row(mean, f"+f{max(parameter.digits, 1)}"),)
    color = color_of(results[f"{base.format('ls-mean')}/statistic"].stat)
    looks = ' fill="#ffffff"' if color in DARK else ""
    if verdict in results and results[verdict].stat == 1:
        looks += ' font-weight="bold"'
    yield _rect(x, y, (wide, ROW), color, "#ffffff")
    yield _text(x + wide / 2, y + 0.66 * ROW, ledger.render(text), looks)


def _legend(left: float, top: float) -> Iterator[str]:
    """The colors with the t values between them."""
    small = f' font-size="{SMALL:g}"'
    yield _text(left - 6, top + 8, T, f'{small} text-anchor="end"')
    for number, color in enumerate(COLORS):
        x = left + SIDE * number
        yield _rect(x, top, (SIDE, 9.0), color, FAINT)
        if number:
            edge = (number - len(COLORS) / 2) * STEP
            yield _text(x, top + 17, f"{edge:g}".replace("-", "−"), small)


def _notes(analysis: Mmrm, parameters: list[Parameter], block: EffectHeatmap, results: Results) -> tuple[Text, ...]:
    place = f"{block.visits[0]}/{ALL}/estimate"
    rows = {p.short or p.label: results[f"{analysis.id}.ls-mean/{p.id}/{place}"] for p in parameters}
    ratio = "; × ratio to baseline" if any(p.distribution == "log-normal" for p in parameters) else ""
    return (
        (f"Numbers: LS mean change from baseline{ratio}, all arms with equal weights. {format_method(rows)}.",),
        ("Colors: the change divided by its standard error (t), blue for a rise, orange for a fall.",),
        (f"Bold: Holm P below {1 - analysis.conf_level:.2g} within the {len(analysis.visits)} visits.",),
    )


def _alt(study: Study, block: EffectHeatmap, analysis: Mmrm, results: Results) -> Iterator[str | Number]:
    """Where the changes are significant."""
    found: dict[str, list[str]] = {}
    for name in block.parameters:
        for visit in block.visits:
            row = f"{analysis.id}.verdict/{name}/{visit}/{ALL}"
            if f"{row}/significant" in results and results[f"{row}/significant"].stat == 1:
                found.setdefault(study.parameter(name).label, []).append(study.visit(visit).label)
    yield f"Changes of {len(block.parameters)} parameters at {len(block.visits)} visits. "
    told = "; ".join(f"{label}: {', '.join(visits)}" for label, visits in found.items())
    yield f"Significant after Holm's adjustment: {told}." if told else "None is significant after Holm's adjustment."
