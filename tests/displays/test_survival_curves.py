"""Survival curves: the numbers in the drawing, the curves themselves, and their text."""

from __future__ import annotations

import re

from lxml import etree

from analysis.displays.model import derive_anchors, plain
from tests.displays.made_up import made_up_figure, made_up_study


def test_numbers_at_risk_and_the_test_are_elements_with_ids() -> None:
    figure = made_up_figure("curves")
    tree = etree.fromstring(figure.svg.encode())
    texts = {
        e.get("id"): "".join(str(t) for t in e.itertext()) for e in tree.iter() if str(e.get("id")).startswith("n_")
    }
    assert texts == {anchor.id: anchor.number.text for anchor in derive_anchors(figure)[: len(figure.drawn)]}
    assert [n.text for n in figure.drawn] == ["0.333", *["8", "7", "6", "4"] * 3]


def test_numbers_stand_under_their_times() -> None:
    svg = made_up_figure("curves").svg
    places = [float(x) for x in re.findall(r'x="([\d.]+)" y="[\d.]+"><tspan id="n_curves_(?:2|3|4|5)"', svg)]
    first, last = places[0], places[-1]
    assert [round((x - first) / (last - first), 3) for x in places] == [0, 0.25, 0.5, 1]


def test_a_single_arm_has_no_test() -> None:
    figure = made_up_figure("curves", made_up_study(1))
    assert "Log-rank" not in figure.svg + plain(figure.alt) + "".join(map(plain, figure.notes))


def test_the_alternative_text_tells_the_curves() -> None:
    alt = plain(made_up_figure("curves", made_up_study(2)).alt).replace("\u00a0", " ")
    assert alt == (
        "Kaplan-Meier curves. Overall survival at 24 months: Low dose 87.5% (events: 1 of 8); "
        "Medium dose 87.5% (events: 1 of 8). Log-rank P = 0.333."
    )


def test_synthetic_data_are_stamped_and_real_ones_are_not() -> None:
    study = made_up_study()
    real = made_up_study(study=study.study.model_dump() | {"synthetic": False})
    assert "Synthetic data" in made_up_figure("curves").svg
    assert "Synthetic data" not in made_up_figure("curves", real).svg


def test_the_same_results_give_the_same_drawing() -> None:
    assert made_up_figure("curves").svg == made_up_figure("curves").svg
