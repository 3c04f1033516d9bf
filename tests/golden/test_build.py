"""The golden study from raw data to verified products, and what the same command does again."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.golden.building import ROOT, build, copy_study
from tests.golden.mentions import find_in_page, find_in_pages, find_in_word, read_sections

EXPECTED = Path(__file__).parent / "expected"
KEPT = ("data/datasets/*.csv", "data/results/*.csv", "tables/*.csv", "figures/*.txt")
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    study = copy_study(tmp_path_factory.mktemp("golden"))
    return study, build(study)


def test_the_build_succeeds_and_says_so_in_its_last_line(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, run = built
    assert run.returncode == 0, run.stderr
    last = run.stdout.strip().splitlines()[-1]
    assert "output/" in last
    assert re.search(r"[\d,]+ numbers checked, 0 differ", last)


def test_each_step_is_told_in_one_line(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    lines = [line for line in built[1].stdout.splitlines() if line.startswith("[")]
    numbers = [tuple(map(int, re.findall(r"\d+", line)[:2])) for line in lines]
    total = numbers[0][1]
    assert [n for n, _ in numbers] == list(range(1, total + 1))


def test_all_products_are_there(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    study, _ = built
    for form in ("html", "pdf", "docx"):
        assert (study / f"output/paper.{form}").stat().st_size > 5000
    report = json.loads((study / "output/verification.json").read_text(encoding="utf-8"))
    assert report["summary"]["numbers_that_differ"] == 0
    assert report["claims"] == []  # the golden study has none, and its report says so
    assert "no published claims" in (study / "output/verification.html").read_text(encoding="utf-8")


def links(page: Path) -> list[Path]:
    """The files to which a page leads, all of them there; nothing from elsewhere."""
    text = page.read_text(encoding="utf-8")
    targets = [unescape(link) for link in re.findall(r'(?:href|src)="([^"]+)"', text) if not link.startswith("#")]
    assert not [link for link in targets if ":" in link]
    found = [(page.parent / unquote(link)).resolve() for link in targets]
    assert not [path for path in found if not path.is_file()]
    return found


def test_every_product_check_and_log_is_two_clicks_away(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    study = built[0].resolve()
    first = set(links(study / "output/index.html"))
    places = ("output", "tables", "figures", "data/datasets", "data/results")
    products = {path for place in places for path in (study / place).rglob("*") if path.is_file()}
    assert products <= first | {study / "output/index.html"}
    second = set(links(study / "output/build-log.html"))
    logs = {path for path in (study / ".work/logs").iterdir() if path.suffix in (".log", ".csv")}
    # the last two steps make these very pages
    assert {path.name for path in logs - second} <= {"start_page.log", "publish-all.log"}
    assert len(logs & second) > 20


#: How many sections of ICH E3 each heading holds, one after the other: 11.4.2 has 11.4.2.1 to 11.4.2.8.
E3 = {"": 16, "5": 3, "9": 8, "9.3": 3, "9.4": 8, "9.5": 4, "9.7": 2, "10": 2, "11": 4, "11.4": 7, "11.4.2": 8, "12": 6}
E3 |= {"12.2": 4, "12.3": 3, "12.3.1": 3, "12.4": 2, "12.4.2": 3, "14": 3, "14.3": 4, "16": 4, "16.1": 12, "16.2": 8}
E3 |= {"16.3": 2}


def test_every_section_of_the_report_is_there_and_says_something(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    told = read_sections(built[0] / "output/csr.html")
    wanted = [f"{above}.{n}".lstrip(".") for above, count in E3.items() for n in range(1, count + 1)]
    assert [number for number in wanted if number not in told] == []
    assert [number for number, text in told.items() if len(text) < len("None.")] == []


def test_what_the_report_names_leads_there_in_every_format(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    output = built[0] / "output"
    page = (output / "csr.html").read_text(encoding="utf-8")
    titles = {unescape(title) for title in re.findall(r"<figcaption><b>[^<]*</b> ([^<]*)</figcaption>", page)}
    for named in (
        list(find_in_page(output / "csr.html")),
        list(find_in_pages(output / "csr.pdf", titles)),
        list(find_in_word(output / "csr.docx")),
    ):
        assert len(named) > 20
        # a method may cite a section of a book
        known = {f"section {number}" for number in read_sections(output / "csr.html")}
        lost = [name.replace("\u00a0", " ") for name, linked in named if not linked]
        assert [name for name in lost if not name.startswith("section") or name in known] == []


def test_datasets_results_and_displays_are_the_expected(
    built: tuple[Path, subprocess.CompletedProcess[str]], request: pytest.FixtureRequest
) -> None:
    study, _ = built
    made = sorted(path.relative_to(study) for pattern in KEPT for path in study.glob(pattern))
    if request.config.getoption("--accept"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name in made:
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(study / name, EXPECTED / name)
    kept = sorted(path.relative_to(EXPECTED) for pattern in KEPT for path in EXPECTED.glob(pattern))
    assert made == kept
    assert kept
    for name in kept:
        assert_same(name, (EXPECTED / name).read_text("utf-8"), (study / name).read_text("utf-8"))


def assert_same(name: Path, expected: str, got: str) -> None:
    """Equal text; numbers with decimals may differ in their last digits, as another machine's do."""
    assert NUMBER.sub("#", got) == NUMBER.sub("#", expected), name
    for old, new in zip(NUMBER.findall(expected), NUMBER.findall(got), strict=True):
        assert math.isclose(float(old), float(new), rel_tol=1e-6, abs_tol=1e-9), f"{name}: {old} became {new}"


