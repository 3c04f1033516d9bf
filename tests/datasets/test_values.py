import pytest

from analysis.datasets.values import derive_values
from analysis.errors import DatasetError
from analysis.study import Parameter
from tests.datasets.small import make_domain, make_study


def albumin(**changes: str) -> Parameter:
    return Parameter.model_validate({"id": "ALB", "label": "", "unit": "g/L", "category": "", "domain": "LB"} | changes)


LB = """
USUBJID | LBTESTCD | LBSTRESC | LBSTRESN | LBSTRESU | LBSTNRLO | LBSTNRHI
S-1     | ALB      | 35       | 35       | g/L      | 40       | 55
S-1     | ALB      | 3.5      | 3.5      | g/dL     | 4        | 5.5
S-1     | ALB      | <2       |          | g/dL     |          |
S-1     | ALB      | >6       |          | g/dL     |          |
S-1     | ALB      | HEMOLYZED |         |          |          |
"""


def test_values_and_ranges_in_the_unit_of_the_study() -> None:
    values = derive_values(make_study(), albumin(), make_domain("LB", LB), "LB")
    assert values["AVAL"].tolist()[:4] == [35, 35, 10, 60]
    assert values["ANRLO"].tolist()[:2] == [40, 40]
    assert values["ANRHI"].tolist()[:2] == [55, 55]
    assert values["AVAL"].isna().tolist() == [False] * 4 + [True]
    assert values["AVALC"].tolist() == ["", "", "<2", ">6", "HEMOLYZED"]


@pytest.mark.parametrize(("rule", "value"), [("half", 10), ("limit", 20), ("missing", None)])
def test_below_the_limit_of_quantification(rule: str, value: float | None) -> None:
    found = derive_values(make_study(), albumin(below_limit=rule), make_domain("LB", LB), "LB")["AVAL"]
    assert found.isna()[2] if value is None else found[2] == value
    assert found[3] == 60


def test_above_what_can_be_measured() -> None:
    found = derive_values(make_study(), albumin(above_limit="missing"), make_domain("LB", LB), "LB")["AVAL"]
    assert found.isna().tolist() == [False, False, False, True, True]


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(DatasetError, match="neither g/L nor converted: stone"):
        derive_values(make_study(), albumin(), make_domain("LB", LB.replace("g/dL ", "stone")), "LB")
