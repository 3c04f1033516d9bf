"""Text that formats take for something else, and what each reader must see of it."""

from __future__ import annotations

from analysis.displays.model import Column, Line, Number, Table

HOSTILE = (
    "<script>alert(1)</script>",
    "a|b & c \\ # $x$ *b* _i_ `c` @ref <l> [x] {y} ~ \"q\" 'a' // no /* no */ %",
    "=cmd()|' /C calc'!A0",
    "-- x --- ... -> +1",
    "1. no list",
    "- no list",
    "http://example.org/a_b",
    "中文表格",
    "مرحبا",
    "x" * 40,
)


def hostile_table() -> Table:
    """A table with hostile text in each of its places, and numbers among it."""
    lines = tuple(
        Line(
            (text,), tuple((Number(f"{n}.{c}", f"a.b/{n}/{c}", "f1"), " (", text, ")") for c in range(2)), indent=n % 3
        )
        for n, text in enumerate(HOSTILE)
    )
    columns = tuple(
        Column((f"Arm {text}\n(n = ", Number("8", "a.b/n", "i"), ")"), spanner=(text,)) for text in HOSTILE[:2]
    )
    notes = tuple((text,) for text in HOSTILE)
    return Table("hostile", ("Title ", HOSTILE[0]), HOSTILE[1], columns, lines, notes)
