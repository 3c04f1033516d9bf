"""ADCM, ADMH and ADDV: what they share, and what is their own."""

import pandas as pd

from analysis.datasets import adcm, addv, admh
from analysis.datasets.checking import check_dataset
from tests.datasets.small import make_adsl, make_domain, make_study

ADSL = """
USUBJID | TRTSDT     | LSTALVDT
S-1     | 2024-01-10 | 2024-06-15
S-2     |            | 2024-01-20
"""
CM = """
USUBJID | CMTRT   | CMSTDTC    | CMENDTC    | CMENRTPT
S-1     | BEFORE  | 2023       | 2024-01-09 |
S-1     | AROUND  | 2023-12    | 2024-01-20 |
S-1     | ALWAYS  |            |            | ONGOING
S-1     | DURING  | 2024-02-01 | 2024-02    |
S-1     | LATE    | 2024-03-10 |            |
S-2     | NEVER   | 2024-01-01 |            | ONGOING
"""
MH = """
USUBJID | MHTERM   | MHSTDTC | MHENRTPT
S-1     | Fracture | 1998    | BEFORE
S-1     | Asthma   |         | ONGOING
"""
DV = """
USUBJID | DVTERM    | DVCAT | DVSTDTC
S-1     | Late      | MINOR | 2024-02-01
S-1     | Forbidden | MAJOR | 2024-01-10
"""


def test_medication_before_and_under_treatment() -> None:
    frame = adcm.derive(make_study(), {"CM": make_domain("CM", CM)}, {"ADSL": make_adsl(ADSL)})
    check_dataset(make_study(), "ADCM", frame, 6)
    flags = frame.set_index("CMTRT")[["PREFL", "ONTRTFL", "ONGOFL"]]
    assert flags.apply(",".join, axis=1).to_dict() == {
        "BEFORE": "Y,,",
        "AROUND": "Y,Y,",
        "ALWAYS": ",Y,Y",
        "DURING": ",Y,",
        "LATE": ",,",  # began on day 61, after the last day of the study's safety rules
        "NEVER": ",,Y",
    }


def test_partial_dates_are_imputed_and_flagged() -> None:
    frame = adcm.derive(make_study(), {"CM": make_domain("CM", CM)}, {"ADSL": make_adsl(ADSL)}).set_index("CMTRT")
    assert (frame.loc["BEFORE", "ASTDT"], frame.loc["BEFORE", "ASTDTF"]) == (pd.Timestamp("2023-01-01"), "M")
    assert (frame.loc["DURING", "AENDT"], frame.loc["DURING", "AENDTF"]) == (pd.Timestamp("2024-02-29"), "D")
    assert frame.loc["DURING", "ADURN"] == 29


def test_medical_history() -> None:
    frame = admh.derive(make_study(), {"MH": make_domain("MH", MH)}, {"ADSL": make_adsl(ADSL)})
    check_dataset(make_study(), "ADMH", frame, 2)
    assert dict(zip(frame["MHTERM"], frame["ONGOFL"], strict=True)) == {"Fracture": "", "Asthma": "Y"}


def test_deviations() -> None:
    frame = addv.derive(make_study(), {"DV": make_domain("DV", DV)}, {"ADSL": make_adsl(ADSL)})
    check_dataset(make_study(), "ADDV", frame, 2)
    assert frame[["DVTERM", "ASTDY", "MAJORFL"]].to_numpy().tolist() == [["Forbidden", 1, "Y"], ["Late", 23, ""]]
