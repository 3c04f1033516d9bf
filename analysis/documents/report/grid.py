"""Tables of text (no displays): rows of Markdown cells, which styles/report.lua turns into a table in every format."""

from __future__ import annotations

from collections.abc import Sequence


def format_grid(rows: Sequence[Sequence[str]], widths: Sequence[float], *, head: bool = True) -> str:
    """Rows of cells as Markdown; ``widths`` are shares of the page, ``head``: the first row heads the columns."""
    lines = [f'::: {{.grid widths="{",".join(f"{w:g}" for w in widths)}" head="{int(head)}"}}']
    for row in rows:
        for number, cell in enumerate(row):
            lines.append(("* - " if number == 0 else "  - ") + _indented(cell))
    return "\n".join([*lines, ":::"])


def format_fields(pairs: Sequence[tuple[str, str]], share: float = 0.3) -> str:
    """Names and texts in two columns."""
    return format_grid([(f"**{name}**", text) for name, text in pairs], (share, 1 - share), head=False)


def format_bullets(items: Sequence[str]) -> str:
    """A list of Markdown texts."""
    return "\n".join(f"- {item}" for item in items)


def format_numbered(items: Sequence[str]) -> str:
    """A numbered list of Markdown texts."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def _indented(cell: str) -> str:
    first, *rest = (cell or "\u2013").split("\n")
    return "\n".join([first, *(f"    {line}" if line else "" for line in rest)])
