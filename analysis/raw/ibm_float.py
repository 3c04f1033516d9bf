"""Numbers of SAS transport files: IBM hexadecimal floating point, eight bytes, big-endian."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: First bytes of SAS' 28 missing values (. ._ .A to .Z), the others being zero.
_MISSING = np.frombuffer(b"._ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)
_FRACTION = np.uint64(0x00FFFFFFFFFFFFFF)
DOT = 0x2E << 56  # the ordinary missing value


def read_ibm(raw: NDArray[np.void], length: int) -> NDArray[np.float64]:
    """Float64 values of fields that are ``length`` bytes long (2 to 8, the end cut off); NaN for missing values.

    A fraction of 56 bits is rounded to the nearest of 53.
    """
    padded = np.zeros((len(raw), 8), dtype=np.uint8)
    padded[:, :length] = np.frombuffer(raw.tobytes(), dtype=np.uint8).reshape(len(raw), length)
    bits = padded.view(">u8").reshape(-1).astype(np.uint64)
    fraction = (bits & _FRACTION).astype(np.float64)
    exponent = ((bits >> np.uint64(56)) & np.uint64(0x7F)).astype(np.int64) - 64
    value = np.ldexp(fraction, 4 * exponent - 56)
    value[(bits >> np.uint64(63)) == 1] *= -1
    value[np.isin(padded[:, 0], _MISSING) & (fraction == 0)] = np.nan
    return value


def format_ibm(values: NDArray[np.float64]) -> bytes:
    """Float64 values as IBM numbers of eight bytes; NaN as SAS' ordinary missing value.

    Exact: the 53 bits of a float64 fit. Raises OverflowError above 7.2e75 or below 5.4e-79 in size.
    """
    known = np.where(np.isnan(values), 0.0, values)
    mantissa, exponent = np.frexp(np.abs(known))
    power = -(-exponent // 4)  # of 16
    fraction = np.ldexp(mantissa, 53).astype(np.uint64) << (3 - (4 * power - exponent)).astype(np.uint64)
    if ((power < -64) | (power > 63)).any():
        raise OverflowError("a number is too large or too small for a SAS transport file")
    sign = np.signbit(known).astype(np.uint64) << np.uint64(63)
    bits = sign | ((power + 64).astype(np.uint64) << np.uint64(56)) | fraction
    bits = np.where(known == 0, np.uint64(0), bits)
    return np.where(np.isnan(values), np.uint64(DOT), bits).astype(">u8").tobytes()
