"""Reading study.yaml: all faults at once, each with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.errors import Fault, StudyError
from analysis.study.model import Study
from analysis.study.quotes import check_quotes, check_schedule

Path_ = tuple[str | int, ...]
Problem = tuple[Path_, str, str]

#: No study.yaml that somebody wrote comes near; one that was made to choke its reader does.
MOST_NODES, MOST_LEVELS = 200_000, 30

#: Where study.yaml names something, and the collection that must hold it; ``*`` stands for every item.
REFERENCES: dict[tuple[str, ...], str] = {
    ("units", "*", "parameters", "*"): "parameters",
    ("analyses", "*", "population"): "populations",
    ("analyses", "*", "analysed", "*"): "populations",
    ("analyses", "*", "parameters", "*"): "parameters",
    ("analyses", "*", "visits", "*"): "visits",
    ("analyses", "*", "event_time"): "event_times",
    ("analyses", "*", "characteristics", "*", "parameter"): "parameters",
    ("analyses", "*", "criteria", "*", "parameter"): "parameters",
    ("analyses", "*", "aminotransferases", "*"): "parameters",
    ("analyses", "*", "bilirubin"): "parameters",
    ("analyses", "*", "of"): "analyses",
    ("displays", "*", "analyses", "*"): "analyses",
    ("displays", "*", "parameters", "*"): "parameters",
    ("displays", "*", "parameter"): "parameters",
    ("displays", "*", "visits", "*"): "visits",
    ("displays", "*", "visit"): "visits",
    ("displays", "*", "numbers", "<key>"): "documents",
    ("documents", "*", "submission", "supplement"): "documents",
    ("protocol", "endpoints", "*", "parameter"): "parameters",
    ("protocol", "endpoints", "*", "event_time"): "event_times",
    ("protocol", "endpoints", "*", "visits", "*"): "visits",
    ("protocol", "endpoints", "*", "analysis"): "analyses",
    ("protocol", "objectives", "*", "endpoints", "*"): "protocol.endpoints",
    ("protocol", "estimands", "*", "objective"): "protocol.objectives",
    ("protocol", "estimands", "*", "endpoint"): "protocol.endpoints",
    ("protocol", "estimands", "*", "analysis"): "analyses",
    ("protocol", "estimands", "*", "sensitivity", "*"): "analyses",
    ("protocol", "estimands", "*", "supplementary", "*"): "analyses",
    ("protocol", "estimands", "*", "events", "*", "event"): "protocol.intercurrent_events",
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: What the build calls its own pages and steps, on disks that don't tell Index from index, too.
RESERVED = {
    "documents": re.compile(
        r"index|build-log|verification|data-quality|trace|results|tables|submission|.*-checklist|all|verify|"
        r"dataset|transport|description|exports|recomputation|start_page|check_raw|results_page|"
        r"(analysis|display|document|checklist|submission|numbers|publish)_.*"
    ),
    "analyses": re.compile("results"),
}
UNIQUE = (
    *("arms", "visits", "populations", "parameters", "event_times", "analyses", "displays", "documents", "claims"),
    *(f"protocol.{part}" for part in ("objectives", "endpoints", "intercurrent_events", "estimands")),
)


def read_study(path: Path) -> Study:
    """The study described by a YAML file.

    Raises StudyError with every fault (unknown key, wrong type, dangling or double name), each with file and line.
    """
    tree, lines, doubles = read_yaml(path)
    faults: list[Problem] = []
    study: Study | None = None
    try:
        study = Study.model_validate(tree)
    except ValidationError as error:
        told = error.errors()
        faults += [_explain(one) for one in told if not _follows(one, told)]
    faults += [
        *doubles,
        *check_names(tree),
        *check_uniqueness(tree),
        *check_reserved(tree),
        *check_submission(tree),
        *check_quotes(tree),
        *check_claims(tree),
        *check_schedule(tree),
    ]
    if study is None or faults:
        ordered = sorted({(_line(lines, loc), loc, what, remedy) for loc, what, remedy in faults}, key=lambda f: f[0])
        raise StudyError([Fault(f"{path.name}, line {n}, {_dotted(loc)}", what, fix) for n, loc, what, fix in ordered])
    return study


def read_yaml(path: Path) -> tuple[Any, dict[Path_, int], list[Problem]]:
    """A YAML file as plain values, the line on which each key or item stands, and keys that stand twice."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyError(Fault(str(path), "the file is missing", "run from a folder that holds study.yaml")) from None
    except UnicodeDecodeError:
        raise StudyError(Fault(str(path), "the file is not UTF-8", "save it as UTF-8")) from None
    try:
        node = _compose(path, text)
        tree = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        problem = getattr(error, "problem", "") or str(error).splitlines()[0]
        raise StudyError(Fault(where, f"not valid YAML: {problem}", "mend the line")) from None
    except ValueError as error:  # a date that isn't in the calendar, a number of thousands of digits
        what = f"a value that can't be read: {error}"
        raise StudyError(Fault(path.name, what, "correct it; text that looks like a date goes in quotes")) from None
    if not isinstance(tree, dict):
        raise StudyError(Fault(path.name, "the file is empty or not a mapping", "start with `study:`"))
    assert node is not None  # noqa: S101 - a mapping was composed
    places = list(_lines(node, ()))
    seen: set[Path_] = set()
    doubles: list[Problem] = []
    for loc, _ in places:
        if loc in seen:
            doubles.append((loc, "the key stands twice", "remove one"))
        seen.add(loc)
    return tree, dict(places), doubles


