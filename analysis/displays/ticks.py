"""A few round ticks for an axis of values."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
    ticks = [tick for tick in steps if low <= tick <= high]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
