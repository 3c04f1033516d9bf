"""The numbers of displays in a first report: by ICH E3, after the section in which each belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.study.analyses import Listing
from analysis.study.displays import DisplayBlock, ListingTable

FIGURES = ("flow-diagram", "profile-panel", "survival-curves")
SECTIONS = {
    "flow-diagram": "10.1",
    "disposition-table": "14.1",
    "populations-table": "14.1",
    "baseline-table": "14.1",
    "occurrence-table": "14.1",
    "exposure-table": "14.1",
    "profile-panel": "14.2",
    "model-table": "14.2",
    "efficacy-table": "14.2",
    "survival-curves": "14.2",
    "survival-table": "14.2",
    "events-overview": "14.3.1",
}
#: Analyses whose tables stand elsewhere than others of their kind.
ANALYSES = {
    "event-terms": "14.3.1",
    "questionnaires": "14.2",
    "laboratory": "14.3.4",
    "vital-signs": "14.3.5",
    "ecg": "14.3.5",
}


def derive_numbers(displays: Sequence[DisplayBlock], report: str) -> tuple[DisplayBlock, ...]:
    """The displays with their numbers in the document ``report``: Table 14.2.1, Figure 10.1.1 ..."""
    count: dict[tuple[str, str], int] = {}
    numbered = []
    for block in displays:
        kind = str(getattr(block, "kind", ""))
        section = next((ANALYSES[name] for name in block.analyses if name in ANALYSES), SECTIONS.get(kind, "14.2"))
        place = ("Figure" if kind in FIGURES else "Table", section)
        count[place] = count.get(place, 0) + 1
        number = {report: f"{place[0]} {section}.{count[place]}"}
        numbered.append(block.model_copy(update={"numbers": {**block.numbers, **number}}))
    return tuple(numbered)


def derive_listing_tables(listings: Sequence[tuple[Listing, str]], report: str) -> tuple[ListingTable, ...]:
    """A display for each listing with its section, numbered within it where the section has several."""
    sections = [section for _, section in listings]
    seen: dict[str, int] = {}
    told = []
    for block, section in listings:
        seen[section] = seen.get(section, 0) + 1
        number = f"{section}.{seen[section]}" if sections.count(section) > 1 else section
        numbers: Mapping[str, str] = {report: f"Listing {number}"}
        name = block.id.replace("list-", "listing-", 1)
        told.append(
            ListingTable(id=name, kind="listing-table", title=block.label, analyses=(block.id,), numbers=dict(numbers))
        )
    return tuple(told)
