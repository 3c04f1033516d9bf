"""The list of all numbers that a document prints, in reading order: its own, and those of the displays it shows."""

from __future__ import annotations

import json
from collections.abc import Mapping

from analysis.documents.job import RenderJob
from analysis.errors import DocumentError, Fault

Anchor = dict[str, str]


def read_ledger(page: bytes, job: RenderJob) -> list[Anchor]:
    """Every bound number of a page with id, text, row and form; a display's as its bundle names them.

    Raises DocumentError where a display lacks a number that its bundle lists, or prints it otherwise.
    """
    from lxml import html

    tree = html.fromstring(page.decode("utf-8"))
    known = _read_display_anchors(tree.xpath("//figure[starts-with(@id, 'display-')]/@id"), job)
    found: list[Anchor] = []
    for element in tree.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), ' n ')]"):
        name, text = element.get("id", ""), " ".join(element.text_content().split())
        own = {"id": name, "text": text, "row": element.get("data-row", ""), "form": element.get("data-form", "")}
        found.append(known.get(name, own))
    _check(found, known, {e["id"] for e in found if not e["row"]}, job)
    return found


def _read_display_anchors(targets: list[str], job: RenderJob) -> Mapping[str, Anchor]:
    anchors: dict[str, Anchor] = {}
    for target in targets:
        path = job.places("").display(target.removeprefix("display-"))
        anchors |= {anchor["id"]: anchor for anchor in json.loads(path.read_text(encoding="utf-8"))["anchors"]}
    return anchors


def _check(found: list[Anchor], known: Mapping[str, Anchor], loose: set[str], job: RenderJob) -> None:
    printed = {anchor["id"] for anchor in found}
    faults = [
        Fault(f"{job.document.source}, {name}", "a display's number is not in the page", "build the display anew")
        for name in known
        if name not in printed
    ]
    faults += [
        Fault(f"{job.document.source}, {name or 'a number without id'}", "is bound to no results row", "use a verb")
        for name in sorted(loose)
    ]
    if faults:
        raise DocumentError(faults)
