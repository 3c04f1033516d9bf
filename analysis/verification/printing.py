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

FORM = re.compile(r"(?P<open>\|)?(?P<sign>\+)?(?P<kind>[fpixr%]+)(?P<digits>\d)?(?:e(?P<power>\d+))?(?P<close>\|)?")


def expected_text(value: float, form: str) -> str:
    """The text of a value in a form: ``f1 +f1 |f1| i p %1 r%0 |r%0| x2``; NE where there is no value.

    Minus signs are hyphens here; compare after the same is done to the printed text. Raises VerificationError for a
    form that doesn't exist.
    """
    if math.isnan(value):
        return "NE"
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
