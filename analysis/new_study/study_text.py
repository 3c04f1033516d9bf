"""An outline as the text of study.yaml: readable, commented, one line a block where it fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from analysis.new_study.outline import Noted, Outline

WIDTH = 150
#: Plain words that YAML reads as something else.
_RESERVED = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "~", ""})
_PLAIN = re.compile(r"[A-Za-zÀ-ÿµ°⁰-⁹¹²³][\wÀ-ÿ µ°⁰-⁹¹²³/().+%'’;<>=-]*")
HEAD = """\
# The study: written by `python -m analysis.new_study` from the data, as a start. Every line is yours to change; read
# the remarks behind `#`, which say what each line rests on. docs/new-trial.md tells what to look at first.
# Keys are explained in docs/study.schema.json of the project; unknown ones are refused, with their line.
"""


def format_study(outline: Outline) -> str:
    """study.yaml as text."""
    return "\n".join(line.rstrip() for line in _lines(outline)) + "\n"


def format_scalar(value: Any) -> str:
    """A value in YAML, quoted where plain text would be read as something else."""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and not text.endswith(" ")
    return text if plain and ": " not in text and " #" not in text else json.dumps(text, ensure_ascii=False)


def format_flow(value: Any) -> str:
    """A value in one line: {id: ALB, unit: g/L}, [1, 2], text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{format_scalar(key)}: {format_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(format_flow(inner) for inner in value) + "]"
    return format_scalar(value)


def derive_tree(block: BaseModel) -> dict[str, Any]:
    """What of a block differs from its defaults; its id and kind first."""
    tree = block.model_dump(exclude_defaults=True, exclude_none=True, mode="json")
    first = [name for name in ("id", "kind") if name in tree]
    return {name: tree[name] for name in (*first, *(name for name in tree if name not in first))}


def _lines(outline: Outline) -> Iterator[str]:
    yield HEAD
    yield "study:"
    yield from _mapping({"synthetic": outline.study.synthetic} | derive_tree(outline.study), order=("id", "title"))
    yield "  # authors: [{name: ..., affiliation: ..., corresponding: true}]"
    yield "\nfacts: # constants that the text quotes; source: where they are from"
    yield from (f"  {name}: {format_flow(derive_tree(fact))}" for name, fact in outline.facts.items())
    known = derive_tree(outline.protocol)
    if known:
        yield "\nprotocol: # what the report tells besides results; what is left out is marked as to be filled in"
        yield "  # PROPOSALS, to be confirmed by the protocol: endpoints of objectives, intercurrent events, estimands"
        yield from _mapping(known)
    yield from _section("arms", outline.arms, outline, "id is ARMCD; the order is that of tables and figures")
    yield "pooled_label: All groups"
    yield from _section("visits", outline.visits, outline, "windows in study days, inclusive; there is no day 0")
    yield from _section("populations", [Noted(one) for one in outline.populations], outline)
    yield from _section(
        "parameters", outline.parameters, outline, "complete `better`, `margin` and `range` where known"
    )
    if outline.units:
        yield from _section("units", outline.units, outline, "value in source unit × factor = value in target unit")
    if outline.given:
        yield "\ngiven: # dataset: the ADaM datasets in data/raw that make it up"
        yield from (f"  {name}: {format_flow(list(parts))}" for name, parts in outline.given.items())
        yield from (f"  # not taken: {told}" for told in outline.remarks.get("given", ()))
    if outline.event_times:
        yield from _section("event_times", [Noted(one) for one in outline.event_times], outline)
    yield from _rules(outline)
    yield from _section("analyses", [Noted(one) for one in outline.analyses], outline)
    yield from _section("displays", [Noted(one) for one in outline.displays], outline)
    yield from _section("documents", [Noted(one) for one in outline.documents], outline)


def _rules(outline: Outline) -> Iterator[str]:
    """Safety, disposition, and what of the data's faults is accepted for now."""
    if outline.safety:
        yield f"\nsafety: # {outline.safety.note}"
        yield from _mapping(derive_tree(outline.safety.block))
    yield "\ndisposition: # reasons are the words of DS; give them the labels that readers should see"
    for name in ("exclusions", "discontinuations"):
        reasons = getattr(outline.disposition, name)
        yield f"  {name}:" + ("" if reasons else " []")
        yield from (f"    - {format_flow(derive_tree(reason))}" for reason in reasons)
    if outline.accepted:
        yield "\naccepted: # FAULTS OF THE DATA that would stop the build: look at each in output/data-quality.html,"
        yield "  # then correct the data and delete its line, or write here why it is right as it is"
        yield from (f"  {rule}: {format_scalar(why)}" for rule, why in outline.accepted.items())


def _section(name: str, blocks: Sequence[Noted[Any]], outline: Outline, remark: str = "") -> Iterator[str]:
    some = any(not noted.off for noted in blocks)
    yield f"\n{name}:" + ("" if some else " []") + (f" # {remark}" if remark else "")
    for noted in blocks:
        yield from _item(noted)
    for told in outline.remarks.get(name, ()):
        yield f"  # not taken: {told}"


def _item(noted: Noted[Any]) -> Iterator[str]:
    """A block in one line with its remark; over several lines where it is long."""
    tree = derive_tree(noted.block)
    note = f" # {noted.note}" if noted.note else ""
    line = f"  - {format_flow(tree)}"
    if len(line) <= WIDTH:
        lines: Iterable[str] = [line + note]
    else:
        (first, *rest) = _mapping(tree, indent=4)
        lines = [f"  - {first.strip()}{note}", *rest]
    yield from (f"  # {line[2:]}" if noted.off else line for line in lines)


def _mapping(tree: Mapping[str, Any], indent: int = 2, order: Sequence[str] = ()) -> Iterator[str]:
    """A mapping over several lines: what is short in one line each, lists of mappings an item a line."""
    blank = " " * indent
    for key in sorted(tree, key=lambda name: order.index(name) if name in order else len(order)):
        value = tree[key]
        line = f"{blank}{format_scalar(key)}: {format_flow(value)}"
        if len(line) <= WIDTH or not isinstance(value, Mapping | list) or not value:
            yield line
        elif isinstance(value, Mapping):
            yield f"{blank}{format_scalar(key)}:"
            yield from _mapping(value, indent + 2)
        elif isinstance(value[0], Mapping):
            yield f"{blank}{format_scalar(key)}:"
            yield from (f"{blank}  - {format_flow(item)}" for item in value)
        elif any(len(str(item)) > len("a word of text") for item in value):
            yield f"{blank}{format_scalar(key)}:"
            yield from (f"{blank}  - {format_scalar(item)}" for item in value)
        else:
            yield line
