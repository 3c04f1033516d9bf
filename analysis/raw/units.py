"""Units: the same unit in several spellings, and the factor from one to another."""

from __future__ import annotations

from analysis.study import Parameter, Study

_SPELLINGS = str.maketrans("µμ⁰¹²³⁴⁵⁶⁷⁸⁹⁻×·", "uu0123456789-x*", "^ ")
#: Entries of CDISC's list of units that are another entry's unit.
_SAME = {"GI/L": "109/L", "10**9/L": "109/L", "TI/L": "1012/L", "10**12/L": "1012/L", "IU/L": "U/L", "K/uL": "103/uL"}
_NO_UNIT = frozenset({"1", "ratio", "nounits", "none", "score", "points"})
#: Domains of ratings and scales, whose results often carry no unit at all.
RATINGS = frozenset({"QS", "RS", "FT"})


def format_unit(text: str) -> str:
    """A unit's spelling for comparison: µmol/L and umol/L, 10⁹/L and 10^9/L are the same."""
    plain = text.translate(_SPELLINGS)
    return "" if plain.lower() in _NO_UNIT else _SAME.get(plain, plain)


def derive_factor(study: Study, parameter: Parameter, source: str) -> float | None:
    """What a value in ``source`` is multiplied with to be in the parameter's unit; None where study.yaml has no way."""
    unit, target = format_unit(source), format_unit(parameter.unit)
    if unit == target or (not unit and parameter.domain in RATINGS):
        return 1.0
    for way in study.units:
        if parameter.id in way.parameters and (format_unit(way.source), format_unit(way.target)) == (unit, target):
            return way.factor
    return None
