"""The seal: what is written is read again, and each difference is called what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.results.table import Results, Row
from analysis.verification.comparison import GONE, NEW, SealCheck, verify_seal
from analysis.verification.report_seal import derive_seal_summary, format_seal_verdict, render_seal
from analysis.verification.sayings import Saying, read_saying
from analysis.verification.seal import Part, Seal, format_seal, read_data, read_seal
from analysis.verification.tolerance import Kind, derive_kind, derive_scale, derive_tolerance

ABOUT = {"study": "S", "engine": "embedded"}
VALUES = {"estimate": 1.25, "std.error": 0.5, "p.value": 0.0499, "n": 8.0}


def make_results(**changes: float) -> Results:
    told = {"analysis": "change", "context": "paired-t", "dataset": "ADLB", "population": "safety", "n": 8}
    rows = [
        Row(**told, stat_name=name, stat_label=name, stat=value, variable="ALB", method="Paired t test")  # type: ignore[arg-type]
        for name, value in {**VALUES, **changes}.items()
    ]
    return Results(rows)


def sealed(
    folder: Path, products: dict[str, Saying] | None = None, data: dict[tuple[str, str], Part] | None = None
) -> Seal:
    for name, text in format_seal(ABOUT, make_results(), products or {}, data or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    seal = read_seal(sorted(folder.rglob("*.*")))
    assert seal is not None
    return seal


def test_the_same_build_is_the_same_to_the_byte(tmp_path: Path) -> None:
    check = verify_seal(sealed(tmp_path), make_results(), {}, {})
    assert (check.results[Kind.SAME_BYTES], check.worst, check.differences) == (4, Kind.SAME_BYTES, ())


def test_a_folder_without_a_seal_has_none(tmp_path: Path) -> None:
    assert read_seal(tmp_path.rglob("*.*")) is None


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"estimate": 1.2500000001}, Kind.SAME_VALUE),
        ({"estimate": 1.2505}, Kind.LAST_DIGIT),
        ({"estimate": 1.26}, Kind.MATERIAL),
        ({"n": 9.0}, Kind.MATERIAL),
        ({"p.value": 0.04991}, Kind.LAST_DIGIT),
        ({"p.value": 0.05}, Kind.MATERIAL),
        ({"std.error": float("nan")}, Kind.MATERIAL),
        ({"conf.low": 0.1}, Kind.MATERIAL),
    ],
)
def test_each_difference_is_called_what_it_is(tmp_path: Path, changes: dict[str, float], kind: Kind) -> None:
    check = verify_seal(sealed(tmp_path), make_results(**changes), {}, {})
    assert [one.kind for one in check.differences] == [kind]


def test_a_result_that_is_gone_is_told(tmp_path: Path) -> None:
    check = verify_seal(sealed(tmp_path), Results(list(make_results().values())[:3]), {}, {})
    assert [(one.name, one.found) for one in check.differences] == [("change.paired-t/ALB/n", GONE)]


def test_rounding_is_judged_beside_numbers_of_the_same_unit() -> None:
    scale = derive_scale("estimate", {"estimate": 1e-15, "std.error": 2.0, "n": 800.0})
    assert scale == 2.0
    assert derive_tolerance("estimate", scale, "Paired t test") == 1e-8
    assert derive_tolerance("estimate", scale, "Mixed model for repeated measures") == 1e-5
    assert derive_tolerance("n", 8.0, "Count") == 0
    assert derive_kind("statistic", "1.9e-14", "-2.5e-14", 1e-6, derive_scale("statistic", {"statistic": 1.9e-14})) == 1


PAGE = "<html><body><p>A mean of {} g/L, {}.</p><p class='colophon'>Made by {}</p></body></html>"


def page(number: str = "3.1", word: str = "higher", maker: str = "one", python: str = "3.11.7") -> Saying:
    text = PAGE.format(number, word, maker) + f"<table><tr><td>Python</td><td>{python}</td></tr></table>"
    return read_saying(text.encode(), "html", frozenset({"Python"}))


@pytest.mark.parametrize(
    ("product", "kind"),
    [
        (page(), Kind.SAME_BYTES),
        (page(maker="another"), Kind.SAME_VALUE),
        (page(number="3.2"), Kind.LAST_DIGIT),
        (page(word="lower"), Kind.MATERIAL),
    ],
)
def test_a_product_is_judged_by_what_it_says(tmp_path: Path, product: Saying, kind: Kind) -> None:
    check = verify_seal(
        sealed(tmp_path, {"output/paper.html": page()}), make_results(), {"output/paper.html": product}, {}
    )
    assert check.products[kind] == 1


def test_a_form_that_is_not_read_is_judged_by_its_sibling(tmp_path: Path) -> None:
    old = {"output/paper.html": page(), "output/paper.pdf": Saying("a")}
    new = {"output/paper.html": page(maker="another"), "output/paper.pdf": Saying("b")}
    assert verify_seal(sealed(tmp_path, old), make_results(), new, {}).products[Kind.SAME_VALUE] == 2
    lost = verify_seal(sealed(tmp_path, old), make_results(), {"output/paper.html": page(), "x.svg": Saying("c")}, {})
    assert {one.name: one.found for one in lost.material} == {"output/paper.pdf": GONE, "x.svg": NEW}


@pytest.mark.parametrize(
    ("form", "one", "other", "alike"),
    [
        ("json", b'{"stat": 0.123456789012}', b'{"stat": 0.123456789013}', True),
        ("json", b'{"stat": 0.1234}', b'{"stat": 0.1235}', False),
        ("json", f'{{"name": "a", "sha256": "{"a" * 64}", "bytes": 12}}'.encode(), b'{"name": "a", , }', True),
        ("xml", b"<p>made with Python 3.11.7</p>", b"<p >made with Python 3.13.0</p>", True),
        ("rtf", b"{\\rtf1 n = 8}", b"{\\rtf1 n = 9}", False),
    ],
)
def test_what_a_file_says_is_apart_from_how_it_is_written(form: str, one: bytes, other: bytes, alike: bool) -> None:
    first, second = (read_saying(content, form, frozenset({"Python"})) for content in (one, other))
    assert first.bytes != second.bytes
    assert (first.text == second.text) is alike
    assert read_saying(one, form, known=first) is first


def test_other_data_are_told_with_the_subjects_concerned(tmp_path: Path) -> None:
    path = tmp_path / "lb.csv"
    path.write_text("USUBJID,X\nA,1\nA,2\nB,3\n", encoding="utf-8")
    seal = sealed(tmp_path / "seal", data=read_data({"lb.csv": path}))
    path.write_text("USUBJID,X\nA,1\nB,4\nC,5\n", encoding="utf-8")
    (line,) = verify_seal(seal, make_results(), {}, read_data({"lb.csv": path})).data
    assert line == "lb.csv: 3 records; other content for 3 of 3 subjects: A (2 → 1), B, C (0 → 1)"


def test_the_verdict_is_a_sentence(tmp_path: Path) -> None:
    def told(check: SealCheck) -> str:
        return format_seal_verdict(derive_seal_summary(check))[0]

    seal = sealed(tmp_path)
    assert told(verify_seal(seal, make_results(), {}, {})) == "All 4 results and 0 products are as sealed."
    assert "1 of 4 results" in told(verify_seal(seal, make_results(n=9.0), {}, {}))
    check = verify_seal(seal, make_results(estimate=1.2505), {}, {})
    assert "the last digit of 1" in told(check)
    shown = "".join(render_seal(derive_seal_summary(replace(check, data=("<b>: changed",)))))
    assert "&lt;b&gt;: changed" in shown
    assert "change.paired-t/ALB/estimate" in shown
