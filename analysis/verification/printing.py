"""What a number must look like in print, worked out again without the code that prints.

Exact fractions of the value as it stands in the results file; rounding once, half away from zero. Compare
analysis/displays/format.py, which does the same with decimals: each is a check of the other.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from analysis.errors import Fault, VerificationError
from analysis.results.table import format_stat

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FORM = re.compile(r"(?P<open>\|)?(?P<sign>\+)?(?P<kind>[fpixr%]+)(?P<digits>\d)?(?:e(?P<power>\d+))?(?P<close>\|)?")


def expected_text(value: float, form: str) -> str:
    """The text of a value in a form: ``f1 +f1 |f1| i p %1 r%0 |r%0| x2 d``; NE where there is no value.

    Minus signs are hyphens here; compare after the same is done to the printed text. Raises VerificationError for a
    form that doesn't exist.
    """
    if math.isnan(value):
        return "NE"
    if form == "d":
        return _date(int(value))
    found = FORM.fullmatch(form)
    kind = found["kind"] if found else ""
    if not found or kind not in ("f", "i", "p", "%", "r%", "x"):
        raise VerificationError(Fault(form, "no such form of a number", "see analysis/displays/format.py"))
    exact = Fraction(format_stat(value)) if math.isfinite(value) else Fraction(0)
    exact /= 10 ** int(found["power"] or 0)
    if kind == "p":
        return _p_value(exact, int(found["digits"] or 3))
    scaled = {"%": exact * 100, "r%": (exact - 1) * 100}.get(kind, exact)
    text = _rounded(abs(scaled), int(found["digits"] or 0))
    zero = not any(c in "123456789" for c in text)
    if found["open"] or zero:
        return text
    return f"-{text}" if scaled < 0 else f"+{text}" if found["sign"] else text


def _date(days: int) -> str:
    """A date of its days since 1970-01-01, counted through the years and months of the calendar."""
    year = 1970
    while days < 0 or days >= _length(year):
        days, year = (days - _length(year), year + 1) if days >= 0 else (days + _length(year - 1), year - 1)
    months = [31, 28 + (_length(year) == 366), *(31, 30, 31, 30, 31, 31, 30, 31, 30, 31)]
    month = next(number for number in range(12) if days < sum(months[: number + 1]))
    return f"{days - sum(months[:month]) + 1} {MONTHS[month]} {year}"


def _length(year: int) -> int:
    """Days of a year."""
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def _p_value(exact: Fraction, digits: int) -> str:
    least = Fraction(1, 10**digits)
    if exact < least:
        return f"< {_rounded(least, digits)}"
    if exact > 1 - least:
        return f"> {_rounded(1 - least, digits)}"
    return _rounded(exact, digits)


def _rounded(value: Fraction, digits: int) -> str:
    """A non-negative fraction with so many decimals, half away from zero."""
    whole = (2 * value * 10**digits + 1) // 2
    text = str(whole).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def normalised(text: str) -> str:
    """Printed text with plain minus signs and plain single spaces."""
    return re.sub(r"\s+", " ", text.replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")).strip()
