import pandas as pd
import pytest

from analysis.datasets import adeff, adlb
from analysis.datasets.checking import check_dataset
from analysis.errors import DatasetError
from analysis.study import Parameter, Study
from tests.datasets.small import PARAMETERS, make_adsl, make_domain, make_study

ADSL = """
USUBJID | TRTSDT     | AGE | SEX
S-1     | 2024-01-10 | 50  | F
"""
LB = """
USUBJID | LBTESTCD | LBSTRESC | LBSTRESN | LBSTRESU | LBSTNRHI | VISITNUM | LBDTC
S-1     | ALB      | 30       | 30       | g/L      |          | 1        | 2024-01-10
S-1     | BILI     | 40       | 40       | umol/L   |          | 1        | 2024-01-09
S-1     | INR      | 1.2      | 1.2      | RATIO    |          | 1        | 2024-01-10
S-1     | AST      | 80       | 80       | U/L      | 40       | 1        | 2024-01-10
S-1     | PLAT     | 100      | 100      | 10^9/L   |          | 1        | 2024-01-10
S-1     | ALB      | 36       | 36       | g/L      |          | 2        | 2024-01-24
S-1     | BILI     | 20       | 20       | umol/L   |          | 2        | 2024-01-25
"""
RS = """
USUBJID | RSTESTCD | RSSTRESC | VISITNUM | RSDTC
S-1     | ASCITES  | MILD     | 1        | 2024-01-10
S-1     | ENCEPH   | NONE     | 1        | 2024-01-10
S-1     | ASCITES  | NONE     | 2        | 2024-01-24
"""


def measured(name: str, unit: str) -> dict[str, str]:
    return {"id": name, "label": name, "unit": unit, "category": "Liver", "domain": "LB"}


def study_with(*rules: str, unit: str = "g/L") -> Study:
    scores = [{"id": f"S{n}", "label": rule, "category": "", "score": {"rule": rule}} for n, rule in enumerate(rules)]
    laboratory = [measured("INR", ""), measured("AST", "U/L"), measured("PLAT", "10⁹/L")]
    albumin = {**PARAMETERS[0], "unit": unit}
    ways = [{"source": "g/L", "target": "g/dL", "factor": 0.1, "parameters": ["ALB"]}]
    return make_study(parameters=[albumin, PARAMETERS[1], *laboratory, *scores], units=ways)


def derived(study: Study, rs: str = RS, lb: str = LB) -> pd.DataFrame:
    raw = {"LB": make_domain("LB", lb), "RS": make_domain("RS", rs), "QS": make_domain("QS", QS)}
    datasets = {"ADSL": make_adsl(ADSL)}
    datasets["ADLB"] = adlb.derive(study, raw, datasets)
    frame = adeff.derive(study, raw, datasets)
    check_dataset(study, "ADEFF", frame)
    return frame


def test_child_pugh_and_its_class_at_baseline() -> None:
    frame = derived(study_with("child-pugh", "child-pugh-class"))
    first = frame[frame["AVISIT"] == "BL"]
    assert first["AVAL"].tolist() == [8, 2]  # bilirubin 2, albumin 2, INR 1, ascites 2, encephalopathy 1
    assert first["AVALC"].tolist() == ["", "B"]
    assert first["ABLFL"].tolist() == ["Y", "Y"]
    assert first["ADT"].eq(pd.Timestamp("2024-01-10")).all()


def test_a_missing_component_is_a_missing_score_with_its_reason() -> None:
    frame = derived(study_with("child-pugh"))
    later = frame[frame["AVISIT"] == "W2"].iloc[0]
    assert pd.isna(later["AVAL"])
    assert later["AREASND"] == "missing: INR, encephalopathy"
    assert (later["ANL01FL"], later["BASE"]) == ("", 8)


def test_a_score_at_each_visit_and_its_change() -> None:
    frame = derived(study_with("albi"))
    assert frame["AVISIT"].tolist() == ["BL", "W2"]
    assert frame["AVAL"].tolist() == pytest.approx([-1.4926404, -2.2013202])
    assert frame["CHG"].iloc[1] == pytest.approx(-0.7086798)
    assert frame["ADY"].tolist() == [1, 16]  # of the latest component


def test_the_upper_limit_of_the_laboratory_counts() -> None:
    frame = derived(study_with("apri"))
    assert frame["AVAL"].tolist() == [2.0]


def test_components_in_another_unit_are_converted() -> None:
    assert derived(study_with("albi", unit="g/dL"))["AVAL"].tolist() == pytest.approx([-1.4926404, -2.2013202])


def test_a_component_that_is_no_parameter_is_an_error() -> None:
    with pytest.raises(DatasetError, match="needs creatinine"):
        derived(study_with("meld"))


def test_an_unknown_grade_of_ascites_is_an_error() -> None:
    with pytest.raises(DatasetError, match="RS, RSSTRESC, ASCITES: no grade of ascites: A LOT"):
        derived(study_with("child-pugh"), RS.replace("MILD ", "A LOT"))


def test_glomerular_filtration_takes_age_and_sex() -> None:
    study = study_with("egfr-ckd-epi-2021")
    creatinine = measured("CREAT", "µmol/L")
    study = study.model_copy(update={"parameters": (*study.parameters, Parameter.model_validate(creatinine))})
    lb = LB + "S-1 | CREAT | 61.88 | 61.88 | umol/L | | 1 | 2024-01-10"
    assert derived(study, lb=lb)["AVAL"].tolist() == pytest.approx([105.30], abs=0.01)


QS = """
USUBJID | QSTESTCD | QSSTRESC | QSSTRESN | VISITNUM | QSDTC
S-1     | R36_20   | 2        | 2        | 1        | 2024-01-10
S-1     | R36_32   | 5        | 5        | 1        | 2024-01-10
S-1     | R36_20   | 1        | 1        | 2        | 2024-01-24
S-1     | R36_21   | 1        | 1        | 2        | 2024-01-24
"""


def test_a_scale_from_its_items() -> None:
    scale = {"id": "SF", "label": "Social", "category": "", "score": {"rule": "rand-36", "scale": "SF"}}
    frame = derived(make_study(parameters=[*PARAMETERS, scale]))
    assert frame["AVAL"].tolist() == [87.5, 100]  # at the second visit one item is missing: the other one counts
    assert frame["AREASND"].tolist() == ["", ""]


def test_a_scale_must_be_named() -> None:
    scale = {"id": "SF", "label": "Social", "category": "", "score": {"rule": "rand-36"}}
    with pytest.raises(DatasetError, match="needs `scale`"):
        derived(make_study(parameters=[*PARAMETERS, scale]))


def test_a_domain_that_is_missing_is_an_error() -> None:
    study = study_with("child-pugh")
    adsl = make_adsl(ADSL)
    raw = {"LB": make_domain("LB", LB)}
    datasets = {"ADSL": adsl, "ADLB": adlb.derive(study, raw, {"ADSL": adsl})}
    with pytest.raises(DatasetError, match="needs ASCITES of domain RS"):
        adeff.derive(study, raw, datasets)


def test_no_scores_no_records() -> None:
    assert derived(make_study()).empty
