"""The model matrix of a linear model with factors and covariates, and what can be estimated from it.

Every factor is written with one 0/1 column for each level (as SAS does), so the matrix has more columns than rank.
The columns that a model keeps are found from left to right, the first level of a factor being the reference, which
gives the coefficients R calls treatment contrasts. A linear function of the full columns is estimable when it is
orthogonal to the null space of the matrix (Searle, Linear Models, 1971, section 5.4); its value then depends on no
choice of columns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers

RANK_TOLERANCE = 1e-8

Term = tuple[str, ...]


@dataclass(frozen=True)
class Factor:
    """A classification variable and its levels in their order; the first is the reference of the coefficients."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of the full model matrix: its term, the level of each factor in it (by position), its covariates."""

    term: Term
    levels: tuple[tuple[str, int], ...]
    covariates: tuple[str, ...]


@dataclass(frozen=True)
class Design:
    """The full columns of a linear model with intercept, before any data are seen."""

    factors: tuple[Factor, ...]
    covariates: tuple[str, ...]
    terms: tuple[Term, ...]
    columns: tuple[Column, ...]

    def factor(self, name: str) -> Factor:
        return next(factor for factor in self.factors if factor.name == name)

    @property
    def used_factors(self) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.factors if any(factor.name in term for term in self.terms))

    @property
    def used_covariates(self) -> tuple[str, ...]:
        return tuple(name for name in self.covariates if any(name in term for term in self.terms))


@dataclass(frozen=True)
class Basis:
    """The columns kept (positions in the full matrix, shape (p,)) and the null space of the matrix (full, full − p)."""

    kept: Integers
    null_space: Floats

    def is_estimable(self, rows: Floats) -> bool:
        """Whether every linear function in ``rows`` (r, full) has one value whatever columns are kept."""
        scale = max(1.0, float(np.abs(rows).max(initial=0.0)))
        return bool(np.all(np.abs(rows @ self.null_space) <= 1e-6 * scale))


def derive_design(factors: tuple[Factor, ...], covariates: tuple[str, ...], terms: tuple[Term, ...]) -> Design:
    """The columns of intercept and terms. MethodError for a name that is no factor or covariate, or is used twice."""
    known = [factor.name for factor in factors] + list(covariates)
    if len(set(known)) < len(known):
        raise MethodError(f"a name stands twice among factors and covariates: {', '.join(known)}")
    for term in terms:
        if not term or len(set(term)) < len(term) or not set(term) <= set(known):
            raise MethodError(f"the term {'*'.join(term)!r} must join different names out of {', '.join(known)}")
    by_name = {factor.name: factor for factor in factors}
    columns = [Column((), (), ())]
    for term in terms:
        columns.extend(_derive_columns(term, by_name))
    return Design(factors, covariates, terms, tuple(columns))


def _derive_columns(term: Term, by_name: Mapping[str, Factor]) -> list[Column]:
    factors = [name for name in term if name in by_name]
    covariates = tuple(name for name in term if name not in by_name)
    cells = list(product(*(range(len(by_name[name].levels)) for name in reversed(factors))))
    cells.sort(key=lambda cell: 0 in cell)  # stable: cells with a reference level come last and are left out first
    return [Column(term, tuple(zip(factors, reversed(cell), strict=True)), covariates) for cell in cells]


def derive_matrix(design: Design, codes: Mapping[str, Integers], values: Mapping[str, Floats]) -> Floats:
    """The full model matrix (n, full) from level positions ``codes`` and covariate ``values``, arrays of length n."""
    arrays = [*codes.values(), *values.values()]
    matrix = np.ones((len(arrays[0]) if arrays else 1, len(design.columns)))
    for position, column in enumerate(design.columns):
        for name, level in column.levels:
            matrix[:, position] *= codes[name] == level
        for name in column.covariates:
            matrix[:, position] *= values[name]
    return matrix


def derive_basis(matrix: Floats) -> Basis:
    """Keep each column that is not a linear function of those before it (Gram-Schmidt on columns of unit length)."""
    lengths = np.linalg.norm(matrix, axis=0)
    unit = matrix / np.where(lengths > 0, lengths, 1.0)
    orthogonal = np.empty((len(matrix), min(matrix.shape)))
    kept: list[int] = []
    for position in range(matrix.shape[1]):
        rest = unit[:, position].copy()
        for _ in range(2):  # the second pass removes what rounding left
            done = orthogonal[:, : len(kept)]
            rest -= done @ (done.T @ rest)
        size = float(np.linalg.norm(rest))
        if size > RANK_TOLERANCE and len(kept) < orthogonal.shape[1]:
            orthogonal[:, len(kept)] = rest / size
            kept.append(position)
    return Basis(np.array(kept, dtype=np.int64), _derive_null_space(unit, lengths, kept))


