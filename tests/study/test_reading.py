"""study.yaml: what is right is frozen, what is wrong is told with its line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from analysis.errors import StudyError
from analysis.study import read_study
from analysis.study.schema import format_schema

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
study: {id: T-1, title: A trial, short_title: Trial, data_date: "2024-01-01"}
arms:
  - {id: A, label: Arm A, color: "#000000"}
visits:
  - {id: W0, label: Week 0, day: 1, baseline: true}
populations:
  - {id: safety, label: Safety, flag: SAFFL, rule: treated}
parameters:
  - {id: ALB, label: Albumin, category: Liver, domain: LB}
disposition: {exclusions: [], discontinuations: []}
analyses:
  - id: change
    kind: change
    label: Change
    population: safety
    parameters: [ALB]
    visits: [W0]
displays:
  - {id: panel, kind: profile-panel, title: Panel, analyses: [change], parameters: [ALB]}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fault_of(folder: Path, text: str) -> str:
    with pytest.raises(StudyError) as caught:
        read_study(write(folder, text))
    return str(caught.value)


@pytest.mark.parametrize(
    "name", ["index", "Verification", "data-quality", "paper-checklist", "all", "publish_all", "tables"]
)
def test_no_document_takes_the_place_of_another_product_or_step(tmp_path: Path, name: str) -> None:
    told = fault_of(tmp_path, f"{GOOD}documents:\n  - {{id: {name}, source: paper.qmd}}\n")
    assert f"documents.0.id: '{name}' is the name of something else in the build" in told


def test_a_right_study_is_read_and_frozen(tmp_path: Path) -> None:
    study = read_study(write(tmp_path, GOOD))
    assert study.parameter("ALB").label == "Albumin"
    with pytest.raises(ValidationError):
        study.pooled_label = "other"  # type: ignore[misc]


def test_the_shipped_studies_are_right() -> None:
    assert len(read_study(ROOT / "study.yaml").arms) == 3
    assert len(read_study(ROOT / "tests/golden/study/study.yaml").arms) == 2


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    wrong = GOOD.replace("label: Week 0, day: 1", "label: Week 0, day: one, colour: red")
    wrong = wrong.replace("population: safety", "population: safty").replace("parameters: [ALB]}", "parameters: [ALP]}")
    message = fault_of(tmp_path, wrong)
    assert "4 faults" in message
    assert "line 5, visits.0.colour: unknown key 'colour'" in message
    assert "line 5, visits.0.day" in message
    assert "line 15, analyses.0.population: 'safty' is not in populations" in message
    assert "did you mean 'safety'?" in message
    assert "line 19, displays.0.parameters.0: 'ALP' is not in parameters" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: change", "kind: chance", "line 12, analyses.0"),
        ("id: W0", "id: '../W0'", "line 5, visits.0.id"),
        (
            "{id: A, label: Arm A",
            "{id: A, label: Arm A}\n  - {id: A, label: Arm B",
            "line 4, arms.1.id: 'A' stands twice",
        ),
        ("label: Arm A,", "label: Arm A, label: Arm B,", "line 3, arms.0.label: the key stands twice"),
        ("day: 1,", "day: 1, window: [9, -9],", "visits.0.window: Value error, a window begins with its first day"),
        ("id: change\n", "id: results\n", "analyses.0.id: 'results' is the name of something else in the build"),
        ("arms:", "arms", "not valid YAML"),
    ],
)
def test_each_fault_names_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in fault_of(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize("degrees", ["", "    degrees_of_freedom: kenward-roger\n"])
def test_maximum_likelihood_with_kenward_roger_is_refused_at_once(tmp_path: Path, degrees: str) -> None:
    mixed = GOOD.replace("kind: change\n", f"kind: mmrm\n{degrees}    method: ML\n")
    assert f"line {14 + bool(degrees)}, analyses.0.method: ML has no Kenward-Roger" in fault_of(tmp_path, mixed)
    read_study(write(tmp_path, mixed.replace("method: ML", "method: REML")))
    read_study(
        write(
            tmp_path, GOOD.replace("kind: change", "kind: mmrm\n    method: ML\n    degrees_of_freedom: satterthwaite")
        )
    )


def test_yaml_tags_execute_nothing(tmp_path: Path) -> None:
    message = fault_of(tmp_path, "study: !!python/object/apply:os.system ['echo hello']\n")
    assert "not valid YAML" in message


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "too large with its aliases"),
        ("study: {seed: " + "9" * 5000 + "}\n", "a value that can't be read"),
        ("study: {data_cutoff: 2024-13-40}\n", "a value that can't be read"),
        ('study: {id: "A\\0"}\n', "line 1: a control character in a text"),
        ("arms: &a [*a]\n", "too large with its aliases"),
        ("arms: &a {<<: *a}\n", "too large with its aliases"),
        (f"a: 1\narms: {'[' * 100_000}", "line 2: nested more than 30 levels deep"),
    ],
)
def test_a_file_made_to_choke_its_reader_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in fault_of(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: consort-flow", "id: ../consort-flow"),
        ("id: consort-flow", 'id: "consort\\nflow"'),
        ("id: paper,", "id: ..,"),
        ("id: paper,", 'id: "paper; touch x",'),
        ("source: paper.qmd", "source: ../../paper.qmd"),
        ("source: paper.qmd", "source: /etc/passwd"),
        ("id: HGB,", "id: ../HGB,"),
        ("id: PBO,", "id: PBO/../x,"),
        ("id: GOLDEN-1", "id: ../GOLDEN"),
        ('data_date: "2024-12-01"', 'data_date: "2024-13-01"'),
    ],
)
def test_no_name_leads_out_of_the_folder_or_into_a_shell(tmp_path: Path, old: str, new: str) -> None:
    golden = (ROOT / "tests/golden/study/study.yaml").read_text(encoding="utf-8")
    assert old in golden
    assert new.partition(": ")[2].strip('",')[:4] in fault_of(tmp_path, golden.replace(old, new, 1))


def test_missing_empty_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="the file is missing"):
        read_study(tmp_path / "study.yaml")
    assert "empty" in fault_of(tmp_path, "")
    (tmp_path / "study.yaml").write_bytes("title: Müller".encode("latin-1"))
    with pytest.raises(StudyError, match="not UTF-8"):
        read_study(tmp_path / "study.yaml")


def test_the_schema_is_in_step_with_the_model() -> None:
    kept = (ROOT / "docs/study.schema.json").read_text(encoding="utf-8")
    assert kept == format_schema(), "run: python -m analysis.study.schema > docs/study.schema.json"


def test_one_document_is_submitted_with_a_supplement_that_exists(tmp_path: Path) -> None:
    text = (ROOT / "study.yaml").read_text(encoding="utf-8")
    second = text.replace(
        "kind: Supplementary material}", "kind: Supplementary material, submission: {supplement: supp}}"
    )
    (tmp_path / "study.yaml").write_text(second, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_study(tmp_path / "study.yaml")
    assert "a second document is submitted" in str(error.value)
    assert "'supp' is not in documents" in str(error.value)
