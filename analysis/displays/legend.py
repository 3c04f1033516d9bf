"""The legend above a drawing: in as many rows as its labels need, so that none leaves the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.displays.boxes import wrap_text
from analysis.displays.fonts import measure_text
from analysis.displays.model import plain
from analysis.displays.style import TEXT
from analysis.displays.svg import POINTS_PER_CM

HANDLE = 1.15  # cm that a line or marker takes before its label, with the space to the next one
STAMPED = 2.2  # cm at the right that the mark of synthetic data needs
ROW = 0.36  # cm from one line of a legend to the next


def wrap_label(text: str, room: float, size: float = TEXT, bold: bool = False) -> str:
    """A text in lines no wider than ``room`` cm."""
    return "\n".join(plain(line) for line in wrap_text((text,), room * POINTS_PER_CM, size, bold)) or text


@dataclass(frozen=True, slots=True)
class Legend:
    """Labels in columns; ``extra`` is the height in cm of all lines below the first."""

    labels: tuple[str, ...]
    columns: int
    extra: float

    def draw(self, owner: Any, handles: Sequence[Any], **looks: Any) -> None:
        """The legend of a matplotlib figure or axes."""
        owner.legend(handles, self.labels, ncols=self.columns, **looks)


def derive_legend(labels: Sequence[str], room: float, size: float = TEXT, handle: float = HANDLE) -> Legend:
    """How labels stand in ``room`` cm: beside each other as long as all columns have room for the widest."""
    wrapped = tuple(wrap_label(label, room - handle, size) for label in labels)
    lines = [line for label in wrapped for line in label.split("\n")]
    widest = max((measure_text(line, size) for line in lines), default=0.0) / POINTS_PER_CM
    columns = max(1, min(len(wrapped), int(room / (widest + handle))))
    most = max((label.count("\n") + 1 for label in wrapped), default=1)
    return Legend(wrapped, columns, ROW * (-(-len(wrapped) // columns) * most - 1))
