"""What the methods of the analyses are, in the words that stand above their code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from analysis.study import Study

PACKAGE = Path(__file__).resolve().parents[1]
#: Parts of methods that are no methods of their own.
PARTS = {"arguments", "result"}


def read_methods(study: Study) -> list[dict[str, str]]:
    """Each statistical method that the study's analyses use: its module, which analyses use it, its description."""
    users: dict[str, list[str]] = {}
    for block in study.analyses:
        for name in find_methods(block.kind):
            users.setdefault(name, []).append(block.id)
    return [
        {"method": name, "analyses": ", ".join(ids), "text": _docstring(PACKAGE / "methods" / f"{name}.py")}
        for name, ids in sorted(users.items())
    ]


def find_methods(kind: str) -> list[str]:
    """The modules of analysis/methods that a kind of analysis calls, by what its source imports."""
    todo, seen, found = [PACKAGE / "results" / f"{kind.replace('-', '_')}.py"], set(), set()
    while todo:
        path = todo.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        for stage, name in _imports(path):
            if stage == "methods" and name not in PARTS:
                found.add(name)
            elif stage == "results":
                todo.append(PACKAGE / "results" / f"{name}.py")
    return sorted(found)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """Stage and module of each import of this project, as ``("methods", "mmrm")``."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            _, stage, *rest = str(node.module).split(".")
            yield from ((stage, name) for name in (rest[:1] or [alias.name for alias in node.names]))


def _docstring(path: Path) -> str:
    return (ast.get_docstring(_tree(path)) or "") if path.is_file() else ""
