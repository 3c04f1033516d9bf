"""ADLB and ADVS as wholes: the parts have tests of their own."""

import pandas as pd

from analysis.datasets import adlb, advs
from analysis.datasets.checking import check_dataset
from tests.datasets.small import LABORATORY, PARAMETERS, make_adsl, make_domain, make_study

ADSL = """
USUBJID | TRTSDT
S-1     | 2024-01-10
"""


def derived(text: str = LABORATORY) -> pd.DataFrame:
    study = make_study()
    frame = adlb.derive(study, {"LB": make_domain("LB", text)}, {"ADSL": make_adsl(ADSL)})
    check_dataset(study, "ADLB", frame)
    return frame


def test_a_laboratory_dataset() -> None:
    frame = derived()
    columns = ["PARAMCD", "AVAL", "ADY", "AVISIT", "ABLFL", "CHG", "ANL01FL"]
    assert frame[columns].fillna("").to_numpy().tolist() == [
        ["ALB", 30, -8, "", "", "", ""],
        ["ALB", 31, 1, "BL", "Y", "", "Y"],
        ["ALB", 34, 15, "W2", "", 3, "Y"],
        ["ALB", 35, 29, "W4", "", 4, "Y"],
        ["TBIL", 20, 1, "BL", "Y", "", "Y"],
        ["TBIL", 2.5, 29, "W4", "", -17.5, "Y"],
    ]
    assert frame["PARAM"].unique().tolist() == ["Albumin (g/L)", "Bilirubin (µmol/L)"]
    assert frame["BASE"].tolist() == [31, 31, 31, 31, 20, 20]
    assert frame["SRCSEQ"].tolist() == [1, 2, 3, 4, 5, 6]


def test_results_that_were_not_obtained_are_left_out() -> None:
    assert len(derived(LABORATORY + "S-1 | ALB | | | | 5 | 2024-03-01")) == 6


def test_qualifiers_choose_among_the_results_of_a_test() -> None:
    pressure = {"id": "SUPINE", "label": "Systolic, supine", "unit": "mmHg", "category": "Vital signs", "domain": "VS"}
    study = make_study(parameters=[{**pressure, "test": "SYSBP", "qualifiers": {"POS": "SUPINE"}}])
    text = """
        USUBJID | VSTESTCD | VSPOS    | VSSTRESN | VSSTRESU | VSDTC
        S-1     | SYSBP    | SUPINE   | 120      | mmHg     | 2024-01-10
        S-1     | SYSBP    | STANDING | 130      | mmHg     | 2024-01-10
    """
    frame = advs.derive(study, {"VS": make_domain("VS", text)}, {"ADSL": make_adsl(ADSL)})
    assert frame["AVAL"].tolist() == [120]


def test_subjects_without_treatment_have_values_but_no_visits() -> None:
    adsl = make_adsl(ADSL.replace("2024-01-10", ""))
    frame = adlb.derive(make_study(), {"LB": make_domain("LB", LABORATORY)}, {"ADSL": adsl})
    assert frame["AVAL"].tolist() == [30, 31, 34, 35, 20, 2.5]
    assert set(frame["AVISIT"]) | set(frame["ABLFL"]) == {""}
    assert frame["CHG"].isna().all()


def test_a_dataset_without_parameters_is_empty_but_whole() -> None:
    study = make_study(parameters=PARAMETERS)
    vs = make_domain("VS", "USUBJID | VSTESTCD | VSSTRESN | VSSTRESU | VSDTC\nS-1 | TEMP | 37 | C | 2024-01-10")
    frame = advs.derive(study, {"VS": vs}, {"ADSL": make_adsl(ADSL)})
    check_dataset(study, "ADVS", frame, 0)
