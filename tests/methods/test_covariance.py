"""Covariance structures: their shape, their derivatives, their starting values."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods.arguments import Floats
from analysis.methods.covariance import STRUCTURES, Structure, derive_covariance, derive_sas_curvature, derive_start

MOMENTS = np.array([[4, 2, 1.2, 0.6], [2, 5, 2.2, 1], [1.2, 2.2, 6, 2.4], [0.6, 1, 2.4, 7]])
PARAMETERS = {"UN": 10, "TOEPH": 7, "ARH(1)": 5, "CSH": 5, "TOEP": 4, "AR(1)": 2, "CS": 2}
structures = pytest.mark.parametrize("structure", STRUCTURES.values(), ids=lambda structure: structure.name)


def theta_of(structure: Structure) -> Floats:
    start = derive_start(structure, MOMENTS)
    return np.asarray(start + np.linspace(-0.05, 0.08, len(start)))


@structures
def test_number_of_parameters_and_positive_definite_start(structure: Structure) -> None:
    start = derive_start(structure, MOMENTS)
    sigma = derive_covariance(structure, start, 4).sigma
    assert len(start) == PARAMETERS[structure.name]
    assert np.linalg.eigvalsh(sigma).min() > 0
    same = np.ptp(np.diag(sigma)) < 1e-12
    assert same != structure.heterogeneous


def test_unstructured_start_is_the_moments() -> None:
    structure = STRUCTURES["UN"]
    assert derive_covariance(structure, derive_start(structure, MOMENTS), 4).sigma == pytest.approx(MOMENTS)


@pytest.mark.parametrize(("name", "second", "third"), [("AR(1)", 0.25, 0.125), ("CS", 0.5, 0.5), ("TOEP", 0.3, 0.1)])
def test_correlations_by_lag(name: str, second: float, third: float) -> None:
    rho = np.array([0.5, 0.3, 0.1])
    phi = rho / np.sqrt(1 - rho**2)
    shape = {"AR(1)": phi[:1], "TOEP": phi, "CS": np.log([(0.5 + 1 / 3) / 0.5])}[name]
    sigma = derive_covariance(STRUCTURES[name], np.concatenate([[np.log(2.0)], shape]), 4).sigma
    assert sigma[0] == pytest.approx(4 * np.array([1, 0.5, second, third]))


@structures
def test_derivatives_equal_differences(structure: Structure) -> None:
    theta, step = theta_of(structure), 1e-5
    covariance = derive_covariance(structure, theta, 4)
    for place, unit in enumerate(np.eye(len(theta)) * step):
        above, below = derive_covariance(structure, theta + unit, 4), derive_covariance(structure, theta - unit, 4)
        assert (above.sigma - below.sigma) / (2 * step) == pytest.approx(covariance.first[place], abs=1e-7)
        assert (above.first - below.first) / (2 * step) == pytest.approx(covariance.second[place], abs=1e-7)


@pytest.mark.parametrize("name", [name for name, structure in STRUCTURES.items() if not structure.sas_linear])
def test_curvature_of_sas_parameters(name: str) -> None:
    structure, step = STRUCTURES[name], 1e-4
    theta = theta_of(structure)
    scales = 4 if structure.heterogeneous else 1
    floor = 1 / 3

    def to_theta(psi: Floats) -> Floats:
        rho = psi[scales:]
        shape = np.log((rho + floor) / (1 - rho)) if structure.shape == "exchangeable" else rho / np.sqrt(1 - rho**2)
        return np.concatenate([np.log(psi[:scales]) / 2, shape])

    phi = theta[scales:]
    share = 1 / (1 + np.exp(-phi))
    rho = (1 + floor) * share - floor if structure.shape == "exchangeable" else phi / np.sqrt(1 + phi**2)
    psi = np.concatenate([np.exp(2 * theta[:scales]), rho])
    above, below = to_theta(psi + step), to_theta(psi - step)
    slope, bend = (above - below) / (2 * step), (above - 2 * theta + below) / step**2
    assert derive_sas_curvature(structure, theta, 4) == pytest.approx(bend / slope**2, rel=1e-4, abs=1e-5)