def test_a_second_build_does_nothing_and_says_so(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    again = build(built[0])
    assert again.returncode == 0
    assert "Nothing to do" in again.stdout
    assert "numbers checked, 0 differ" in again.stdout
    plan_alone = build(built[0], "--", "sap").stdout
    assert "[1/1] products of sap" in plan_alone
    assert "Products in output/: results.html, sap.html" in plan_alone.splitlines()[-1]
    assert build(built[0]).stdout == again.stdout


def test_one_corrected_value_rebuilds_what_depends_on_it(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    study, _ = built
    before = {path: path.stat().st_mtime_ns for path in (study / "data").rglob("*.csv")}
    lab = study / "data/raw/lb.csv"
    lines = lab.read_text(encoding="utf-8").splitlines(keepends=True)
    spot = next(i for i, line in enumerate(lines) if ",HGB," in line and "WEEK 8" in line)
    fields = lines[spot].split(",")
    for place in (7, 9, 10):  # LBORRES, LBSTRESC, LBSTRESN
        fields[place] = f"{float(fields[place]) + 1:.1f}"
    lines[spot] = ",".join(fields)
    lab.write_text("".join(lines), encoding="utf-8")
    run = build(study)
    assert run.returncode == 0
    changed = {p.relative_to(study).as_posix() for p, seen in before.items() if p.stat().st_mtime_ns != seen}
    assert {"data/datasets/adlb.csv", "data/results/change.csv", "data/results/mmrm.csv"} <= changed
    for untouched in ("datasets/adae", "datasets/adtte", "results/survival", "results/events"):
        assert f"data/{untouched}.csv" not in changed
    told = {line.split("] ")[1].split(": ")[0]: line for line in run.stdout.splitlines() if line.startswith("[")}
    for step in ("dataset adae", "dataset adtte", "analysis survival", "analysis events", "figure survival-curves"):
        assert "as before" in told.get(step, "as before")
    assert "as before" not in told["analysis mmrm"]


def test_a_product_that_was_removed_or_edited_comes_back(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    study, _ = built
    good = (study / "output/paper.docx").read_bytes()
    (study / "output/paper.docx").unlink()
    (study / "tables/baseline.csv").write_text("edited", encoding="utf-8")
    assert build(study).returncode == 0
    assert (study / "output/paper.docx").read_bytes() == good
    assert "edited" not in (study / "tables/baseline.csv").read_text(encoding="utf-8")


def test_a_text_edited_in_word_comes_back_and_a_number_typed_over_does_not(
    built: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    study, _ = built
    text = study / "manuscript/paper.qmd"
    before = text.read_text(encoding="utf-8")
    assert "Nothing was changed" in take_back(study, tmp_path).stdout
    wrong = take_back(study, tmp_path, "patients screened,", "people screened,", ">14<", ">15<")
    assert wrong.returncode == 1
    assert 'participants("screened") says “14”' in wrong.stderr
    assert "nothing was written (1 fault)" in wrong.stderr
    other = take_back(study, tmp_path, 'w:name="made_', 'w:name="made_0')
    assert "was not made from the text of output/" in other.stderr
    assert text.read_text(encoding="utf-8") == before
    assert (
        "Changed: manuscript/paper.qmd" in take_back(study, tmp_path, "patients screened,", "people screened,").stdout
    )
    after = text.read_text(encoding="utf-8")
    text.write_text(before, encoding="utf-8")
    assert after == before.replace("patients screened,", "people screened,")


def take_back(study: Path, folder: Path, *changes: str) -> subprocess.CompletedProcess[str]:
    """``make take-back`` with the paper after these changes of its XML: old, new, old, new ..."""
    word = folder / "paper-edited.docx"
    with zipfile.ZipFile(study / "output/paper.docx") as old, zipfile.ZipFile(word, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for was, now in zip(changes[::2], changes[1::2], strict=True) if name == "word/document.xml" else ():
                assert was.encode() in part
                part = part.replace(was.encode(), now.encode(), 1)
            new.writestr(name, part)
    command = [sys.executable, "-m", "analysis.steps.take_back", str(word), "--directory", str(study)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
