from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.flow import estimate
from analysis.results.product import Product
from tests.results.trial import make_adsl, make_study, values


def estimate_flow(adsl: pd.DataFrame) -> Product:
    study = make_study()
    block: Any = study.analysis("flow")
    return estimate(study, block, {"ADSL": adsl})


def changed(subject: str, **values: str) -> pd.DataFrame:
    adsl = make_adsl()
    adsl.loc[adsl["USUBJID"] == subject, list(values)] = list(values.values())
    return adsl


def test_every_box_is_counted_also_the_empty_ones() -> None:
    found = values(estimate_flow(make_adsl()), "flow.counts/")
    assert {name: n for name, n in found.items() if name.endswith("ALL/n")} == {
        "screened/ALL/n": 9,
        "excluded/ALL/n": 2,
        "excluded/criteria/ALL/n": 1,
        "excluded/declined/ALL/n": 1,
        "enrolled/ALL/n": 7,
        "treated/ALL/n": 7,
        "not-treated/ALL/n": 0,
        "treatment-completed/ALL/n": 6,
        "treatment-discontinued/ALL/n": 0,
        "treatment-ongoing/ALL/n": 0,
        "treatment-unknown/ALL/n": 1,
        "completed/ALL/n": 5,
        "discontinued/ALL/n": 2,
        "ongoing/ALL/n": 0,
        "discontinued/lost/ALL/n": 1,
        "discontinued/died/ALL/n": 1,
        "analysed/safety/ALL/n": 7,
        "not-analysed/safety/ALL/n": 0,
    }
    assert found["discontinued/lost/LOW/n"] == 1
    assert found["discontinued/lost/HIGH/n"] == 0
    assert found["completed/HIGH/n"] == 2
    assert not [name for name in found if name.startswith(("screened", "excluded")) and "ALL" not in name]


def test_who_was_not_treated_stands_in_a_box_of_its_own() -> None:
    found = values(estimate_flow(changed("03", SAFFL="N", TRT01A="")), "flow.counts/")
    assert (found["enrolled/LOW/n"], found["treated/LOW/n"], found["not-treated/LOW/n"]) == (4, 3, 1)
    assert (found["completed/LOW/n"], found["discontinued/LOW/n"]) == (3, 0)
    assert (found["analysed/safety/LOW/n"], found["not-analysed/safety/LOW/n"]) == (3, 1)


@pytest.mark.parametrize(
    ("adsl", "told"),
    [
        (changed("01", EOSSTT=""), "subjects 01: 7 treated are not 4 completed + 2 discontinued + 0 ongoing"),
        (changed("08", SAFFL="Y"), "subjects 08: 7 enrolled are not 8 treated + 0 not-treated"),
        (changed("05", TRT01P=""), "flow, enrolled, subjects 05: 7 enrolled are not 4 LOW + 2 HIGH"),
        (changed("03", DCSREAS="unlisted", DCSREASP="MOVED"), "03: the reason 'MOVED' (discontinued) is not listed"),
        (changed("09", EXCLREAS="unlisted", EXCLREAP="SHY"), "09: the reason 'SHY' (excluded) is not listed"),
    ],
)
def test_boxes_that_do_not_add_up_stop_the_build(adsl: pd.DataFrame, told: str) -> None:
    with pytest.raises(ResultsError) as error:
        estimate_flow(adsl)
    assert told in str(error.value)


def test_several_breaks_are_told_together() -> None:
    adsl = changed("01", EOSSTT="")
    adsl.loc[adsl["USUBJID"] == "09", "EXCLREAS"] = "unlisted"
    with pytest.raises(ResultsError) as error:
        estimate_flow(adsl)
    assert len(error.value.faults) > 1


def test_shares_are_of_all_assessed_and_then_of_those_enrolled() -> None:
    found = values(estimate_flow(make_adsl()), "flow.")
    assert found["counts/enrolled/ALL/N"] == 9
    assert found["counts/enrolled/ALL/p"] == pytest.approx(7 / 9)
    assert (found["counts/excluded/criteria/ALL/N"], found["counts/completed/LOW/N"]) == (9, 4)
    assert found["counts/completed/LOW/p"] == 0.75


def test_every_population_has_its_members() -> None:
    found = values(estimate_flow(changed("03", SAFFL="N", TRT01A="")), "flow.membership/")
    assert (found["screened/ALL/n"], found["enrolled/ALL/n"], found["safety/ALL/n"]) == (9, 7, 6)
    assert (found["safety/LOW/n"], found["safety/LOW/N"], found["safety/LOW/p"]) == (3, 4, 0.75)


def test_recruitment_and_follow_up_are_told_by_their_first_and_last_day() -> None:
    nothing = pd.to_datetime(pd.Series([None] * len(make_adsl())))
    adsl = make_adsl().assign(RFICDT=nothing, LSTALVDT=nothing)
    adsl["TRTSDT"] = pd.to_datetime("1970-01-11")
    adsl.loc[adsl["USUBJID"] == "03", "TRTSDT"] = pd.to_datetime("1970-02-01")
    adsl.loc[adsl["ENRLFL"] != "Y", "TRTSDT"] = pd.to_datetime("1969-12-31")
    adsl.loc[adsl["USUBJID"] == "03", "LSTALVDT"] = pd.to_datetime("1971-01-01")
    found = values(estimate_flow(adsl), "flow.period/")
    assert found == {
        "recruitment/ALL/first": 10,
        "recruitment/ALL/last": 31,
        "follow-up/ALL/first": 365,
        "follow-up/ALL/last": 365,
    }
