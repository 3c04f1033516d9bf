"""The items of a checklist, as manuscript/checklists/<name>.yaml holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DocumentError, Fault
from analysis.study.reading import read_yaml

KEYS = {"item", "section", "topic", "ask", "title", "checked"}


@dataclass(frozen=True)
class Item:
    """One line of a checklist.

    ``mark`` is what a document calls it, ``title`` a pattern that the document's title has to hold (no mark is needed
    then), ``checked`` whether its number was compared with the published list.
    """

    list: str
    mark: str
    number: str
    section: str
    topic: str
    ask: str
    title: str = ""
    checked: bool = True


def read_checklists(paths: Sequence[Path]) -> tuple[Item, ...]:
    """The items of all lists in order. DocumentError tells what a list lacks, or which mark stands for two items."""
    items = tuple(item for path in paths for item in _read_items(path))
    marks = [item.mark for item in items]
    twice = sorted({mark for mark in marks if marks.count(mark) > 1})
    if twice:
        remedy = "give one of the lists another prefix"
        raise DocumentError([Fault(f"checklists, {mark}", "stands for two items", remedy) for mark in twice])
    return items


def _read_items(path: Path) -> list[Item]:
    tree, _, doubles = read_yaml(path)
    faults = [Fault(f"{path.name}, {'.'.join(map(str, loc))}", what, remedy) for loc, what, remedy in doubles]
    name, prefix = str(tree.get("name", path.stem)), str(tree.get("prefix", ""))
    items = []
    for number, one in enumerate(tree.get("items") or [], 1):
        lacking = sorted({"item", "section", "topic", "ask"} - set(one)) if isinstance(one, dict) else ["item"]
        unknown = sorted(set(one) - KEYS) if isinstance(one, dict) else []
        faults += [Fault(f"{path.name}, item {number}", f"'{key}' is missing", "add it") for key in lacking]
        faults += [Fault(f"{path.name}, item {number}", f"unknown key '{key}'", "remove it") for key in unknown]
        if not lacking and not unknown:
            text = {key: str(one[key]) for key in ("section", "topic", "ask", "title") if key in one}
            no = str(one["item"])
            items.append(Item(name, f"{prefix}{no}", no, **text, checked=bool(one.get("checked", True))))
    if faults:
        raise DocumentError(faults)
    return items
