"""The figures of a report, from results that are really estimated on a tiny trial, and what is printed in them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree

from analysis.displays.effect_heatmap import COLORS, color_of
from analysis.displays.model import Figure, derive_anchors, plain
from analysis.displays.panels import Grid, letter_of, wrap_titles
from tests.displays.tiny import clear, notes_of, texts, tiny_figure, tiny_table

VISITS = {"parameters": ["ALB", "TBIL"], "visits": ["W4", "W8"]}


def drawn_texts(figure: Figure) -> dict[str, str]:
    tree = etree.fromstring(figure.svg.encode())
    marked = (element for element in tree.iter() if str(element.get("id")).startswith("n_"))
    return {str(element.get("id")): "".join(str(text) for text in element.itertext()) for element in marked}


@pytest.mark.parametrize(
    ("kind", "analysis", "options"),
    [
        ("effect-heatmap", "mmrm", VISITS),
        ("effect-forest", "mmrm", {"parameters": ["ALB", "TBIL"], "visit": "W4"}),
        ("individual-profiles", "change", {"parameter": "TBIL"}),
        ("event-dotplot", "occurrence", {}),
        ("swimmer-plot", "timeline", {}),
        ("sensitivity-forest", "sensitivity", {"parameters": ["ALB", "TBIL"], "visit": "W4"}),
        ("hys-law", "liver-safety", {}),
        ("shift-panel", "shift", {"parameters": ["ALB"], "extreme": "lowest"}),
    ],
)
def test_every_drawn_number_has_its_id_and_every_figure_its_words(
    kind: str, analysis: str, options: dict[str, object]
) -> None:
    figure = tiny_figure(kind, analysis, **options)
    anchors = derive_anchors(figure)[: len(figure.drawn)]
    assert drawn_texts(figure) == {anchor.id: anchor.number.text for anchor in anchors}
    assert len(plain(figure.alt)) > 40
    assert "as of 2024-01-01" in notes_of(figure)
    assert tiny_figure(kind, analysis, **options).svg == figure.svg


def test_the_heat_map_prints_changes_and_ratios() -> None:
    figure = tiny_figure("effect-heatmap", "mmrm", **VISITS)
    # Equal weights: the mean of +2 and +6 at week 4
    assert [number.text for number in figure.drawn][:2] == ["+4.0", "+3.5"]
    assert [number.form for number in figure.drawn] == ["+f1", "+f1", "x2", "x2"]
    assert "Albumin: Week 4, Week 8" in plain(figure.alt)


@pytest.mark.parametrize(("t", "place"), [(-9, 0), (-3.6, 0), (-0.4, 4), (0.4, 4), (0.6, 5), (9, 8)])
def test_colors_go_from_a_fall_to_a_rise(t: float, place: int) -> None:
    assert color_of(t) == COLORS[place]
    assert color_of(float("nan")) not in COLORS


def test_the_forest_compares_arms_in_the_unit_of_the_parameter() -> None:
    figure = tiny_figure("effect-forest", "mmrm", parameters=["ALB", "TBIL"], visit="W4")
    svg = clear(figure.svg)
    for words in (
        "Albumin (g/L)",
        "Bilirubin (ratio)",
        "High dose − Low dose",
        "High dose / Low dose",
        "Per doubling of dose",
    ):
        assert words in svg
    assert figure.drawn[0].text == "+4.0"


def test_profiles_draw_each_patient_in_the_panel_of_his_arm() -> None:
    figure = tiny_figure("individual-profiles", "change", parameter="ALB")
    assert [number.text for number in figure.drawn] == ["4", "3"]
    lines = re.findall(r'<path d="M [\d.]+ [\d.]+ \nL [\d.]+ [\d.]+ \nL [\d.]+ [\d.]+ \n" clip-path', figure.svg)
    assert len(lines) == 7 + 2  # each patient's course, and the mean of each arm


def test_terms_are_ordered_by_frequency_and_limited() -> None:
    figure = tiny_figure("event-dotplot", "occurrence", terms=2)
    svg = figure.svg
    assert "the most frequent term first; 2 of " in notes_of(figure)
    assert "Chills" in svg
    assert "Pyrexia" in svg
    assert "neumonia" not in svg


def test_the_swimmer_plot_tells_what_happened() -> None:
    figure = tiny_figure("swimmer-plot", "timeline")
    for words in ("Dose", "Death", "Left the study", "Completed", "Low dose", "High dose"):
        assert f">{words}<" in figure.svg
    assert "Low dose (n = 4), High dose (n = 3)." in notes_of(figure)


def test_exposure_counts_doses_and_describes_their_sum() -> None:
    found = texts(tiny_table("exposure-table", "exposure"))
    assert found["Number of doses, n (%) > 2"] == ["4 (100.0)", "3 (100.0)", "7 (100.0)"]
    assert found["Any dose interrupted, n (%) [doses]"][0] == "1 (25.0) [1]"
    assert found["Total dose, mg > Mean ± SD"] == ["10.0 ± 0.0"] * 3


def test_hys_law_counts_the_patients_of_each_quadrant() -> None:
    figure = tiny_figure("hys-law", "liver-safety")
    assert [number.text for number in figure.drawn] == ["6", "0", "1", "0"]
    assert "bilirubin only 1" in plain(figure.alt)


def test_the_forest_of_sensitivity_names_its_approaches() -> None:
    svg = tiny_figure("sensitivity-forest", "sensitivity", parameters=["ALB"], visit="W4").svg
    for words in ("As planned", "Multiple imputation", "Imputed, shifted by +1 SD", "Complete cases"):
        assert words in svg


def test_long_titles_of_narrow_panels_are_wrapped() -> None:
    grid, titles = wrap_titles(Grid(4, 4), ["Short", "A very long title of a parameter that has many words"] * 2)
    assert "\n" not in titles[0]
    assert "\n" in titles[1]
    assert grid.above > Grid(4, 4).above
    assert wrap_titles(Grid(1, 1), ["Short"])[0] == Grid(1, 1)


@pytest.mark.parametrize("panels", range(1, 8))
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_panels_stand_apart_and_on_the_sheet(panels: int, columns: int) -> None:
    grid = Grid(panels, columns)
    wide, tall = grid.plot
    corners = [grid.corner(number) for number in range(panels)]
    assert all(left + wide <= grid.width and top + tall < grid.height for left, top in corners)
    assert len(set(corners)) == panels
    rows = sorted({top for _, top in corners})
    assert all(below - above > tall for above, below in pairwise(rows))


def test_a_single_panel_needs_no_letter() -> None:
    assert letter_of(0, 1) == ""
    assert letter_of(2, 3).startswith("C")
