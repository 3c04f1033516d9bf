"""The diagram of the design: periods, arms and visits in their order, with days between visits in proportion."""

from __future__ import annotations

import re

from analysis.displays.design_diagram import _derive_scale, draw
from analysis.displays.model import Figure, plain
from analysis.study.displays import DesignDiagram
from tests.displays.made_up import made_up_results, made_up_study

PERIODS = [{"label": "Screening", "first": -20, "last": -1}, {"label": "Treatment", "first": 1, "last": 57}]
PERIODS += [{"label": "Contacts", "first": 58}]


def made() -> Figure:
    study = made_up_study(protocol={"design": {"periods": PERIODS}})
    block = DesignDiagram(id="design", kind="design-diagram", title="Design", analyses=("flow",))
    return draw(study.model_copy(update={"displays": (block,)}), block, made_up_results(study), {})


def test_it_shows_periods_arms_and_visits() -> None:
    figure = made()
    drawn = re.sub(r"<[^>]+>", " ", figure.svg)
    for arm in made_up_study().arms:
        assert arm.label.split()[0] in drawn
    assert "Screening" in drawn
    assert "Contacts: from day 58 on." in plain(figure.alt)
    assert [number.form for number in figure.drawn] == ["i"] * len(made_up_study().arms)


def test_days_keep_their_order() -> None:
    scale = _derive_scale(made_up_study())
    days = (-30, *scale.days, scale.days[-1] + 40)
    places = [scale.at(day) for day in days]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
