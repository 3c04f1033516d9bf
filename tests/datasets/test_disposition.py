import pandas as pd

from analysis.datasets.disposition import (
    derive_end_of_study,
    derive_end_of_treatment,
    derive_reason,
    derive_reported_reason,
    derive_status,
)
from tests.datasets.small import make_domain, make_study

DS = """
USUBJID | DSDECOD           | DSTERM            | DSCAT              | DSSCAT              | DSSTDTC
S-1     | RANDOMIZED        | RANDOMIZED        | PROTOCOL MILESTONE |                     | 2024-01-10
S-1     | COMPLETED         | COMPLETED         | DISPOSITION EVENT  | STUDY TREATMENT     | 2024-02-01
S-1     | LOST TO FOLLOW-UP | MOVED AWAY        | DISPOSITION EVENT  | STUDY PARTICIPATION | 2024-05-01
S-1     | COMPLETED         | COMPLETED         | DISPOSITION EVENT  | MAIN STUDY          | 2024-06-01
S-2     | COMPLETED         | COMPLETED         | DISPOSITION EVENT  |                     | 2024-03-01
S-2     | DEATH             | DEATH             | DISPOSITION EVENT  |                     | 2024-04-01
S-2     | FINAL VISIT       | FINAL VISIT       | OTHER EVENT        |                     | 2024-06-01
"""


def test_the_event_that_ended_participation() -> None:
    end = derive_end_of_study(make_domain("DS", DS))
    assert end["DSDECOD"].to_dict() == {"S-1": "LOST TO FOLLOW-UP", "S-2": "DEATH"}
    assert end.loc["S-1", "date"] == pd.Timestamp("2024-05-01")


def test_the_event_that_ended_treatment() -> None:
    assert derive_end_of_treatment(make_domain("DS", DS))["DSDECOD"].to_dict() == {"S-1": "COMPLETED"}


def test_without_categories_the_last_event_counts() -> None:
    plain = make_domain("DS", DS).drop(columns=["DSCAT", "DSSCAT"])
    assert derive_end_of_study(plain)["DSDECOD"].to_dict() == {"S-1": "COMPLETED", "S-2": "FINAL VISIT"}


def test_status() -> None:
    assert derive_status(pd.Series(["COMPLETED", "Death", ""])).tolist() == ["COMPLETED", "DISCONTINUED", "ONGOING"]


def test_reasons_of_the_study_by_term_or_coded_term() -> None:
    decod = pd.Series(["Lost to follow-up", "OTHER", "SPONSOR DECISION"])
    term = pd.Series(["moved", "death", "money"])
    found = derive_reason(decod, term, make_study().disposition.discontinuations)
    assert found.tolist() == ["lost", "died", "unlisted"]
    assert derive_reported_reason(decod, pd.Series(["moved", "OTHER", ""])).tolist() == [
        "Lost to follow-up: moved",
        "OTHER",
        "SPONSOR DECISION",
    ]
