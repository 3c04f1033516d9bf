import pandas as pd

from analysis.datasets.exposure import derive_recorded_treatment, derive_treatment
from tests.datasets.small import make_domain

EX = """
USUBJID | EXTRT   | EXDOSE | EXSTDTC          | EXENDTC
S-1     | DRUG    | 10     | 2024-01-10T09:30 | 2024-01-10
S-1     | DRUG    | 10     | 2024-01-17       | 2024-01-18
S-2     | PLACEBO | 0      | 2024-02-01       |
S-3     | DRUG    | 0      | 2024-02-01       |
"""

DM = """
USUBJID | RFXENDTC
S-1     | 2024-09-09
S-2     |
"""


def test_an_open_end_is_looked_up_in_dm() -> None:
    doses = make_domain("EX", EX.replace("| 2024-01-18", "|"))
    treatment = derive_treatment(doses, make_domain("DM", DM))
    assert treatment.loc["S-1", "TRTEDT"] == pd.Timestamp("2024-09-09")


def test_first_and_last_dose() -> None:
    treatment = derive_treatment(make_domain("EX", EX), make_domain("DM", DM))
    assert treatment.index.tolist() == ["S-1", "S-2"]  # a dose of 0 is a treatment where it is placebo
    first = treatment.loc["S-1"]
    assert first["TRTSDTM"] == pd.Timestamp("2024-01-10 09:30")
    assert (first["TRTSDT"], first["TRTEDT"]) == (pd.Timestamp("2024-01-10"), pd.Timestamp("2024-01-18"))
    assert (first["TRTDURD"], first["NDOSE"]) == (9, 2)
    assert treatment.loc["S-2", "TRTDURD"] == 1
    assert treatment["TRTSDTM"].isna().tolist() == [False, True]


def test_without_doses_the_dates_of_dm_count() -> None:
    dm = make_domain(
        "DM",
        "USUBJID | RFXSTDTC | RFXENDTC | RFSTDTC\nS-1 | 2024-01-10 | 2024-01-19 | 2024-01-01\nS-2 | | | 2024-01-01",
    )
    treatment = derive_recorded_treatment(dm)
    assert treatment.index.tolist() == ["S-1"]
    assert treatment["TRTSDT"].tolist() == [pd.Timestamp("2024-01-10")]
    assert treatment["TRTDURD"].tolist() == [10]
    assert treatment["NDOSE"].isna().all()
    older = derive_recorded_treatment(dm.drop(columns=["RFXSTDTC", "RFXENDTC"]))
    assert older["TRTSDT"].tolist() == [pd.Timestamp("2024-01-01")] * 2
