"""Factors between common units of laboratory tests: prefixes, volumes, molar masses, valences, counts.

Molar masses are those of the standard atomic weights (g/mol). What is not known here has no factor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.raw.units import format_unit

PREFIXES = {"": 1.0, "k": 1e3, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}
QUANTITIES = {"g": "mass", "mol": "amount", "eq": "charge", "u": "activity", "iu": "activity"}
VOLUMES = {"l": 1.0, "dl": 1e-1, "ml": 1e-3, "ul": 1e-6, "mm3": 1e-6}
#: Grams in a mole, by test code of SDTM. Urea nitrogen counts two atoms of nitrogen, hemoglobin one chain.
MOLAR_MASSES = {
    "BUN": 28.014,
    "UREAN": 28.014,
    "UREA": 60.056,
    "GLUC": 180.156,
    "CHOL": 386.654,
    "HDL": 386.654,
    "LDL": 386.654,
    "VLDL": 386.654,
    "TRIG": 885.43,
    "CREAT": 113.12,
    "BILI": 584.66,
    "TBIL": 584.66,
    "BILDIR": 584.66,
    "BILIND": 584.66,
    "URATE": 168.11,
    "CA": 40.078,
    "CACR": 40.078,
    "MG": 24.305,
    "PHOS": 30.974,
    "IRON": 55.845,
    "ZINC": 65.38,
    "HGB": 16114.5,
    "VITB12": 1355.37,
    "FOLATE": 441.40,
    "T4": 776.87,
    "T4FR": 776.87,
    "T3": 650.97,
    "T3FR": 650.97,
    "CORTISOL": 362.46,
    "TESTOS": 288.43,
    "LACTATE": 90.08,
    "LACTICAC": 90.08,
    "AMMONIA": 17.031,
    "VITD": 400.64,
}
#: Charges of an ion: mEq/L and mmol/L.
VALENCES = {"SODIUM": 1, "NA": 1, "K": 1, "CL": 1, "BICARB": 1, "CO2": 1, "LITHIUM": 1, "CA": 2, "MG": 2}
#: Pairs that no rule gives.
OTHERS = {
    ("in", "cm"): 2.54,
    ("lb", "kg"): 0.45359237,
    ("g", "kg"): 1e-3,
    ("m", "cm"): 100.0,
    ("mm", "cm"): 0.1,
    ("kpa", "mmhg"): 7.500617,
    ("s", "ms"): 1000.0,
    ("sec", "ms"): 1000.0,
    ("sec", "msec"): 1000.0,
    ("sec", "s"): 1.0,
    ("ms", "msec"): 1.0,
    ("bpm", "beats/min"): 1.0,
    ("/min", "beats/min"): 1.0,
    ("/min", "breaths/min"): 1.0,
    ("%", "fraction"): 0.01,
    ("%", ""): 0.01,
    ("fraction", ""): 1.0,
    ("c", "°c"): 1.0,
}
_CONCENTRATION = re.compile(r"(?P<prefix>[kdcmunpf]?)(?P<base>mol|eq|iu|g|u)(?:\(\w+\))?/(?P<volume>dl|ml|ul|l|mm3)")
_COUNT = re.compile(r"(?:x?10(?P<power>3|6|9|12)|(?P<word>cells|k|m)?)/(?P<volume>ul|mm3|ml|l)")
_WORDS = {"": 1.0, "cells": 1.0, "k": 1e3, "m": 1e6}


@dataclass(frozen=True)
class Dimension:
    """What a unit measures, and how much of it (in g, mol, mol of charge, U or pieces in a litre) it is."""

    quantity: str
    size: float


def derive_factor(test: str, source: str, target: str) -> float | None:
    """What a value in ``source`` is multiplied with to be in ``target``; None where it isn't known for this test."""
    one, other = format_unit(source), format_unit(target)
    if one == other:
        return 1.0
    for pair, factor in (((one, other), 1.0), ((other, one), -1.0)):
        if pair in OTHERS:
            return _round(OTHERS[pair] ** factor)
    here, there = read_dimension(one), read_dimension(other)
    if here is None or there is None:
        return None
    return _convert(test, here, there)


def read_dimension(unit: str) -> Dimension | None:
    """A plain unit (see format_unit) as what it measures: mg/dl is 0.01 g of mass in a litre."""
    match = _CONCENTRATION.fullmatch(unit)
    if match:
        size = PREFIXES[match["prefix"]] / VOLUMES[match["volume"]]
        return Dimension(QUANTITIES[match["base"]], size)
    match = _COUNT.fullmatch(unit)
    if match:
        size = 10.0 ** int(match["power"]) if match["power"] else _WORDS[match["word"] or ""]
        return Dimension("count", size / VOLUMES[match["volume"]])
    return None


def _convert(test: str, here: Dimension, there: Dimension) -> float | None:
    mass, valence = MOLAR_MASSES.get(test), VALENCES.get(test)
    ways = {("mass", "amount"): 1 / mass if mass else None, ("amount", "mass"): mass}
    ways |= {("charge", "amount"): 1 / valence if valence else None, ("amount", "charge"): valence}
    bridge = 1.0 if here.quantity == there.quantity else ways.get((here.quantity, there.quantity))
    return None if bridge is None else _round(here.size / there.size * bridge)


def _round(factor: float) -> float:
    """Six significant digits: more than any of these constants is known to."""
    return float(f"{factor:.6g}")
