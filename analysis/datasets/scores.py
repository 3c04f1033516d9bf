"""Liver scores from their components, in SI units; arrays in, arrays out, NaN where a component is missing.

Research use, not for decisions about patients.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BILIRUBIN_PER_MG_DL = 17.104  # µmol/L
CREATININE_PER_MG_DL = 88.4  # µmol/L
ALBUMIN_PER_G_DL = 10.0  # g/L


def derive_child_pugh(
    bilirubin: Floats, albumin: Floats, inr: Floats, signs: tuple[Floats, Floats], albumin_limit: float = 28
) -> Floats:
    """Child-Pugh score, 5 to 15 points.

    1, 2 or 3 points for bilirubin (µmol/L) below 34, 34 to 51, above 51; albumin (g/L) above 35, ``albumin_limit`` (28,
    or 30 by source) to 35, below; INR below 1.7, 1.7 to 2.3, above 2.3; ``signs``: points of ascites, encephalopathy.
    """
    ascites, encephalopathy = signs
    total = _points(bilirubin, 34, 51) + (4 - _points(albumin, albumin_limit, 35)) + _points(inr, 1.7, 2.3)
    return total + ascites + encephalopathy


def derive_child_pugh_class(score: Floats) -> NDArray[np.str_]:
    """A: 5 or 6 points, B: 7 to 9, C: 10 or more; "" where the score is missing."""
    return np.select([np.isnan(score), score <= 6, score <= 9], ["", "A", "B"], "C")


def derive_meld(creatinine: Floats, bilirubin: Floats, inr: Floats) -> Floats:
    """MELD (UNOS 2002), 6 to 40: 9.57 ln Cr + 3.78 ln bilirubin + 11.20 ln INR + 6.43, rounded.

    Creatinine and bilirubin in µmol/L, taken in mg/dL; creatinine from 1 to 4, bilirubin and INR at least 1.
    """
    cr, bili = _at_least_1(creatinine / CREATININE_PER_MG_DL, 4.0), _at_least_1(bilirubin / BILIRUBIN_PER_MG_DL)
    raw = 9.57 * np.log(cr) + 3.78 * np.log(bili) + 11.20 * np.log(_at_least_1(inr)) + 6.43
    return _score(raw)


def derive_meld_na(meld: Floats, sodium: Floats) -> Floats:
    """MELD-Na (OPTN 2016), 6 to 40: above 11, MELD + 1.32 (137 − Na) − 0.033 MELD (137 − Na), rounded.

    From the rounded MELD, as OPTN has it; sodium (mmol/L) from 125 to 137.
    """
    lack = 137 - _clip(sodium, 125, 137)
    return _score(np.where(meld > 11, meld + 1.32 * lack - 0.033 * meld * lack, meld + 0 * lack))


def derive_meld_3(
    raised: NDArray[np.bool_], liver: tuple[Floats, Floats, Floats], creatinine: Floats, sodium: Floats
) -> Floats:
    """MELD 3.0 (Kim 2021), 6 to 40, rounded; ``raised``: women, and everybody below 18 years (OPTN).

    ``liver``: bilirubin (µmol/L), INR, albumin (g/L).
    1.33 raised + 4.56 ln bilirubin + 0.82 (137 − Na) − 0.24 (137 − Na) ln bilirubin + 9.09 ln INR + 11.14 ln Cr
    + 1.85 (3.5 − albumin) − 1.83 (3.5 − albumin) ln Cr + 6; bilirubin and INR at least 1, creatinine (taken in mg/dL)
    1 to 3, sodium 125 to 137 mmol/L, albumin 1.5 to 3.5 g/dL.
    """
    bilirubin, inr, albumin = liver
    bili = np.log(_at_least_1(bilirubin / BILIRUBIN_PER_MG_DL))
    cr = np.log(_at_least_1(creatinine / CREATININE_PER_MG_DL, 3.0))
    lack_of_na = 137 - _clip(sodium, 125, 137)
    lack_of_alb = 3.5 - _clip(albumin / ALBUMIN_PER_G_DL, 1.5, 3.5)
    raw = 1.33 * raised + 4.56 * bili + 0.82 * lack_of_na - 0.24 * lack_of_na * bili
    raw = raw + 9.09 * np.log(_at_least_1(inr)) + 11.14 * cr + 1.85 * lack_of_alb - 1.83 * lack_of_alb * cr + 6
    return _score(raw)


def derive_albi(bilirubin: Floats, albumin: Floats) -> Floats:
    """ALBI (Johnson 2015): 0.66 log10 bilirubin (µmol/L) − 0.085 albumin (g/L); NaN unless bilirubin is above 0."""
    return 0.66 * np.log10(np.where(bilirubin > 0, bilirubin, np.nan)) - 0.085 * albumin


def derive_albi_grade(albi: Floats) -> Floats:
    """ALBI grade: 1 up to −2.60, 2 up to −1.39, 3 above; from the unrounded score."""
    return np.select([np.isnan(albi), albi <= -2.60, albi <= -1.39], [np.nan, 1.0, 2.0], 3.0)


def derive_apri(ast: Floats, upper_limit: Floats, platelets: Floats) -> Floats:
    """APRI (Wai 2003): 100 · (AST / upper limit of normal of that record's laboratory) / platelets (10⁹/L)."""
    return 100 * (ast / upper_limit) / platelets


def derive_fib_4(age: Floats, ast: Floats, alt: Floats, platelets: Floats) -> Floats:
    """FIB-4 (Sterling 2006): age (years) · AST (U/L) / (platelets (10⁹/L) · √ALT (U/L))."""
    return age * ast / (platelets * np.sqrt(alt))


def derive_egfr(creatinine: Floats, age: Floats, female: NDArray[np.bool_]) -> Floats:
    """Estimated glomerular filtration rate, mL/min/1.73 m² (CKD-EPI 2021, without race).

    142 · min(Cr/κ, 1)^α · max(Cr/κ, 1)^−1.200 · 0.9938^age · 1.012 for women; creatinine (µmol/L) taken in mg/dL; κ 0.7
    and α −0.241 for women, 0.9 and −0.302 for men.
    """
    ratio = creatinine / CREATININE_PER_MG_DL / np.where(female, 0.7, 0.9)
    below = np.minimum(ratio, 1.0) ** np.where(female, -0.241, -0.302)
    return 142 * below * np.maximum(ratio, 1.0) ** -1.200 * 0.9938**age * np.where(female, 1.012, 1.0)


def _points(value: Floats, low: float, high: float) -> Floats:
    """1 below ``low``, 2 from ``low`` to ``high``, 3 above."""
    return np.select([np.isnan(value), value < low, value <= high], [np.nan, 1.0, 2.0], 3.0)


def _at_least_1(value: Floats, highest: float = np.inf) -> Floats:
    return _clip(value, 1.0, highest)


def _clip(value: Floats, low: float, high: float) -> Floats:
    return np.clip(np.asarray(value, dtype=np.float64), low, high)


def _score(raw: Floats) -> Floats:
    """Rounded to a whole number, half up, and kept from 6 to 40. Twelve decimals are what the sum is good for."""
    return _clip(np.floor(np.round(raw, 12) + 0.5), 6, 40)
