"""A few round ticks for an axis of values."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, log
from typing import TYPE_CHECKING

from analysis.displays.fonts import measure_text
from analysis.displays.style import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 4.0  # points between two labels


def set_value_ticks(axes: Axes, values: Iterable[float]) -> None:
    """Ticks on the vertical axis over the range of ``values``, also where a logarithmic axis spans little."""
    from matplotlib.ticker import MaxNLocator

    limits = [value for value in values if isfinite(value)]
    low, high = min(limits, default=0.0), max(limits, default=0.0)
    if not low < high:
        return
    logarithmic = axes.get_yscale() == "log"
    ticks = [float(tick) for tick in MaxNLocator(4 if logarithmic else 7, steps=[1, 2, 5, 10]).tick_values(low, high)]
    decades = [factor * 10.0**power for power in range(-4, 7) for factor in (1, 2, 5)]
    inside = [tick for tick in decades if low <= tick <= high]
    if logarithmic and len(inside) >= 3:
        ticks = inside if len(inside) <= 7 else [tick for tick in inside if f"{tick:e}".startswith("1")]
    inside = [tick for tick in ticks if low <= tick <= high]
    decimals = max((len(f"{tick:g}".partition(".")[2]) for tick in inside), default=0)
    axes.set_yticks(inside, [f"{tick:.{decimals if tick < 10 else 0}f}" for tick in inside])
    axes.minorticks_off()


def set_ratio_axis(axes: Axes) -> None:
    """A logarithmic horizontal axis for ratios around 1, with ticks that are halves, doubles and round numbers."""
    axes.set_xscale("log")
    low, high = axes.get_xlim()
    steps = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if high / low > 4 else (0.5, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0)
    ticks = _apart([tick for tick in steps if low <= tick <= high], _length(axes) / log(high / low))
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()


def _length(axes: Axes) -> float:
    """The length of the horizontal axis in points."""
    return float(axes.get_window_extent().width * 72 / axes.figure.dpi)


def _apart(ticks: list[float], scale: float) -> list[float]:
    """Ticks whose labels don't touch, those nearest to 1 and its halves and doubles before others."""
    kept: list[float] = []
    for tick in sorted(ticks, key=lambda tick: (tick not in (0.5, 1.0, 2.0), abs(log(tick)))):
        if all(abs(log(tick / other)) * scale > _half(tick) + _half(other) + GAP for other in kept):
            kept.append(tick)
    return sorted(kept)


def _half(tick: float) -> float:
    return measure_text(f"{tick:g}", SMALL) / 2
