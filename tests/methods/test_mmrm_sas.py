"""SAS's stop; that its digits are met is told by the SAS cases of tests/reference/mmrm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.imputation import derive_imputations
from analysis.methods.mmrm import estimate_mmrm
from tests.reference.mmrm.ours import TRIAL, read_data

SAS = replace(TRIAL, stop="sas")


def test_it_is_near_the_minimum_but_not_there() -> None:
    at_minimum, stopped = (estimate_mmrm(read_data("trial"), model) for model in (TRIAL, SAS))
    assert 0 <= stopped.deviance - at_minimum.deviance < 1e-4
    assert np.allclose(stopped.covariance, at_minimum.covariance, rtol=1e-3)
    where = {"group": "high", "visit": "D169"}
    assert stopped.ls_mean(where).df == pytest.approx(at_minimum.ls_mean(where).df, rel=1e-2)
    assert "iteration stopped as by SAS" in stopped.ls_mean(where).options


def test_too_few_patients_for_the_matrix_say_why() -> None:
    data = read_data("trial")
    few = data[data["subject"].isin(sorted(set(data["subject"]))[:8])]
    assert estimate_mmrm(few, SAS).reason != ""


@pytest.mark.parametrize("wrong", [{"covariance": "CS"}, {"ddf": "kenward-roger"}, {"stop": "early"}])
def test_what_is_not_known_of_sas_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(MethodError):
        replace(SAS, **wrong)  # type: ignore[arg-type]


def test_imputations_want_the_minimum() -> None:
    with pytest.raises(MethodError, match="minimum"):
        derive_imputations(read_data("trial"), estimate_mmrm(read_data("trial"), SAS), 2, 1)
