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


def flip_serious(study: Path) -> None:
    """The rash of patient 03 (placebo) is called serious."""

    def flip(record: Record) -> Iterator[Record]:
        yield record | ({"AESER": "Y"} if record["AETERM"] == "Rash" else {})

    edit(study, "ae", flip)


def shift_visit(study: Path) -> None:
    """Patient 02 (active) had hemoglobin of week 8 taken a month later: day 86, outside of its window."""

    def later(record: Record) -> Iterator[Record]:
        here = record["USUBJID"] == "GOLDEN-1-02" and record["LBTESTCD"] == "HGB" and record["VISIT"] == "WEEK 8"
        yield record | ({"LBDTC": "2024-04-22"} if here else {})

    edit(study, "lb", later)


MUTATIONS: dict[str, Callable[[Path], None]] = {
    "flip": flip_serious,
    "shift": shift_visit,
    "not-enrolled": drop("GOLDEN-1-04"),
    "patient": drop("GOLDEN-1-03"),
    "arms": swap_arms,
}


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, State]:
    """The build as it is, and with each mutation; documents as HTML only, which says what the other forms say."""
    study = copy_study(tmp_path_factory.mktemp("mutation"))
    text = (study / "study.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\{id: (paper|csr), source: \w+\.qmd", r"\g<0>, formats: [html]", text)
    (study / "study.yaml").write_text(text, encoding="utf-8")
    found = {}
    for name, mutate in {"as it is": lambda _: None, **MUTATIONS}.items():
        for path in (STUDY / "data/raw").glob("*.csv"):
            shutil.copyfile(path, study / "data/raw" / path.name)
        mutate(study)
        run = build(study)
        assert run.returncode == 0, f"{name}: {run.stderr}"
        found[name] = read_state(study)
    return found
