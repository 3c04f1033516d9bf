"""Recorded values as a reader wants them: terms in capitals in small letters, dates and times with a blank."""

from __future__ import annotations

import re

from analysis.displays.format import MINUS, format_number

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::00)?")
_CAPITALS = re.compile(r"[A-Z][A-Z]+")
_VOWEL = re.compile(r"[AEIOUY]")
#: Words of up to three letters that are no abbreviation.
_SHORT = re.compile(
    "AGE|AIR|ALL|AND|ANY|ARM|AT|BED|BY|CUT|DAY|DRY|DUE|EAR|EYE|FAT|FLU|FOR|GAS|GUM|GUT|HAD|HAS|HIP|HIS|ILL|IN|ITS|JAW|"
    "LEG|LIP|LOW|NEW|NO|NON|NOT|OF|OFF|OLD|ON|ONE|OR|OUT|PER|RED|RIB|SEX|SIX|TEN|THE|TO|TOE|TWO|USE|VIA|WAS"
)
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGE = 1e5  # from here on a number is written with a power of ten
RECORDED = 4  # decimals that somebody may have written down


def format_time(text: str) -> str:
    """An ISO date and time with a blank between them: ``2022-08-30 10:15``."""
    return _TIME.sub(r"\1 \2", text)


def format_term(text: str, *, first: bool = True) -> str:
    """A term in capitals (as controlled terminology has them) as a sentence has it; others stay as they are.

    Words with a digit, short ones (``ECG``), and those that can't be spoken, keep their capitals.
    """
    if not _CAPITALS.search(text) or text != text.upper():
        return text
    told = " ".join(word if _is_name(word) else word.lower() for word in text.split(" "))
    return told[:1].upper() + told[1:] if first else told


def _is_name(word: str) -> bool:
    letters = re.sub(r"\W", "", word)
    common = len(letters) > 3 or _SHORT.fullmatch(letters)
    return bool(re.search(r"\d", word)) or not _VOWEL.search(word) or not common


def format_amount(text: str) -> str:
    """A number as it was recorded, with a true minus; a computed one, known by its many decimals, is rounded.

    ``−8.5``; ``24.48`` for 24.476386037; ``2.5 × 10⁷`` for a large one.
    """
    try:
        value = float(text)
    except ValueError:
        return text
    if abs(value) >= LARGE:
        return format_dose(text)
    decimals = len(text.partition(".")[2])
    if decimals > RECORDED:
        text = format_number(value, "f2" if abs(value) >= 1 else "f4")
    return text.replace("-", MINUS)


def format_dose(text: str) -> str:
    """A recorded number; large ones as ``2.5 × 10⁷``."""
    try:
        value = float(text)
    except ValueError:
        return text
    if abs(value) < LARGE:
        return text
    digits, _, power = f"{value:.6e}".partition("e")
    return f"{float(digits):g} × 10{str(int(power)).translate(_POWERS)}"
