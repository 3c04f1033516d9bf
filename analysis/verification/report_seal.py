"""The comparison with the seal as part of a report: for programs, and for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.verification.comparison import SealCheck
from analysis.verification.tolerance import Kind

#: So many differences are shown on the page and kept for programs; all are counted.
SHOWN, KEPT = 60, 2000
MEANING = {
    Kind.SAME_BYTES: "equal to the last letter or digit",
    Kind.SAME_VALUE: "the same within the rounding of another computer; a file says the same and is packed otherwise",
    Kind.LAST_DIGIT: "a printed number may differ in its last digit, no conclusion does",
    Kind.MATERIAL: "another value, another text, or something is missing or new",
}
STATES = {Kind.SAME_BYTES: "good", Kind.SAME_VALUE: "good", Kind.LAST_DIGIT: "open", Kind.MATERIAL: "bad"}
Summary = Mapping[str, Any]


@dataclass(frozen=True)
class NoSeal:
    """Why there is nothing to compare with."""

    reason: str = "This study has no seal. `make seal` makes one from the build at hand."


def derive_seal_summary(check: SealCheck | NoSeal, unsealed: Mapping[str, int] = {}) -> dict[str, Any]:
    """The comparison as plain values: counts by kind, the gravest differences, and the data that differ.

    ``unsealed``: how many products no seal covers as files, by the reason.
    """
    if isinstance(check, NoSeal):
        return {"sealed": False, "reason": check.reason}
    return {
        "sealed": True,
        "verdict": check.worst.word,
        "results": {kind.word: count for kind, count in check.results.items()},
        "products": {kind.word: count for kind, count in check.products.items()},
        "apart": check.apart,
        "data": list(check.data),
        "unsealed": {why: count for why, count in unsealed.items() if count},
        "differences": [
            {"name": one.name, "kind": one.kind.word, "sealed": one.sealed, "found": one.found}
            for one in check.differences[:KEPT]
        ],
        "differences_in_all": len(check.differences),
    }


def format_seal_verdict(seal: Summary) -> tuple[str, str]:
    """The verdict in one sentence, and its state: good, open or bad."""
    if not seal["sealed"]:
        return seal["reason"], "open"
    sentence, state = _judge(seal)
    return f"{sentence} {seal['apart']}." if seal.get("apart") else sentence, state


def _judge(seal: Summary) -> tuple[str, str]:
    results, products = seal["results"], seal["products"]
    rows, files = sum(results.values()), sum(products.values())
    material = Kind.MATERIAL.word
    if results[material] or products[material]:
        counts = f"{results[material]:,} of {rows:,} results and {products[material]:,} of {files:,} products"
        return f"{counts} differ materially from the seal.", "bad"
    last = results[Kind.LAST_DIGIT.word] + products[Kind.LAST_DIGIT.word]
    if last:
        return f"{rows:,} results and {files:,} products as sealed, but for the last digit of {last:,}.", "open"
    return f"All {rows:,} results and {files:,} products are as sealed.", "good"


def render_seal(seal: Summary) -> Iterator[str]:
    """The section: what the seal is, counts by kind, data that differ, and the differences one by one."""
    yield "<p>The seal is kept with the program: what every result and every product was when this version was "
    yield "released, and by how much another computer may differ. This build is compared with it piece by piece.</p>"
    sentence, state = format_seal_verdict(seal)
    yield f'<p class="{state}"><strong>{escape(sentence)}</strong></p>'
    if not seal["sealed"]:
        return
    yield '<table><thead><tr><th scope="col">Difference</th><th scope="col">What it means</th>'
    yield '<th scope="col" class="count">Results</th><th scope="col" class="count">Products</th></tr></thead><tbody>'
    for kind in Kind:
        results, products = seal["results"][kind.word], seal["products"][kind.word]
        shade = STATES[kind] if results or products else ""
        yield f'<tr><td class="{shade}"><b>{kind.word}</b></td><td>{MEANING[kind]}</td>'
        yield f'<td class="count">{results:,}</td><td class="count">{products:,}</td></tr>'
    yield "</tbody></table>"
    if seal["data"]:
        yield '<p class="open"><strong>The data or the study\'s own files are not those that were sealed, so results '
        yield "may differ for a good reason:</strong></p><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in seal["data"])
        yield "</ul>"
    else:
        yield "<p>The raw data and the study's own files are those that were sealed.</p>"
    if seal.get("unsealed"):
        yield "<p>Not in the seal as files; <code>make verify</code> compares them between its two builds:</p><ul>"
        yield from (f"<li>{count:,}: {escape(why)}</li>" for why, count in seal["unsealed"].items())
        yield "</ul>"
    yield from _render_differences(seal)


def _render_differences(seal: Summary) -> Iterator[str]:
    shown = [one for one in seal["differences"] if one["kind"] != Kind.SAME_BYTES.word][:SHOWN]
    if not shown:
        return
    kinds = {kind.word: STATES[kind] for kind in Kind}
    yield f"<details><summary>{seal['differences_in_all']:,} differences"
    yield f"{f', the gravest {SHOWN}' if seal['differences_in_all'] > SHOWN else ''}</summary>"
    yield '<table class="dense"><thead><tr><th scope="col">Result or product</th><th scope="col">Sealed</th>'
    yield '<th scope="col">Here</th><th scope="col">Kind</th></tr></thead><tbody>'
    for one in shown:
        yield f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['sealed'])}</td>"
        yield f'<td>{escape(one["found"])}</td><td class="{kinds[one["kind"]]}">{one["kind"]}</td></tr>'
    yield "</tbody></table></details>"
