"""Random draws that come out the same on every machine."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_STANDARD_NORMAL = NormalDist()


class Draws:
    """One stream of draws, told apart from the others by its name.

    Only the uniform doubles of PCG64 are taken from numpy, whose bit stream is guaranteed; normal values come from
    them by the inverse distribution function, so that no ziggurat table or vector unit has a say.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(stream.encode())]))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A value from ``low`` to ``high``."""
        return low + (high - low) * float(self._generator.random())

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """A normal value, at most 3.7 SD from its mean (no patient is one in ten thousand)."""
        return mean + sd * _STANDARD_NORMAL.inv_cdf(self.uniform(0.0001, 0.9999))

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.uniform() < probability

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[self.integer(0, len(options) - 1)]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in random order."""
        keyed = [(self.uniform(), index) for index in range(len(options))]
        return [options[index] for _, index in sorted(keyed)]
