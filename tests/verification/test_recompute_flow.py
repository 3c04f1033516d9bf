"""Counts of ADSL from the raw domains alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from analysis.errors import VerificationError
from analysis.results.table import Results
from analysis.verification.recompute import verify_recomputation
from analysis.verification.recompute_flow import derive_adsl, derive_flags
from analysis.verification.recompute_trial import Record, Trial
from tests.results.trial import make_study

STUDY = make_study().model_copy(update={"analyses": ()})
# Two in LOW, one in HIGH, one who was never enrolled; 02 has a dose of nothing, 03 dies by DS, 01 by AE
DM = [("01", "LOW", ""), ("02", "LOW", ""), ("03", "HIGH", ""), ("04", "", "")]
EX = [("01", "CELLS", "2.5"), ("02", "CELLS", "0"), ("03", "Placebo", "0"), ("03", "Placebo", "")]
RAW: dict[str, tuple[Record, ...]] = {
    "DM": tuple({"USUBJID": s, "ARMCD": arm, "DTHFL": flag} for s, arm, flag in DM),
    "EX": tuple({"USUBJID": s, "EXTRT": treatment, "EXDOSE": dose} for s, treatment, dose in EX),
    "DS": ({"USUBJID": "03", "DSDECOD": "Death"},),
    "AE": ({"USUBJID": "01", "AEOUT": "FATAL"}, {"USUBJID": "02", "AEOUT": "RECOVERED/RESOLVED"}),
}
COLUMNS = ("USUBJID", "TRT01P", "SCRNFL", "ENRLFL", "SAFFL", "DTHFL")
ADSL = [
    ("01", "Low dose", "Y", "Y", "Y", "Y"),
    ("02", "Low dose", "Y", "Y", "N", ""),
    ("03", "High dose", "Y", "Y", "Y", "Y"),
    ("04", "", "Y", "N", "N", ""),
]


def trial(adsl: Sequence[tuple[str, ...]], raw: Mapping[str, tuple[Record, ...]]) -> Trial:
    return Trial(STUDY, {"ADSL": tuple(dict(zip(COLUMNS, line, strict=True)) for line in adsl)}, raw)


def test_who_was_screened_enrolled_treated_and_died() -> None:
    counts = {second.row.removeprefix("ADSL."): second.value for second in derive_adsl(trial(ADSL, RAW))}
    assert counts == {
        "SCRNFL/ALL/n": 4,
        "ENRLFL/LOW/n": 2,
        "ENRLFL/HIGH/n": 1,
        "ENRLFL/ALL/n": 3,
        "SAFFL/LOW/n": 1,
        "SAFFL/HIGH/n": 1,
        "SAFFL/ALL/n": 2,
        "DTHFL/LOW/n": 1,
        "DTHFL/HIGH/n": 1,
        "DTHFL/ALL/n": 2,
    }
    assert counts.items() <= {k.removeprefix("ADSL."): v for k, v in derive_flags(trial(ADSL, RAW)).items()}.items()


def test_a_flag_that_the_raw_data_do_not_bear_out_stops_the_build() -> None:
    wrong = [ADSL[0], ("02", "Low dose", "Y", "Y", "Y", ""), *ADSL[2:]]
    with pytest.raises(VerificationError, match=r"ADSL\.SAFFL/LOW/n: 2 in the results, 1 by counting"):
        verify_recomputation(trial(wrong, RAW), Results([]))


def test_raw_data_that_cannot_be_read_twice_are_not_counted() -> None:
    assert verify_recomputation(trial(ADSL, {}), Results([])).comparisons == ()


GIVEN = [
    {"USUBJID": "01", "TRT01P": "LOW", "TRTSDT": "23000", "SAFFL": "Y", "DTHFL": "Y"},
    {"USUBJID": "02", "TRT01P": "Low dose", "TRTSDT": "", "SAFFL": "N", "DTHFL": ""},
    {"USUBJID": "03", "TRT01P": "High Dose", "TRTSDT": "23001", "SAFFL": "Y", "DTHFL": "Y"},
    {"USUBJID": "04", "TRT01P": "Screen Failure", "TRTSDT": "", "SAFFL": "N", "DTHFL": ""},
]


def test_an_adsl_that_the_study_brings_along_is_counted_too() -> None:
    given = trial(ADSL, {"ADSL": tuple(GIVEN)})
    counts = {second.row.removeprefix("ADSL."): second.value for second in derive_adsl(given)}
    assert counts["SCRNFL/ALL/n"] == 4
    assert (counts["ENRLFL/LOW/n"], counts["ENRLFL/HIGH/n"], counts["ENRLFL/ALL/n"]) == (2, 1, 3)
    assert (counts["SAFFL/LOW/n"], counts["SAFFL/ALL/n"], counts["DTHFL/ALL/n"]) == (1, 2, 2)
    done = verify_recomputation(given, Results([]))
    assert {one.route for one in done.comparisons} == {"counting records of the ADSL in data/raw"}
    with pytest.raises(VerificationError, match=r"ADSL\.SAFFL/HIGH/n: 0 in the results, 1 by counting"):
        verify_recomputation(
            trial([*ADSL[:2], ("03", "High dose", "Y", "Y", "N", "Y"), ADSL[3]], given.raw), Results([])
        )
