"""Every printed number against its results row, by identity.

A document's ledger lists its numbers in reading order: id, text, row and form. Each is worked out again from the row
and found again in every product: by its id in HTML, by its bookmark in Word, and in the PDF, which has no ids, as part
of the sequence of numbers. A value that happens to be equal elsewhere counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.results.table import Results
from analysis.study import Study
from analysis.verification.alignment import find_aligned
from analysis.verification.printing import expected_text, normalised
from analysis.verification.products import (
    number_tokens,
    read_html_numbers,
    read_html_tokens,
    read_pdf_text,
    read_svg_numbers,
    read_word_numbers,
)

Anchor = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A printed number that is not what its row says: where it stands, what was expected and what was found."""

    product: str
    number: str
    row: str
    expected: str
    found: str


@dataclass(frozen=True)
class NumberCheck:
    """How many numbers a product prints, and those that differ."""

    product: str
    checked: int
    differences: tuple[Difference, ...]


def verify_ledger(anchors: Sequence[Anchor], results: Results, study: Study, place: str) -> NumberCheck:
    """The texts of a ledger against the rows they come from."""
    differences = []
    for anchor in anchors:
        expected = expected_of(anchor, results, study)
        if normalised(anchor["text"]) != expected:
            differences.append(_difference(place, anchor, expected, anchor["text"]))
    return NumberCheck(place, len(anchors), tuple(differences))


def expected_of(anchor: Anchor, results: Results, study: Study) -> str:
    """What an anchor must print: a results row in its form, or a fact of study.yaml as it stands there."""
    kind, _, name = anchor["row"].partition(":")
    if kind == "study":
        return normalised(_study_text(study, name))
    if anchor["row"] not in results:
        return "no such row"
    return expected_text(results[anchor["row"]].stat, anchor["form"])


def _study_text(study: Study, path: str) -> str:
    """The value at a path of study.yaml, e.g. facts/infusions/value or visits/D57/day; lists by id or position."""
    value: object = study
    for part in path.split("/"):
        if isinstance(value, tuple):
            value = value[int(part)] if part.isdigit() else next(i for i in value if getattr(i, "id", "") == part)
        else:
            value = value[part] if isinstance(value, dict) else getattr(value, part)
    return f"{value:g}" if isinstance(value, float) else str(value)


def verify_marked(anchors: Sequence[Anchor], found: Mapping[str, str], product: str) -> NumberCheck:
    """A product whose numbers carry ids: each there with the ledger's text, and none that the ledger doesn't know."""
    differences = []
    for anchor in anchors:
        text = found.get(anchor["id"], "missing")
        if text != normalised(anchor["text"]):
            differences.append(_difference(product, anchor, anchor["text"], text))
    known = {anchor["id"] for anchor in anchors}
    extras = sorted(set(found) - known)
    differences += [Difference(product, extra, "", "not in the ledger", found[extra]) for extra in extras]
    return NumberCheck(product, len(anchors), tuple(differences))


def verify_sequence(anchors: Sequence[Anchor], page: Sequence[tuple[str, str]], text: str, product: str) -> NumberCheck:
    """A product without ids: its numbers, in order, are those of the page, and the bound ones are all there.

    ``page`` are the numbers of the HTML, which holds the same document, each with its id; numbers that only one of the
    two has (page numbers, drawings) may stand between, but none in the place of a bound one.
    """
    there = find_aligned([token for token, _ in page], number_tokens(text))
    printed = {owner for _, owner in page}
    lost = {owner for i, (_, owner) in enumerate(page) if i not in there}
    lost |= {a["id"] for a in anchors if number_tokens(a["text"])} - printed
    differences = [_difference(product, a, a["text"], "not in its place") for a in anchors if a["id"] in lost]
    return NumberCheck(product, len(anchors), tuple(differences))


def verify_document(
    ledger: Mapping[str, object], products: Mapping[str, bytes], results: Results, study: Study
) -> Iterator[NumberCheck]:
    """All checks of one document: its ledger, and each format (``html``, ``docx``, ``pdf``) that was made."""
    anchors: Sequence[Anchor] = ledger["anchors"]  # type: ignore[assignment]
    name = str(ledger["document"])
    yield verify_ledger(anchors, results, study, f"{name} (text against results)")
    if "html" in products:
        yield verify_marked(anchors, read_html_numbers(products["html"]), f"{name}.html")
    if "docx" in products:
        yield verify_marked(anchors, read_word_numbers(products["docx"]), f"{name}.docx")
    if "pdf" in products and "html" in products:
        page = read_html_tokens(products["html"])
        yield verify_sequence(anchors, page, read_pdf_text(products["pdf"]), f"{name}.pdf")


def verify_display(
    bundle: Mapping[str, object], products: Mapping[str, bytes], results: Results, study: Study
) -> Iterator[NumberCheck]:
    """All checks of one display: its numbers against results, and its published HTML, or its drawing as SVG."""
    name = str(bundle["id"])
    anchors: Sequence[Anchor] = bundle["anchors"]  # type: ignore[assignment]
    yield verify_ledger(anchors, results, study, f"{name} (text against results)")
    if "html" in products:
        yield verify_marked(anchors, read_html_numbers(products["html"]), f"{name}.html")
    if "svg" in products:
        drawn: Sequence[Anchor] = bundle.get("drawn", [])  # type: ignore[assignment]
        yield verify_marked(drawn, read_svg_numbers(products["svg"]), f"{name}.svg")
        yield verify_ledger(drawn, results, study, f"{name} (drawing against results)")


def _difference(product: str, anchor: Anchor, expected: str, found: str) -> Difference:
    return Difference(product, anchor["id"], anchor["row"], expected, found)
