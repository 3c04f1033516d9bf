"""A made-up study and its results, by the contract of the results table: as many arms as wanted, no data behind it."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from analysis.displays.model import Figure, Table
from analysis.results.table import ALL, Results, Row
from analysis.study import Parameter, Study

COLORS = ("#4477AA", "#CCBB44", "#AA3377", "#228833", "#66CCEE", "#BBBBBB")
NAMES = ("Low dose", "Medium dose", "High dose", "Very high dose", "Highest dose", "Placebo")
VISITS = ("BASELINE", "D8", "D29", "D85")


def made_up_study(arms: int = 3, **changes: Any) -> Study:
    """The study of made_up.yaml with so many arms; ``changes`` replace whole parts of its description."""
    tree = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    tree["arms"] = [{"id": f"A{n}", "label": NAMES[n], "color": COLORS[n]} for n in range(arms)]
    return Study.model_validate(tree | changes)


def made_up_display(name: str, study: Study | None = None, size: int = 8) -> Table | Figure:
    """A display of the made-up study, with so many patients in each arm."""
    study = study or made_up_study()
    block = study.display(name)
    kind = importlib.import_module(f"analysis.displays.{block.kind.replace('-', '_')}")
    make = kind.tabulate if kind.PRODUCES == "table" else kind.draw
    display: Table | Figure = make(study, block, made_up_results(study, size), made_up_frames(study, size))
    return display


def made_up_table(name: str, study: Study | None = None, size: int = 8) -> Table:
    """The same, where it is a table."""
    table = made_up_display(name, study, size)
    assert isinstance(table, Table)
    return table


def made_up_figure(name: str, study: Study | None = None, size: int = 8) -> Figure:
    """The same, where it is a figure."""
    figure = made_up_display(name, study, size)
    assert isinstance(figure, Figure)
    return figure


@dataclass(frozen=True)
class _Maker:
    """Writes rows whose values depend on their place in a simple, smooth way; ``size`` patients are in each arm."""

    study: Study
    size: int = 8

    def groups(self) -> dict[str, int]:
        """Patients by arm, and over all."""
        sizes = {arm.id: self.size for arm in self.study.arms}
        return sizes | {ALL: sum(sizes.values())}

    def row(self, analysis: str, context: str, stat: str, value: float, **where: Any) -> Row:
        """A row with all that a display may ask of it."""
        block = self.study.analysis(analysis)
        row = Row(analysis, context, "ADXX", block.population, stat, stat, value, 8, method=f"Method of {context}")
        error = "nothing to estimate from" if math.isnan(value) else ""
        return replace(row, error=error, script=f"analysis/results/{block.kind}.py:estimate", **where)

    def population(self, analysis: str) -> Iterator[Row]:
        """Members of the analysis's population."""
        name = self.study.analysis(analysis).population
        for group, n in self.groups().items():
            yield self.row(analysis, "population", "N", n, variable=name, group1_level=group)


def made_up_results(study: Study, size: int = 8) -> Results:
    """Results of every analysis of the made-up study."""
    maker = _Maker(study, size)
    parts = (_flow, _baseline, _change, _mmrm, _survival, _events)
    return Results(row for part in parts for row in part(maker))


def made_up_frames(study: Study, size: int = 8) -> dict[str, list[dict[str, Any]]]:
    """The survival curves: a death at month 9 in the first arm, losses at months 7 and 14, all others to month 24."""
    steps = [
        (0.0, 8, 0, 0, 1.0),
        (7.0, 8, 0, 1, 1.0),
        (9.0, 7, 1, 0, 6 / 7),
        (14.0, 6, 0, 1, 6 / 7),
        (24.0, 5, 0, 5, 6 / 7),
    ]
    curve = [
        {
            "group": arm.id,
            "time": t,
            "n.risk": r,
            "n.event": e if not n else 0,
            "n.censor": c,
            "estimate": s if not n else 1.0,
            "conf.low": 0.5 if s < 1 and not n else "",
            "conf.high": 0.98 if s < 1 and not n else "",
        }
        for n, arm in enumerate(study.arms)
        for t, r, e, c, s in steps
    ]
    values = [
        {"parameter": p.id, "subject": f"{arm.id}-{n}", "group": arm.id, "visit": visit, "value": str(20 + n)}
        for p in study.parameters for arm in study.arms for n in range(size) for visit in VISITS
    ]  # fmt: skip
    return {"survival.curve": curve, "change.values": values}


def _flow(maker: _Maker) -> Iterator[Row]:
    """In each arm one lost, and in the first one dead; five excluded before."""
    groups, arms = maker.groups(), len(maker.study.arms)
    yield from maker.population("flow")
    whole = {"screened": groups[ALL] + 5, "excluded": 5, "excluded/criteria": 5, "excluded/other": 0}
    for box, n in whole.items():
        variable, _, level = box.partition("/")
        yield maker.row("flow", "counts", "n", n, variable=variable, variable_level=level, group1_level=ALL)
    for group, n in groups.items():
        lost = arms if group == ALL else 1
        died = int(group in (ALL, maker.study.arms[0].id))
        boxes = {
            "enrolled": n,
            "treated": n,
            "not-treated": 0,
            "completed": n - lost - died,
            "discontinued": lost + died,
            "discontinued/lost": lost,
            "discontinued/died": died,
            "analysed/full": n,
            "not-analysed/full": 0,
            "analysed/safety": n,
            "not-analysed/safety": 0,
        }
        for box, count in boxes.items():
            variable, _, level = box.partition("/")
            yield maker.row("flow", "counts", "n", count, variable=variable, variable_level=level, group1_level=group)


