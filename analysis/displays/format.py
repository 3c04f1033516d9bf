"""The one place where a number becomes text.

A form says how: ``f1`` one decimal · ``i`` integer · ``%1`` a proportion as per cent, without the sign · ``r%0`` the
per cent by which a ratio differs from 1 · ``x2`` a ratio · ``p`` a P value with three decimals (``p4`` with four) ·
``d`` a date, of its days since 1970-01-01.
``f1e6`` prints millions. Before f, i, %, r% and x, ``+`` prints the sign of what is above zero; between bars
(``|f1|``) no sign is printed.
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from analysis.displays.model import Number
from analysis.errors import DisplayError, Fault
from analysis.results.table import Row, format_stat

MINUS = "−"
NOT_ESTIMABLE = "NE"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_FORM = re.compile(
    r"(?P<sign>\+|(?P<bar>\|)?)(?P<kind>f|%|r%|x)(?P<decimals>[0-6])(?:e(?P<power>\d{1,2}))?(?(bar)\|)|(?P<sign_i>\+?)i|p(?P<p>[1-6])?|d"
)
_EXACT = Context(prec=400)  # any float, with its decimals


class Placeholder(float):
    """A number that isn't known yet, in the shell of a display: printed as ``xx.x`` with the decimals of its form."""


def format_number(value: float, form: str) -> str:
    """A value as text in this form; NaN is ``NE``.

    Rounds once, half away from zero, the value as the results file holds it (12 significant digits); zero has no sign.
    Raises DisplayError for a form that doesn't exist.
    """
    match = _FORM.fullmatch(form)
    if match is None:
        raise DisplayError(Fault(form, "no such number form", "see analysis/displays/format.py for those that exist"))
    if isinstance(value, Placeholder):
        return _format_placeholder(form, int(match["decimals"] or match["p"] or 3 * (form[0] == "p")))
    if math.isnan(value):
        return NOT_ESTIMABLE
    if form == "d":
        return _format_date(value)
    if form[0] == "p":
        return _format_p(value, int(match["p"] or 3))
    scaled = _scale(value, match["kind"] or "f").scaleb(-int(match["power"] or 0), context=_EXACT)
    if scaled.is_infinite():
        return f"{MINUS}∞" if scaled < 0 else "∞"
    rounded = _round(scaled, int(match["decimals"] or 0))
    sign = "" if match["bar"] or not rounded else MINUS if rounded < 0 else match["sign"] or match["sign_i"] or ""
    return f"{sign}{abs(rounded):f}"


def _format_placeholder(form: str, decimals: int) -> str:
    whole = "x" if form[0] == "p" or "x" in form else "xx"
    return f"{whole}.{'x' * decimals}" if decimals else whole


def format_row(row: Row, form: str) -> Number:
    """A results row as a printed number that knows where it comes from."""
    return Number(format_number(row.stat, form), row.id, form)


def _format_date(days: float) -> str:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(days))
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _scale(value: float, kind: str) -> Decimal:
    exact = Decimal(format_stat(value))
    if kind == "%":
        return 100 * exact
    return 100 * (exact - 1) if kind == "r%" else exact


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def _format_p(value: float, decimals: int) -> str:
    floor = Decimal(1).scaleb(-decimals)
    exact = Decimal(format_stat(value))
    if exact < floor:
        return f"< {floor:f}"
    if exact > 1 - floor:
        return f"> {1 - floor:f}"
    return f"{_round(exact, decimals):f}"
