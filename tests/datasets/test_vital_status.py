import pandas as pd

from analysis.datasets.vital_status import derive_death, derive_last_alive
from tests.datasets.small import make_domain

DM = """
USUBJID | DTHFL | DTHDTC
S-1     | Y     | 2024-05-03
S-2     | Y     |
S-3     |       |
S-4     |       |
"""
DS = """
USUBJID | DSDECOD           | DSTERM                 | DSSTDTC
S-1     | DEATH             | DEATH                  | 2024-05-04
S-2     | DEATH             | DEATH DUE TO PNEUMONIA | 2024-06
S-3     | LOST TO FOLLOW-UP | LOST TO FOLLOW-UP      | 2024-08-01
"""
AE = """
USUBJID | AETERM   | AEDECOD | AEOUT     | AESTDTC    | AEENDTC
S-1     | Sepsis   |         | FATAL     | 2024-05-01 | 2024-05-03
S-4     | Headache |         | RECOVERED | 2024-03-05 | 2024-03-06
"""
SV = """
USUBJID | VISITNUM | SVSTDTC
S-3     | 1        | 2024-01-01
S-3     | 2        | 2024-04-01
S-3     | 3        | 2024-08-01
S-4     | 1        | 2024-03
"""
SS = """
USUBJID | VISITNUM | SSSTRESC | SSDTC
S-3     | 2        | ALIVE    | 2024-04-02
S-3     | 3        | LOST     | 2024-08-01
"""
RAW = {"DM": DM, "DS": DS, "AE": AE, "SV": SV, "SS": SS}


def raw(*domains: str) -> dict[str, pd.DataFrame]:
    return {name: make_domain(name, RAW[name]) for name in domains}


def test_date_and_cause_of_death() -> None:
    death = derive_death(raw("DM", "DS", "AE"))
    assert death["date"].to_dict() == {"S-1": pd.Timestamp("2024-05-03"), "S-2": pd.Timestamp("2024-06-01")}
    assert death["cause"].to_dict() == {"S-1": "Sepsis", "S-2": "DEATH DUE TO PNEUMONIA"}


def test_a_death_without_any_date_is_a_death() -> None:
    death = derive_death(raw("DM"))
    assert death.index.tolist() == ["S-1", "S-2"]
    assert death["date"].isna().tolist() == [False, True]


def test_a_contact_that_tells_of_a_loss_is_no_sign_of_life() -> None:
    alive = derive_last_alive(raw("DM", "DS", "AE", "SV", "SS"))
    assert alive["S-3"] == pd.Timestamp("2024-04-02")
    assert alive["S-4"] == pd.Timestamp("2024-03-05")  # a month alone is not a day