def _compose(path: Path, text: str) -> yaml.Node | None:
    """The nodes of a YAML text. StudyError where it is nested too deeply, or endless or huge with its aliases."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):  # the composer is recursive, the parser isn't
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = f"{path.name}, line {event.start_mark.line + 1 if event.start_mark else 1}"
        if depth > MOST_LEVELS:
            what = f"nested more than {MOST_LEVELS} levels deep"
            raise StudyError(Fault(line, what, "see docs for the keys that exist"))
        if isinstance(event, yaml.ScalarEvent) and CONTROL.search(event.value):
            raise StudyError(Fault(line, "a control character in a text, which no document can hold", "remove it"))
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is not None and _size(node, {}) > MOST_NODES:
        raise StudyError(Fault(path.name, "too large with its aliases (*name) written out", "write it without aliases"))
    return node


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many nodes there are when each alias is written out."""
    if id(node) not in sizes:
        sizes[id(node)] = MOST_NODES + 1  # what it counts as while it is inside itself
        parts = [] if isinstance(node, yaml.ScalarNode) else node.value
        flat = [n for pair in parts for n in pair] if isinstance(node, yaml.MappingNode) else parts
        sizes[id(node)] = 1 + sum(_size(part, sizes) for part in flat)
    return sizes[id(node)]


