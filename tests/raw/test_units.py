import pytest

from analysis.raw.units import derive_factor, format_unit
from tests.datasets.small import make_study


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("µmol/L", "umol/L"),
        ("μmol/L", "umol/L"),
        ("10⁹/L", "10^9/L"),
        ("10⁹/L", "GI/L"),
        ("", "RATIO"),
        ("U/L", "IU/L"),
        ("beats/min", "BEATS/MIN"),
    ],
)
def test_spellings_of_one_unit(one: str, other: str) -> None:
    assert format_unit(one) == format_unit(other)


def test_factor_by_the_table_of_the_study() -> None:
    study = make_study()
    albumin, bilirubin = study.parameters
    assert derive_factor(study, albumin, "g/L") == 1
    assert derive_factor(study, albumin, "g/dL") == 10
    assert derive_factor(study, bilirubin, "g/dL") is None
    assert derive_factor(study, albumin, "") is None
