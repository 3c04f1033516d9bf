"""Which methods an analysis uses, by what its code imports."""

from __future__ import annotations

from analysis.results.description import find_methods, read_methods
from tests.documents.made_up import made_study


def test_methods_are_found_through_the_parts_of_an_analysis() -> None:
    assert "kaplan_meier" in find_methods("survival")
    assert {"mmrm", "multiplicity"} <= set(find_methods("mmrm"))
    assert "result" not in find_methods("mmrm")


def test_each_method_has_its_words_and_its_users() -> None:
    methods = {m["method"]: m for m in read_methods(made_study())}
    assert methods["kaplan_meier"]["analyses"] == "os"
    assert methods["kaplan_meier"]["text"].startswith("Kaplan-Meier estimate")


def test_a_method_that_no_option_asks_for_is_not_told() -> None:
    analysis = {"id": "t", "kind": "change", "label": "T", "population": "safety", "parameters": ["HGB"]}
    study = made_study(analyses=[analysis | {"visits": ["W4"], "tests": ["paired-t"]}], displays=[], claims=[])
    told = {m["method"] for m in read_methods(study)}
    assert "paired_t" in told
    assert not told & {"hedges_g", "hodges_lehmann", "wilcoxon_signed_rank", "geometric_ratio"}
