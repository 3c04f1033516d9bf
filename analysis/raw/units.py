"""Units: the same unit in several spellings, and the factor from one to another."""

from __future__ import annotations

from analysis.study import Parameter, Study

_SPELLINGS = str.maketrans("µμ⁰¹²³⁴⁵⁶⁷⁸⁹⁻×·", "uu0123456789-x*", "^ ")
#: Entries of CDISC's list of units that are another entry's unit.
_SAME = {
    "gi/l": "109/l",
    "10**9/l": "109/l",
    "ti/l": "1012/l",
    "10**12/l": "1012/l",
    "iu/l": "u/l",
    "k/ul": "109/l",
} | {"103/ul": "109/l", "10**3/ul": "109/l", "c": "°c", "degc": "°c", "f": "°f", "degf": "°f"}
_NO_UNIT = frozenset({"1", "ratio", "nounits", "none", "score", "points"})
#: Domains of ratings and scales, whose results often carry no unit at all.
RATINGS = frozenset({"QS", "RS", "FT"})


def format_unit(text: str) -> str:
    """A unit's spelling for comparison: µmol/L and umol/L, 10⁹/L and 10^9/L, BEATS/MIN and beats/min are the same.

    Letters count as equal whatever their case: within one parameter no two units differ by case alone.
    """
    plain = text.translate(_SPELLINGS).lower()
    return "" if plain in _NO_UNIT else _SAME.get(plain, plain)


def derive_factor(study: Study, parameter: Parameter, source: str) -> float | None:
    """What a value in ``source`` is multiplied with to be in the parameter's unit; None where study.yaml has no way."""
    unit, target = format_unit(source), format_unit(parameter.unit)
    if unit == target or (not unit and parameter.domain in RATINGS):
        return 1.0
    for way in study.units:
        if parameter.id in way.parameters and (format_unit(way.source), format_unit(way.target)) == (unit, target):
            return way.factor
    return None
