"""One thing changed in the raw data changes exactly what depends on it: proof that nothing is typed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.golden.building import STUDY, build, copy_study
from tests.golden.mutating import Record, State, edit, read_state

SWAP = {"PBO": "ACT", "ACT": "PBO", "Placebo": "Active 10 mg", "Active 10 mg": "Placebo"}
DRUG = {"PLACEBO": ("TESTAMAB", "10"), "TESTAMAB": ("PLACEBO", "0")}
DOMAINS = ("ae", "dm", "ds", "ex", "lb", "ss", "vs")


def swap_arms(study: Path) -> None:
    def relabel(record: Record) -> Iterator[Record]:
        yield record | {name: SWAP.get(record[name], "") for name in ("ARMCD", "ARM", "ACTARMCD", "ACTARM")}

    def give_other(record: Record) -> Iterator[Record]:
        drug, dose = DRUG[record["EXTRT"]]
        yield record | {"EXTRT": drug, "EXDOSE": dose}

    edit(study, "dm", relabel)
    edit(study, "ex", give_other)


def drop(subject: str) -> Callable[[Path], None]:
    def without(record: Record) -> Iterator[Record]:
        if record["USUBJID"] != subject:
            yield record

    def everywhere(study: Path) -> None:
        for domain in DOMAINS:
            edit(study, domain, without)

    return everywhere


def flip_serious(term: str, subject: str) -> Callable[[Path], None]:
    """One event is called serious."""

    def flip(record: Record) -> Iterator[Record]:
        here = (record["AETERM"], record["USUBJID"]) == (term, subject)
        yield record | ({"AESER": "Y"} if here else {})

    return lambda study: edit(study, "ae", flip)


def shift_visit(study: Path) -> None:
    """Patient 02 (active) had hemoglobin of week 8 taken a month later: day 86, outside of its window."""

    def later(record: Record) -> Iterator[Record]:
        here = record["USUBJID"] == "GOLDEN-1-02" and record["LBTESTCD"] == "HGB" and record["VISIT"] == "WEEK 8"
        yield record | ({"LBDTC": "2024-04-22"} if here else {})

    edit(study, "lb", later)


MUTATIONS: dict[str, Callable[[Path], None]] = {
    "flip": flip_serious("Headache", "GOLDEN-1-07"),
    "flip before treatment": flip_serious("Rash", "GOLDEN-1-03"),
    "shift": shift_visit,
    "not-enrolled": drop("GOLDEN-1-04"),
    "patient": drop("GOLDEN-1-03"),
    "arms": swap_arms,
}


DATASETS = tuple(f"data/datasets/{name}" for name in ("adae", "adex", "adlb", "adsl", "adtte", "advs"))
TABLES = tuple(f"tables/{name}" for name in ("ae-overview", "baseline", "efficacy-summary", "survival-summary"))
FIGURES = tuple(f"figures/{name}" for name in ("blood-panel", "consort-flow", "survival-curves"))
FORMS = {"data": ("csv", "json", "xpt"), "tables": ("csv", "html", "rtf"), "figures": ("svg", "pdf", "png", "txt")}
ANALYSES = ("baseline", "change", "events", "flow", "mmrm", "survival")
FRAMES = ("baseline.counted", "change.values", "events.counted", "flow.counted", "survival.curve")
#: What changes with any result: all of them in one file, for other programs, verified, and in the paper.
ROWS = {
    *(f"data/results/{name}" for name in ("results.csv", "exports/results-ars.json", "exports/results-cards.csv")),
    *(f"output/{name}" for name in ("results.html", "verification.html", "verification.json", "paper.html")),
}
TRACE = {"output/trace.csv", "output/trace.html"}
#: How many records, and how many numbers.
DESCRIPTION = "data/results/description.json"
COUNTS = {DESCRIPTION, "output/build-log.html", "output/index.html"}
QUALITY = {"output/data-quality.html", "output/data-quality.json"}


def forms(*names: str) -> set[str]:
    """These datasets, tables and figures in every form, with what the displays are drawn from."""
    made = {f"{name}.{form}" for name in names for form in FORMS[name.split("/")[0]]}
    shown = (name.split("/")[1] for name in names if not name.startswith("data"))
    made |= {f"data/results/displays/{name}.json" for name in shown}
    return made | ({"output/tables.rtf"} if any(name.startswith("tables") for name in names) else set())


def results(*names: str) -> set[str]:
    return {f"data/results/{name}.csv" for name in names}


EVERYTHING = forms(*DATASETS, *TABLES, *FIGURES) | results(*ANALYSES, *FRAMES) | ROWS | TRACE | COUNTS | QUALITY


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, State]:
    """The build as it is, and with each mutation; of the documents the paper as HTML; tests/faults has all forms."""
    study = copy_study(tmp_path_factory.mktemp("mutation"))
    shrink(study / "study.yaml")
    return {name: build_with(study, mutate) for name, mutate in {"as it is": lambda _: None, **MUTATIONS}.items()}


def shrink(path: Path) -> None:
    """The paper only, and only as HTML."""
    text = re.sub(r", csr: [^}]*", "", path.read_text(encoding="utf-8"))
    text = re.sub(r"\n  - \{id: (?:csr|sap|adrg), .*", "", text)
    path.write_text(
        text.replace("{id: paper, source: paper.qmd", "{id: paper, source: paper.qmd, formats: [html]"), "utf-8"
    )


def build_with(study: Path, mutate: Callable[[Path], None]) -> State:
    for path in (STUDY / "data/raw").glob("*.csv"):
        shutil.copyfile(path, study / "data/raw" / path.name)
    mutate(study)
    run = build(study)
    assert run.returncode == 0, run.stderr
    return read_state(study)


def changes(states: dict[str, State], name: str) -> tuple[set[str], set[str]]:
    """The rows and the products that a mutation changes."""
    return states["as it is"].changed_rows(states[name]), states["as it is"].changed_products(states[name])


def test_everything_that_is_compared_is_there(states: dict[str, State]) -> None:
    assert set(states["as it is"].products) == EVERYTHING


def test_a_flipped_flag_changes_its_counts_and_nothing_else(states: dict[str, State]) -> None:
    rows, products = changes(states, "flip")
    stats = ("n", "p", "conf.low", "conf.high", "events")
    assert rows == {f"events.overview/serious/{group}/{stat}" for group in ("ACT", "ALL") for stat in stats}
    assert products == forms("data/datasets/adae", "tables/ae-overview") | results("events", "events.counted") | ROWS


def test_an_event_before_treatment_is_data_but_no_result(states: dict[str, State]) -> None:
    assert changes(states, "flip before treatment") == (set(), forms("data/datasets/adae"))


def test_a_shifted_visit_changes_this_parameter_at_this_visit_in_this_arm(states: dict[str, State]) -> None:
    rows, products = changes(states, "shift")
    described = {row.rpartition("/")[0] for row in rows if row.startswith("change.")}
    contexts = ("value", "change", "percent-change", "paired-t", "signed-rank", "hodges-lehmann", "hedges-g")
    assert described == {f"change.{one}/HGB/W8/{group}" for one in contexts for group in ("ACT", "ALL")}
    # The model takes all visits of the parameter together
    assert {row.split("/")[1] for row in rows if not row.startswith("change.")} == {"HGB"}
    assert {row.split(".")[0] for row in rows} == {"change", "mmrm"}
    shown = forms("data/datasets/adlb", "tables/efficacy-summary", "figures/blood-panel")
    # One value fewer counts, which the description of the data and the origins of the numbers tell
    assert products == shown | results("change", "change.values", "mmrm") | ROWS | TRACE | {DESCRIPTION}


def test_one_person_fewer_who_was_never_enrolled_changes_the_flow_alone(states: dict[str, State]) -> None:
    rows, products = changes(states, "not-enrolled")
    before, after = states["as it is"].results, states["not-enrolled"].results
    counts = {row for row in rows if row.endswith(("/n", "population/screened/ALL/N"))}
    boxes = ("counts/screened", "counts/excluded", "counts/excluded/criteria", "membership/screened")
    assert counts == {*(f"flow.{box}/ALL/n" for box in boxes), "flow.population/screened/ALL/N"}
    assert all(float(after[row]) == float(before[row]) - 1 for row in counts)
    # All others that change are shares of those screened, or their number
    assert all(row.startswith("flow.") and row.endswith(("/N", "/p")) for row in rows - counts)
    told = results("flow", "flow.counted") | ROWS | TRACE | COUNTS - {"output/index.html"}
    assert products == forms("data/datasets/adsl", "figures/consort-flow") | told


def test_one_patient_fewer_leaves_the_other_arm_as_it_was(states: dict[str, State]) -> None:
    rows, products = changes(states, "patient")
    before, after = states["as it is"].results, states["patient"].results
    groups = {row: row.split("/")[-2] for row in rows}
    # One model for both arms: its rows of the other arm move too, and with it what compares the arms
    assert {row.split(".")[0] for row, group in groups.items() if group == "ACT"} <= {"mmrm"}
    for box in ("screened/ALL", "enrolled/PBO", "enrolled/ALL", "treated/PBO", "treated/ALL"):
        name = f"flow.counts/{box}/n"
        assert float(after[name]) == float(before[name]) - 1
    assert "flow.counts/excluded/ALL/n" not in rows
    # The raw data are as sound as before, and this patient had no event that is counted
    assert products == EVERYTHING - QUALITY - results("events.counted")


def test_swapped_arms_exchange_their_results(states: dict[str, State]) -> None:
    _, products = changes(states, "arms")
    before, after = (_values(states[name]) for name in ("as it is", "arms"))
    compared = 0
    for name, value in before.items():
        if name.split("/")[-3:-1] == ["ACT", "PBO"]:
            continue  # told below
        twin = "/".join(SWAP.get(part, part) for part in name.split("/"))
        assert after[twin] == pytest.approx(value, rel=1e-6, abs=1e-9, nan_ok=True), name
        compared += 1
    assert compared > 1200
    # What all patients give together stays: the table of pooled changes shows nothing else, the panel in words neither
    stays = forms("tables/efficacy-summary") - {"output/tables.rtf"} | {"figures/blood-panel.txt"}
    assert products == EVERYTHING - stays - TRACE - COUNTS - QUALITY


def test_swapped_arms_turn_every_difference_round(states: dict[str, State]) -> None:
    before, after = (_values(states[name]) for name in ("as it is", "arms"))
    turned = [name for name in before if name.startswith("mmrm.difference/") and name.endswith("/estimate")]
    assert len(turned) == 4
    for name in turned:
        assert after[name] == pytest.approx(-before[name], rel=1e-6)
        low, high = name.replace("estimate", "conf.low"), name.replace("estimate", "conf.high")
        assert (after[low], after[high]) == pytest.approx((-before[high], -before[low]), rel=1e-6)


def _values(state: State) -> dict[str, float]:
    return {name: float(value) for name, value in state.results.items()}