def _lines(node: yaml.Node, loc: Path_) -> Iterator[tuple[Path_, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*loc, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _lines(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            here = (*loc, number)
            yield here, value.start_mark.line + 1
            yield from _lines(value, here)


def _line(lines: dict[Path_, int], loc: Path_) -> int:
    # pydantic adds the kind of a block (a union's tag) to its path: leave it out where YAML has no such key
    while loc and loc not in lines:
        loc = loc[:-1]
    return lines.get(loc, 1)


@cache
def _read_places(path: Path, _stamp: int) -> tuple[Any, dict[Path_, int]]:
    tree, lines, _ = read_yaml(path)
    return tree, lines


def find_line(path: Path, names: Sequence[str]) -> int:
    """The line of a YAML file on which a path of keys stands; items of a list by their id or position."""
    tree, lines = _read_places(path, path.stat().st_mtime_ns)
    loc: Path_ = ()
    for name in names:
        key: str | int = name
        if isinstance(tree, list):
            ids = [item.get("id") if isinstance(item, dict) else None for item in tree]
            key = ids.index(name) if name in ids else int(name) if name.isdigit() else -1
        known = (isinstance(tree, dict) and key in tree) or (isinstance(tree, list) and 0 <= int(key) < len(tree))
        if not known:
            break
        tree, loc = tree[key], (*loc, key)
    return _line(lines, loc)


def _dotted(loc: Path_) -> str:
    return ".".join(str(part) for part in loc)


def _follows(error: Any, told: Iterable[Any]) -> bool:
    """Whether a list only seems too short because items in it are wrong."""
    depth = len(error["loc"])
    return error["type"] == "too_short" and any(o["loc"][:depth] == error["loc"] for o in told if o is not error)


def _explain(error: Any) -> Problem:
    loc = _without_tag(tuple(error["loc"]))
    if error["type"] == "extra_forbidden":
        return loc, f"unknown key '{loc[-1]}'", "remove it, or see docs/study.schema.json for the keys that exist"
    if error["type"] == "missing":
        return loc, f"'{loc[-1]}' is missing", "add it; docs/study.schema.json says what belongs there"
    got = error.get("input")
    shown = "" if isinstance(got, dict | list) else f" (is {got!r})"
    return loc, f"{error['msg']}{shown}", ""


def _without_tag(loc: Path_) -> Path_:
    """The path in YAML: after analyses.3 or displays.3 pydantic names the kind of block."""
    if len(loc) > 2 and loc[0] in ("analyses", "displays") and isinstance(loc[1], int):
        return (*loc[:2], *loc[3:])
    return loc


def check_names(tree: dict[str, Any]) -> Iterator[Problem]:
    """Names that stand for nothing, on the raw values, so that they are told together with all other faults."""
    for pattern, collection in REFERENCES.items():
        known = _ids(tree, collection)
        for loc, name in _find(tree, pattern, ()):
            if isinstance(name, str) and name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known) or 'none'}"
                yield loc, f"'{name}' is not in {collection}", remedy


def check_submission(tree: dict[str, Any]) -> Iterator[Problem]:
    """One folder takes one paper."""
    items = tree.get("documents")
    documents = items if isinstance(items, list) else []
    submitted = [n for n, one in enumerate(documents) if isinstance(one, dict) and one.get("submission") is not None]
    for number in submitted[1:]:
        yield ("documents", number, "submission"), "a second document is submitted", "leave it at one"


def check_uniqueness(tree: dict[str, Any]) -> Iterator[Problem]:
    """Ids that stand twice in their collection."""
    for collection in UNIQUE:
        ids = _ids(tree, collection)
        for number, name in enumerate(ids):
            if name in ids[:number]:
                yield (*collection.split("."), number, "id"), f"'{name}' stands twice in {collection}", "rename one"


def check_reserved(tree: dict[str, Any]) -> Iterator[Problem]:
    """Ids whose products or steps are others of the build."""
    for collection, reserved in RESERVED.items():
        for number, name in enumerate(_ids(tree, collection)):
            if reserved.fullmatch(name.casefold()):
                yield (collection, number, "id"), f"'{name}' is the name of something else in the build", "rename it"


def check_claims(tree: dict[str, Any]) -> Iterator[Problem]:
    """A claim without conditions would neither hold nor fail, so it must say why it has none."""
    claims = tree.get("claims")
    for number, claim in enumerate(claims if isinstance(claims, list) else ()):
        if isinstance(claim, dict) and bool(claim.get("holds_when")) == bool(claim.get("not_checkable")):
            what = (
                "has both conditions and a reason why it can't be checked"
                if claim.get("holds_when")
                else "has no conditions"
            )
            yield ("claims", number), what, "give either holds_when, or in not_checkable why nothing can be checked"


def _ids(tree: dict[str, Any], collection: str) -> list[str]:
    """The ids of a collection; a dot leads into a part of the file."""
    items: Any = tree
    for part in collection.split("."):
        items = items.get(part) if isinstance(items, dict) else None
    return [str(item.get("id")) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _find(value: Any, pattern: tuple[str, ...], loc: Path_) -> Iterator[tuple[Path_, Any]]:
    if not pattern:
        yield loc, value
    elif pattern[0] == "*" and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _find(item, pattern[1:], (*loc, number))
    elif pattern[0] == "<key>" and isinstance(value, dict):
        for key in value:
            yield (*loc, key), key
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _find(value[pattern[0]], pattern[1:], (*loc, pattern[0]))
