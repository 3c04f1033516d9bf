"""The methods against outside truth, as a part of the verification report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape


def render_validation(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A table of ``rows``, as docs/validation.json holds them: method, source, values, difference, tolerance."""
    if not rows:
        return
    total, methods = sum(int(row["values"]) for row in rows), len({row["method"] for row in rows})
    yield "<h2>The methods against outside truth</h2>"
    yield f"<p>{total:,} values of {methods} methods that no code of this project computed (R, SAS, publications), "
    yield "each compared with ours when the methods are tested. They belong to the methods, not to this study.</p>"
    yield "<details><summary>method by method</summary><table><thead><tr>"
    yield from (f'<th scope="col">{escape(name.capitalize())}</th>' for name in rows[0])
    yield "</tr></thead><tbody>"
    for row in rows:
        cells = (f"<td{_right(name)}>{escape(value)}</td>" for name, value in row.items())
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></details>"


def _right(name: str) -> str:
    return ' class="count"' if name in ("values", "largest difference") else ""
