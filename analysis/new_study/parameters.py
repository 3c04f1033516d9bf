"""Parameters from the tests that were measured: names, units with their conversions, decimals, distribution."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.new_study.conversions import derive_factor
from analysis.new_study.measured import Measured, iterate_coverage
from analysis.new_study.outline import Noted
from analysis.new_study.wording import KNOWN_CODES, format_label, format_printed_unit
from analysis.study import Conversion, Parameter

CATEGORIES = {"LB": "Laboratory", "VS": "Vital signs", "EG": "ECG", "QS": "Questionnaires"}
SHORTENED = {
    "CHEM": "Chemistry",
    "HEM": "Hematology",
    "HEMA": "Hematology",
    "URIN": "Urinalysis",
    "COAG": "Coagulation",
}
SKEWED, LEAST_VALUES = 1.0, 30
MOST_DIGITS, EQUAL, MOSTLY = 4, 1e-9, 0.95
#: Of a questionnaire with many tests only these are parameters; the others are its items.
TOTALS = ("TOTAL", "SCORE", "SUBSCORE", "SUM", "GLOBAL", "IMPRESSION", "INDEX")
FEW = 3


@dataclass(frozen=True)
class Found:
    """The parameters with remarks, the conversions of their units, and for each how many subjects a visit has."""

    parameters: tuple[Noted[Parameter], ...]
    units: tuple[Noted[Conversion], ...]
    coverage: Mapping[str, Mapping[str, int]]
    remarks: tuple[str, ...]


def derive_parameters(measured: Sequence[Measured], windows: Mapping[str, tuple[int, int]]) -> Found:
    """A parameter for each test; no items of questionnaires; what has an unknown unit is only a comment."""
    parameters: list[Noted[Parameter]] = []
    units: list[Noted[Conversion]] = []
    coverage: dict[str, Mapping[str, int]] = {}
    items = list(_find_items(measured))
    for one in (one for one in measured if one not in items):
        name = _choose_code(one, {noted.block.id for noted in parameters})
        ways, unknown = derive_conversions(one, name)
        parameters.append(_derive_parameter(one, name, ways, unknown))
        if not unknown:
            units += ways
            coverage[name] = dict(iterate_coverage(one, windows))
    order = list(dict.fromkeys((noted.block.domain, noted.block.category) for noted in parameters))
    parameters.sort(key=lambda noted: order.index((noted.block.domain, noted.block.category)))
    return Found(tuple(parameters), _join(units), coverage, tuple(_describe_items(items)))


def derive_conversions(one: Measured, name: str) -> tuple[list[Noted[Conversion]], dict[str, int]]:
    """How the rarer units of a test become its most frequent one, and the units for which that isn't known.

    Results without a unit are taken to be in the usual one where they lie among its values.
    """
    usual = _usual_unit(one)
    target = format_printed_unit(usual)
    ways, unknown = [], {}
    for unit, count in one.units.items():
        factor = derive_factor(one.code, unit, target)
        note = f"{count} results"
        if factor is None and unit == "" and _lies_among(one, usual):
            factor, note = 1.0, f"{count} results without a unit lie among the others: check them"
        if factor is None:
            unknown[unit] = count
        elif (factor != 1.0 or unit == "") and unit != usual:
            way = Conversion(source=unit, target=target, factor=factor, parameters=(name,))
            ways.append(Noted(way, note))
    return ways, unknown


def _skewness(values: pd.Series) -> float:
    return float(pd.Series(values, dtype="float64").agg("skew"))


def derive_distribution(values: pd.Series) -> Literal["normal", "log-normal"]:
    """Log-normal where all values are above 0, and skewed, and their logarithms are much less so."""
    if len(values) < LEAST_VALUES or (values <= 0).any():
        return "normal"
    skew, of_logs = _skewness(values), _skewness(np.log(values))
    return "log-normal" if skew > SKEWED and abs(of_logs) < skew / 2 else "normal"


def derive_digits(values: pd.Series) -> int:
    """Decimals in print: three significant digits of a usual value, two of the spread, not more than the data have."""
    wanted = max(_decimals(float(values.abs().median()), 3), _decimals(float(values.std()), 2))
    shares = (((values.round(digits) - values).abs() < EQUAL).mean() for digits in range(MOST_DIGITS))
    recorded = next((digits for digits, share in enumerate(shares) if share > MOSTLY), MOST_DIGITS)
    return min(wanted, recorded)


def _decimals(size: float, significant: int) -> int:
    """Decimals that show so many significant digits of a number of this size."""
    return max(0, significant - 1 - math.floor(math.log10(size))) if size > 0 else 0


def _derive_parameter(
    one: Measured, name: str, ways: Sequence[Noted[Conversion]], unknown: Mapping[str, int]
) -> Noted[Parameter]:
    usual = _usual_unit(one)
    values = _convert(one, ways)
    label = format_label(one.name)
    if "POS" in one.qualifiers:
        label += f", {one.qualifiers['POS'].lower()}"
    short = one.code if one.code in KNOWN_CODES else ""
    block = Parameter(
        id=name,
        label=label,
        short=short if short and short != label else "",
        unit=format_printed_unit(usual),
        category=_name_category(one),
        domain=one.domain,
        test=one.code if one.code != name else None,
        qualifiers=dict(one.qualifiers),
        digits=derive_digits(values),
        distribution="normal" if one.domain in ("QS", "VS") else derive_distribution(values),
    )
    return Noted(block, "; ".join(_remark(one, values, unknown)), off=bool(unknown))


def format_parameter(one: Measured, note: str) -> Noted[Parameter]:
    """A test with pure numbers as a parameter."""
    return Noted(_derive_parameter(one, one.code, [], {}).block, note)


def _name_category(one: Measured) -> str:
    """The category of the data; one word in capitals is an acronym (ADAS)."""
    if not one.category or one.domain == "VS":
        return CATEGORIES[one.domain]
    if one.category.upper() in SHORTENED:
        return SHORTENED[one.category.upper()]
    return one.category if one.domain == "QS" and one.category.isalpha() else format_label(one.category)


def _remark(one: Measured, values: pd.Series, unknown: Mapping[str, int]) -> Iterator[str]:
    if unknown:
        told = ", ".join(f"{count} results in '{unit or 'no unit'}'" for unit, count in unknown.items())
        yield f"LEFT OUT: {told}, which no conversion is known for: add it to `units`, or correct the data"
    yield f"found {values.min():.6g} to {values.max():.6g}"
    if one.aside:
        yield "left aside: " + ", ".join(f"{count} {level.lower()}" for level, count in one.aside.items())


def _convert(one: Measured, ways: Sequence[Noted[Conversion]]) -> pd.Series:
    factors = {way.block.source: way.block.factor for way in ways}
    return (one.values["value"] * one.values["unit"].map(lambda unit: factors.get(unit, 1.0))).dropna()


def _usual_unit(one: Measured) -> str:
    named = [unit for unit in one.units if unit]
    return named[0] if named else ""


def _lies_among(one: Measured, usual: str) -> bool:
    values = one.values
    there = values.loc[values["unit"] == usual, "value"]
    return bool(values.loc[values["unit"] == "", "value"].dropna().between(there.min(), there.max()).all())


def _choose_code(one: Measured, taken: set[str]) -> str:
    """The test's code, with the domain's letters behind it where another domain has the same."""
    names = [one.code, f"{one.code[:6]}{one.domain}", *(f"{one.code[:5]}{one.domain}{n}" for n in range(2, 10))]
    return next(name for name in names if name not in taken)


def _join(units: Sequence[Noted[Conversion]]) -> tuple[Noted[Conversion], ...]:
    """One line for all parameters that share source, target, factor and remark."""
    joined: dict[tuple[str, str, float, bool], list[Noted[Conversion]]] = {}
    for noted in units:
        way = noted.block
        joined.setdefault((way.source, way.target, way.factor, way.source == ""), []).append(noted)
    return tuple(
        Noted(
            Conversion(source=s, target=t, factor=f, parameters=tuple(p for n in some for p in n.block.parameters)),
            "; ".join(dict.fromkeys(noted.note for noted in some)),
        )
        for (s, t, f, _), some in joined.items()
    )


def _find_items(measured: Sequence[Measured]) -> Iterator[Measured]:
    """Single questions of questionnaires, which are no parameters of their own."""
    for category in dict.fromkeys(one.category for one in measured if one.domain == "QS"):
        tests = [one for one in measured if one.domain == "QS" and one.category == category]
        if len(tests) > FEW:
            yield from (one for one in tests if not any(word in one.name.upper() for word in TOTALS))


def _describe_items(items: Sequence[Measured]) -> Iterator[str]:
    for category in dict.fromkeys(one.category for one in items):
        codes = [one.code for one in items if one.category == category]
        yield f"QS {codes[0]} to {codes[-1]} ({len(codes)} tests): items of {category or 'a questionnaire'}"
