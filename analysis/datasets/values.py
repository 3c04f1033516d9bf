"""From a result as the laboratory gave it to an analysis value in the parameter's unit."""

from __future__ import annotations

import pandas as pd

from analysis.errors import DatasetError, Fault
from analysis.raw.units import derive_factor
from analysis.study import Parameter, Study

#: "<5", "> 400": beyond what can be measured.
_BEYOND = r"^(?P<sign>[<>])=?\s*(?P<limit>\d+(?:\.\d+)?)$"


def derive_values(study: Study, parameter: Parameter, records: pd.DataFrame, domain: str) -> pd.DataFrame:
    """AVAL, AVALC, ANRLO and ANRHI of a parameter's records, in its unit.

    AVAL is the numeric result, or what the parameter's rule makes of a value below or above the limit of
    quantification; AVALC is the text of a result that is not a plain number. Raises DatasetError for an unknown unit.
    """
    factor = _factor(study, parameter, records, domain)
    text = records[f"{domain}STRESC"] if f"{domain}STRESC" in records else pd.Series("", index=records.index)
    numeric = (
        records[f"{domain}STRESN"] if f"{domain}STRESN" in records else pd.Series(float("nan"), index=records.index)
    )
    beyond = text.str.extract(_BEYOND)
    limited = derive_beyond_limit(parameter, beyond["sign"], pd.to_numeric(beyond["limit"]))
    aval = numeric.where(beyond["sign"].isna(), limited) * factor
    plain = numeric.notna() & beyond["sign"].isna()
    limits = {name: records[f"{domain}ST{name}"] for name in ("NRLO", "NRHI") if f"{domain}ST{name}" in records}
    empty = pd.Series(float("nan"), index=records.index)
    return pd.DataFrame(
        {
            "AVAL": aval,
            "AVALC": text.mask(plain, ""),
            "ANRLO": limits.get("NRLO", empty) * factor,
            "ANRHI": limits.get("NRHI", empty) * factor,
        }
    )


def derive_beyond_limit(parameter: Parameter, sign: pd.Series, limit: pd.Series) -> pd.Series:
    """The value of a result beyond the limit of quantification: by ``below_limit`` half of it, the limit or missing.

    Above the upper limit: the limit, or missing by ``above_limit``. NaN where the result is not beyond a limit.
    """
    below = {"half": limit / 2, "limit": limit, "missing": limit.where(limit.isna())}[parameter.below_limit]
    above = limit if parameter.above_limit == "limit" else limit.where(limit.isna())
    return below.where(sign == "<", above.where(sign == ">"))


def _factor(study: Study, parameter: Parameter, records: pd.DataFrame, domain: str) -> pd.Series:
    if f"{domain}STRESU" not in records:
        return pd.Series(1.0, index=records.index)
    units = records[f"{domain}STRESU"]
    factors = {unit: derive_factor(study, parameter, unit) for unit in units.unique()}
    unknown = units.map(lambda unit: factors[unit] is None) & records[f"{domain}STRESN"].notna()
    if unknown.any():
        where = f"{domain}, {domain}STRESU, {parameter.id}"
        what = f"in a unit that is neither {parameter.unit} nor converted: {', '.join(sorted(set(units[unknown])))}"
        raise DatasetError(Fault(where, what, "correct the unit, or add the conversion to `units` in study.yaml"))
    return units.map(factors).astype("float64")
