"""Profile panels: a panel for each parameter, patients counted below, a logarithmic axis where log-normal."""

from __future__ import annotations

from lxml import etree

from analysis.displays.model import derive_anchors, plain
from tests.displays.made_up import made_up_figure, made_up_study


def test_patients_are_counted_for_each_panel_arm_and_visit() -> None:
    figure = made_up_figure("panel")
    tree = etree.fromstring(figure.svg.encode())
    texts = {
        e.get("id"): "".join(str(t) for t in e.itertext()) for e in tree.iter() if str(e.get("id")).startswith("n_")
    }
    assert texts == {anchor.id: anchor.number.text for anchor in derive_anchors(figure)[: len(figure.drawn)]}
    assert [n.text for n in figure.drawn] == ["8", "8", "8", "7"] * 9


def test_panels_bear_letters_names_and_units() -> None:
    svg = made_up_figure("panel").svg.replace("\u00a0", " ")
    for title in ("A   Albumin (g/L)", "B   Alanine aminotransferase (U/L)", "C   MELD score<"):
        assert title in svg


def test_notes_say_what_points_and_bars_are() -> None:
    note = plain(made_up_figure("panel").notes[0])
    assert "mean and standard deviation (Albumin, MELD score)" in note
    assert "geometric mean and 95% confidence interval on a logarithmic axis (ALT)" in note


def test_few_patients_are_drawn_one_by_one() -> None:
    few, many = made_up_figure("panel", size=8), made_up_figure("panel", size=40)
    assert "Faint dots: single patients." in plain(few.notes[0])
    assert "Faint dots" not in plain(many.notes[0])
    assert few.svg.count("<use") > many.svg.count("<use") + 8 * 3 * 3


def test_a_panel_of_nobody_is_drawn_empty() -> None:
    figure = made_up_figure("panel", made_up_study(1), size=0)
    assert "Albumin" in figure.svg


def test_the_same_results_give_the_same_drawing() -> None:
    assert made_up_figure("panel").svg == made_up_figure("panel").svg
