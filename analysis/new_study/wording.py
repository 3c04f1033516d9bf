"""Words of the data in the spelling of a report: names, units, identifiers."""

from __future__ import annotations

import re
from collections.abc import Container

from analysis.raw.units import format_unit

#: Words that stay as they are written, whatever their case in the data.
ACRONYMS = frozenset(
    {"HDL", "LDL", "VLDL", "HGB", "HCG", "DNA", "RNA", "HIV", "HBV", "HCV", "IGG", "IGM", "IGA", "CD4", "CD8", "ECG"}
    | {"QT", "QTC", "QTCF", "QTCB", "PR", "RR", "QRS", "ALT", "AST", "CRP", "INR", "PH", "BMI", "NK", "II", "III", "IV"}
)
#: Words with a capital wherever they stand: the code lists of race and ethnicity.
PROPER = frozenset(
    {"AMERICAN", "INDIAN", "ALASKA", "NATIVE", "AFRICAN", "ASIAN", "HAWAIIAN", "PACIFIC", "ISLANDER", "HISPANIC"}
    | {"LATINO", "LATINA", "CAUCASIAN", "CHINESE", "JAPANESE", "KOREAN", "EUROPEAN", "ARAB", "JEWISH"}
)
#: Units as they are printed, by their plain spelling.
PRINTED = {
    "109/l": "10⁹/L",
    "1012/l": "10¹²/L",
    "umol/l": "µmol/L",
    "ug/l": "µg/L",
    "ug/ml": "µg/mL",
    "beats/min": "beats/min",
    "breaths/min": "breaths/min",
    "c": "°C",
    "°c": "°C",
    "msec": "ms",
}
#: Codes by which readers know a test better than by its name.
KNOWN_CODES = frozenset(
    {"ALT", "AST", "ALP", "GGT", "LDH", "CK", "BUN", "TSH", "INR", "CRP", "MCV", "MCH", "MCHC", "PTT", "APTT", "HBA1C"}
)
STEPS = {"WEEK": "W", "DAY": "D", "MONTH": "M", "YEAR": "Y", "VISIT": "V", "CYCLE": "C", "HOUR": "H"}


def format_label(text: str) -> str:
    """A name as a sentence begins: "SYSTOLIC BLOOD PRESSURE" and "Systolic Blood Pressure" → "Systolic blood pressure".

    Words with capitals inside, and acronyms, keep them.
    """
    words = " ".join(text.split()).split(" ")
    shouting = text == text.upper()
    told = [_format_word(word, shouting=shouting, first=number == 0) for number, word in enumerate(words)]
    return " ".join(told)


def format_printed_unit(unit: str) -> str:
    """A unit as it is printed: umol/L → µmol/L, GI/L → 10⁹/L, BEATS/MIN → beats/min; "" for 1 and none."""
    plain = format_unit(unit)
    return PRINTED.get(plain, unit if plain else "")


def format_name(text: str, taken: Container[str] = (), upper: bool = False) -> str:
    """An id of study.yaml from any text: letters, digits and hyphens, a letter in front, not ``taken`` already."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "x"
    plain = plain.upper().replace("-", "") if upper else plain.lower()
    plain = (plain if plain[0].isalpha() else f"x{plain}")[:36].rstrip("-")
    names = [plain, *(f"{plain}{'' if upper else '-'}{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)


def format_visit_id(visit: str, taken: Container[str] = ()) -> str:
    """WEEK 2 → W2, Day 29 → D29, CYCLE 1 DAY 8 → C1D8; other names without blanks."""
    words = re.findall(r"[A-Z]+|\d+(?:\.\d+)?", visit.upper())
    if len(words) >= 2 and all((word in STEPS) != word[0].isdigit() for word in words):
        short = "".join(STEPS.get(word, word.replace(".", "_")) for word in words)
        return format_name(short, taken, upper=True)
    return format_name(visit if visit[:1].isalpha() else f"V{visit}", taken, upper=True)


def _format_word(word: str, *, shouting: bool, first: bool) -> str:
    if word.upper() in ACRONYMS:
        return "pH" if word.upper() == "PH" else word.upper()
    if word.upper() in PROPER:
        return word.capitalize()
    if len(word) == 1 and (word.upper() != "A" or not shouting):  # Drug X, item A, vitamin C
        return word
    if "/" in word and all(len(part) == 1 for part in word.split("/")):  # I/E, M/F
        return word
    inside = word[1:] != word[1:].lower()
    if inside and not shouting:
        return word
    return word.capitalize() if first else word.lower()
