import pandas as pd
import pytest

from analysis.datasets import adsl
from analysis.datasets.checking import check_dataset
from analysis.errors import DatasetError
from tests.datasets.small import LABORATORY, make_domain, make_study

DM = """
USUBJID | SUBJID | AGE | SEX | ARMCD    | ACTARMCD | RFICDTC    | DTHFL | DTHDTC
S-2     | 2      | 61  | M   | P        | A        | 2024-01-02 |       |
S-1     | 1      | 50  | F   | A        | A        | 2024-01-01 |       |
S-3     | 3      | 44  | M   | Scrnfail | Scrnfail | 2024-01-03 |       |
S-4     | 4      | 70  | F   | P        |          | 2024-01-04 | Y     | 2024-04-01
"""
EX = """
USUBJID | EXTRT   | EXDOSE | EXSTDTC    | EXENDTC
S-1     | DRUG    | 10     | 2024-01-10 | 2024-01-10
S-1     | DRUG    | 10     | 2024-01-17 | 2024-01-17
S-2     | DRUG    | 10     | 2024-01-12 | 2024-01-12
"""
DS = """
USUBJID | DSDECOD           | DSTERM            | DSCAT             | DSSTDTC
S-1     | COMPLETED         | COMPLETED         | DISPOSITION EVENT | 2024-03-01
S-2     | LOST TO FOLLOW-UP | LOST TO FOLLOW-UP | DISPOSITION EVENT | 2024-02-10
S-3     | SCREEN FAILURE    | NO CONSENT        | DISPOSITION EVENT | 2024-01-05
S-4     | DEATH             | DEATH             | DISPOSITION EVENT | 2024-04-01
"""
VS = """
USUBJID | VSTESTCD | VSSTRESN | VSSTRESU | VSDTC
S-1     | HEIGHT   | 2        | m        | 2024-01-03
S-1     | WEIGHT   | 82       | kg       | 2024-01-03
S-1     | WEIGHT   | 80       | kg       | 2024-01-10
S-1     | WEIGHT   | 70       | kg       | 2024-02-10
"""


def raw() -> dict[str, pd.DataFrame]:
    texts = {"DM": DM, "EX": EX, "DS": DS, "VS": VS, "LB": LABORATORY}
    return {name: make_domain(name, text) for name, text in texts.items()}


def derived() -> pd.DataFrame:
    study = make_study()
    frame = adsl.derive(study, raw(), {})
    check_dataset(study, "ADSL", frame, len(raw()["DM"]))
    return frame.set_index("USUBJID")


def test_one_record_a_subject_in_order() -> None:
    assert derived().index.tolist() == ["S-1", "S-2", "S-3", "S-4"]


def test_planned_and_actual_treatment() -> None:
    frame = derived()
    assert frame["TRT01P"].tolist() == ["Active", "Placebo", "", "Placebo"]
    assert frame["TRT01A"].tolist() == ["Active", "Active", "", ""]  # S-4 was never treated
    assert frame["TRT01PN"].tolist()[:2] == [1, 2]


def test_populations() -> None:
    frame = derived()
    flags = {name: "".join(frame[name]) for name in ("SCRNFL", "ENRLFL", "SAFFL", "FASFL", "PPROTFL")}
    assert flags == {"SCRNFL": "YYYY", "ENRLFL": "YYNY", "SAFFL": "YYNN", "FASFL": "YNNN", "PPROTFL": "YNNN"}


def test_a_major_deviation_ends_per_protocol() -> None:
    deviations = make_domain("DV", "USUBJID | DVTERM | DVCAT\nS-1 | ... | MAJOR")
    frame = adsl.derive(make_study(), raw() | {"DV": deviations}, {}).set_index("USUBJID")
    assert frame.loc["S-1", "PPROTFL"] == "N"


def test_disposition_and_death() -> None:
    frame = derived()
    assert frame["EOSSTT"].tolist() == ["COMPLETED", "DISCONTINUED", "", "DISCONTINUED"]
    assert frame["DCSREAS"].tolist() == ["", "lost", "", "died"]
    assert frame["EXCLREAS"].tolist() == ["", "", "criteria", ""]
    assert frame.loc["S-3", "EXCLREAP"] == "SCREEN FAILURE: NO CONSENT"
    assert frame["DTHFL"].tolist() == ["", "", "", "Y"]
    assert frame.loc["S-1", "LSTALVDT"] == pd.Timestamp("2024-03-01")
    assert frame.loc["S-2", "LSTALVDT"] == pd.Timestamp("2024-01-12")  # not the day the loss was noted
    assert frame.loc["S-4", "LSTALVDT"] == pd.Timestamp("2024-04-01")


def test_body_before_treatment() -> None:
    first = derived().loc["S-1"]
    assert (first["HEIGHTBL"], first["WEIGHTBL"], first["BMIBL"]) == (200, 80, 20)


def test_an_unknown_unit_of_weight_is_an_error() -> None:
    domains = raw()
    domains["VS"]["VSSTRESU"] = domains["VS"]["VSSTRESU"].replace("kg", "stone")
    with pytest.raises(DatasetError, match="VS, VSSTRESU, WEIGHT: unknown unit: stone"):
        adsl.derive(make_study(), domains, {})