def _derive_null_space(unit: Floats, lengths: Floats, kept: list[int]) -> Floats:
    dropped = [position for position in range(unit.shape[1]) if position not in set(kept)]
    null_space = np.zeros((unit.shape[1], len(dropped)))
    if dropped:
        solution = np.linalg.lstsq(unit[:, kept], unit[:, dropped], rcond=None)[0]
        solution *= lengths[dropped] / lengths[kept][:, None]
        solution[np.abs(solution) < RANK_TOLERANCE] = 0.0
        null_space[kept] = solution
        null_space[dropped, range(len(dropped))] = -1.0
    return null_space


def format_column(design: Design, column: Column) -> str:
    """The name of a coefficient: ``(Intercept)``, ``group[high]:visit[D57]``, ``baseline:visit[D57]``."""
    levels = dict(column.levels)
    parts = [f"{name}[{design.factor(name).levels[levels[name]]}]" if name in levels else name for name in column.term]
    return ":".join(parts) or "(Intercept)"


def derive_type3(design: Design, basis: Basis, term: Term, rows: str = "sas") -> Floats:
    """The SAS type III hypotheses of a term, rows of full length, independent of coding.

    The hypotheses are estimable, have zeros for every term that does not contain ``term``, and are orthogonal to all
    estimable ones that involve only the terms containing it. A term contains another when it has the same covariates
    and all of its factors and more (SAS/STAT User's Guide, "The Four Types of Estimable Functions"). F does not
    depend on which rows stand for them, Satterthwaite's degrees of freedom of several do: ``rows`` "sas" compares
    each level with the last, "mmrm" with the mean of all.
    """
    member = np.array([set(column.term) == set(term) for column in design.columns])
    container = np.array([_contains(design, column.term, term) for column in design.columns])
    identity = np.eye(len(design.columns))
    outside = np.hstack([basis.null_space, identity[:, ~(member | container)]])
    containing_only = _derive_complement(np.hstack([outside, identity[:, member]]))
    space = _derive_complement(np.hstack([outside, containing_only])).T
    own = np.flatnonzero(member)
    comparisons = _derive_comparisons(design, term, rows)
    kept = np.intersect1d(own, basis.kept)
    for columns, wanted in ((own, comparisons), (kept, np.eye(len(kept)))):
        turn = np.linalg.lstsq(space[:, columns].T, wanted.T, rcond=None)[0].T
        if len(wanted) == len(space) and np.allclose(turn @ space[:, columns], wanted, atol=1e-6):
            return np.asarray(turn @ space)
    return space  # empty cells: no comparison of levels stands for the hypotheses


def _derive_comparisons(design: Design, term: Term, rows: str) -> Floats:
    """Each level but the last against the last or the mean (products, for an interaction), on the term's columns."""
    columns = [dict(column.levels) for column in design.columns if set(column.term) == set(term)]
    comparisons = np.ones((1, len(columns)))
    for factor in (design.factor(name) for name in term if name not in design.covariates):
        k = len(factor.levels)
        compare = np.eye(k)[:-1] - (np.full(k, 1 / k) if rows == "mmrm" else np.eye(k)[-1])
        by_column = compare[:, [column[factor.name] for column in columns]]
        comparisons = (comparisons[:, None] * by_column[None]).reshape(-1, len(columns))
    return comparisons


def _contains(design: Design, larger: Term, smaller: Term) -> bool:
    factors = {factor.name for factor in design.factors}
    return (set(smaller) - factors) == (set(larger) - factors) and set(larger) & factors > set(smaller) & factors


def _derive_complement(vectors: Floats) -> Floats:
    """An orthonormal basis, as columns, of everything orthogonal to the columns of ``vectors``."""
    if vectors.shape[1] == 0:
        return np.eye(vectors.shape[0])
    lengths = np.linalg.norm(vectors, axis=0)
    left, singular, _ = np.linalg.svd(vectors / np.where(lengths > 0, lengths, 1.0), full_matrices=True)
    return left[:, int(np.sum(singular > RANK_TOLERANCE)) :]


def derive_mean_row(
    design: Design, at: Mapping[str, int | float], margins: Mapping[tuple[int, ...], float], means: Mapping[str, float]
) -> Floats:
    """The full row (full,) of an LS mean.

    ``at`` fixes factors (level position) and covariates (value); ``margins`` gives the weight of each combination of
    levels of the other used factors, in the order of ``design.used_factors``; other covariates stand at their
    ``means``.
    """
    free = [factor.name for factor in design.used_factors if factor.name not in at]
    fixed = [factor.name for factor in design.used_factors if factor.name in at]
    cells = list(margins)
    codes = {name: np.array([cell[position] for cell in cells]) for position, name in enumerate(free)}
    codes |= {name: np.full(len(cells), int(at[name])) for name in fixed}
    values = {name: np.full(len(cells), float(at.get(name, means[name]))) for name in design.used_covariates}
    weights = np.array([margins[cell] for cell in cells])
    return (weights / math.fsum(weights)) @ derive_matrix(design, codes, values)