def _summary(maker: _Maker, place: tuple[str, str], center: float, n: int, where: Mapping[str, str]) -> Iterator[Row]:
    spread = center / 5
    values = {
        "n": n,
        "mean": center,
        "sd": spread,
        "median": center * 0.97,
        "p25": center - spread,
        "p75": center + spread,
        "min": center - 2 * spread,
        "max": center + 2 * spread,
    }
    for stat, value in values.items():
        yield maker.row(*place, stat, value, **where)


def _baseline(maker: _Maker) -> Iterator[Row]:
    yield from maker.population("baseline")
    for group, n in maker.groups().items():
        for variable, center in (("AGE", 50.25), ("ALT", 32.4)):
            where = {"variable": variable, "group1_level": group}
            yield from _summary(maker, ("baseline", "summary"), center, n - (variable == "ALT"), where)
        for level, count in (("M", n - 2), ("F", 2)):
            where = {"variable": "SEX", "variable_level": level, "group1_level": group}
            for stat, value in (("n", count), ("N", n), ("p", count / n if n else math.nan)):
                yield maker.row("baseline", "tabulate", stat, value, **where)


def _skewed(parameter: Parameter) -> bool:
    return parameter.distribution == "log-normal"


def _change(maker: _Maker) -> Iterator[Row]:
    yield from maker.population("change")
    for p, parameter in enumerate(maker.study.parameters):
        for g, (group, n) in enumerate(maker.groups().items()):
            for v, visit in enumerate(VISITS):
                center = (31.5, 34.0, 12.0)[p % 3] + v * (1 + 0.3 * g)
                where = {"variable": parameter.id, "visit": visit, "group1_level": group}
                yield from _summary(maker, ("change", "value"), center, n - (v == 3), where)
                if _skewed(parameter):
                    for stat, factor in (("mean", 0.95), ("conf.low", 0.8), ("conf.high", 1.2)):
                        yield maker.row("change", "geometric", stat, center * factor, **where)


def _mmrm(maker: _Maker) -> Iterator[Row]:
    yield from maker.population("mmrm")
    for parameter in maker.study.parameters:
        for v, visit in enumerate(("D29", "D85")):
            where = {"variable": parameter.id, "visit": visit, "group1_level": ALL}
            options = "REML; Kenward-Roger degrees of freedom; unstructured covariance"
            values = {
                "estimate": 2.8 - v,
                "conf.low": 1.9 - 2 * v,
                "conf.high": 3.7,
                "p.value": 0.0004 + v * 0.2,
                "p.adjusted": 0.0008 + v * 0.2,
            }
            for stat, value in values.items():
                yield maker.row("mmrm", "ls-mean", stat, value, options=options, **where)
            if _skewed(parameter):
                for stat, value in (("estimate", 0.9), ("conf.low", 0.8), ("conf.high", 1.01)):
                    yield maker.row("mmrm", "ls-ratio", stat, value, options=options, **where)


def _survival(maker: _Maker) -> Iterator[Row]:
    yield from maker.population("survival")
    for group, n in maker.groups().items():
        where = {"variable": "OS", "group1_level": group}
        for stat, value in (("N", float(n)), ("n.event", 1.0), ("n.censor", n - 1.0)):
            yield maker.row("survival", "events", stat, value, **where)
        for stat, value in (("estimate", math.nan), ("conf.low", 9.0), ("conf.high", math.nan)):
            yield maker.row("survival", "median", stat, value, **where)
        yield maker.row("survival", "follow-up", "estimate", 24.0, **where)
        for time in (6, 24):
            for stat, value in (("estimate", 0.875), ("conf.low", 0.387), ("conf.high", 0.981), ("n.risk", n - 1)):
                yield maker.row("survival", "landmark", stat, value, visit=f"M{time}", **where)
        for time in (0, 6, 12, 24):
            yield maker.row("survival", "n-risk", "n.risk", n - time // 6, visit=f"M{time}", **where)
    for stat, value in (("statistic", 2.2), ("parameter", 2.0), ("p.value", 0.332801)):
        yield maker.row("survival", "log-rank", stat, value, variable="OS")


def _events(maker: _Maker) -> Iterator[Row]:
    yield from maker.population("events")
    lines = [("overview", name) for name in ("any", "related", "grade-3-plus", "serious", "withdrawal", "fatal")]
    for context, name in [*lines, ("special-interest", "Infection")]:
        for group, n in maker.groups().items():
            count = {"any": n - 1, "fatal": 0}.get(name, n // 3)
            values = {
                "n": count,
                "N": n,
                "p": count / n if n else math.nan,
                "conf.low": 0.2,
                "conf.high": 0.8,
                "events": 2 * count,
            }
            for stat, value in values.items():
                yield maker.row("events", context, stat, value, variable=name, group1_level=group)
