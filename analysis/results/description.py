"""What the methods of the analyses are, in the words that stand above their code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from analysis.study import Study
from analysis.study.analyses import Analysis

PACKAGE = Path(__file__).resolve().parents[1]
#: Parts of methods that are no methods of their own.
PARTS = {"arguments", "result"}
#: Methods that an analysis only uses where one of these options is chosen; without values: where there is the option.
IMPUTED = ("imputation", "delta", "tipping-point")
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "geometric_ratio": ("tests", ("ratio",)),
    "hedges_g": ("tests", ("hedges-g",)),
    "hodges_lehmann": ("tests", ("hodges-lehmann",)),
    "imputation": ("approaches", IMPUTED),
    "imputed_visit": ("approaches", IMPUTED),
    "interaction_permutation": ("approaches", ("interaction-permutation",)),
    "leave_one_out": ("approaches", ("leave-one-out",)),
    "paired_t": ("tests", ("paired-t",)),
    "poisson_rate": ("rate", ()),
    "regression_to_the_mean": ("approaches", ("regression-to-the-mean",)),
    "risk_difference": ("compare", ()),
    "rubin": ("approaches", IMPUTED),
    "tipping_point": ("approaches", ("tipping-point",)),
    "wilcoxon_signed_rank": ("tests", ("signed-rank",)),
}
CONTEXT = re.compile(r"[a-z][a-z0-9-]{2,30}")


def read_methods(study: Study) -> list[dict[str, str]]:
    """Each statistical method that the study's analyses use: its module, which analyses use it, its description."""
    users: dict[str, list[str]] = {}
    for block in study.analyses:
        for name in find_methods(block.kind):
            if _chooses(block, name):
                users.setdefault(name, []).append(block.id)
    return [
        {"method": name, "analyses": ", ".join(ids), "text": _docstring(PACKAGE / "methods" / f"{name}.py")}
        for name, ids in sorted(users.items())
    ]


def _chooses(block: Analysis, method: str) -> bool:
    option, values = CHOICES.get(method, ("id", ()))
    chosen = getattr(block, option, None)
    return bool(set(values) & set(chosen or ())) if values else bool(chosen)


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


def read_lines(study: Study) -> dict[str, dict[str, str]]:
    """Script of the results → context → file and line where rows of that context are made; "" for the function."""
    scripts = {}
    for kind in sorted({block.kind for block in study.analyses}):
        files = list(dict.fromkeys(_find_own_modules(PACKAGE / "results" / f"{kind.replace('-', '_')}.py")))
        named: dict[str, str] = {}
        for path in files:
            for text, line in _literals(path):
                named.setdefault(text, f"{_name(path)}, line {line}")
        first = next((f for f in ast.walk(_tree(files[0])) if getattr(f, "name", "") == "estimate"), None)
        scripts[f"{_name(files[0])}:estimate"] = {"": f"{_name(files[0])}, line {getattr(first, 'lineno', 1)}"} | named
    return scripts


def _find_own_modules(path: Path) -> Iterator[Path]:
    """A module of results and those of results that it calls, nearest first."""
    todo, seen = [path], {path}
    while todo:
        path = todo.pop(0)
        yield path
        near = [PACKAGE / "results" / f"{name}.py" for stage, name in _imports(path) if stage == "results"]
        new = [p for p in dict.fromkeys(near) if p not in seen and p.is_file()]
        seen |= set(new)
        todo += new


def _literals(path: Path) -> Iterator[tuple[str, int]]:
    """Texts in a module that may be a context, with their lines."""
    constants = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant)]
    for node in sorted(constants, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.value, str) and CONTEXT.fullmatch(node.value):
            yield node.value, node.lineno


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


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
