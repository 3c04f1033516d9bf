"""The house keeps its own rules: directions of imports, sizes, names, and nobody but steps knows paths."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "analysis").rglob("*.py"))
TESTED = [*CODE, *sorted((ROOT / "data").rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]

#: What each part may import besides itself; verification recomputes without methods.
ALLOWED = {
    "errors": set(),
    "study": {"errors"},
    "raw": {"study", "errors"},
    "datasets": {"raw", "study", "errors"},
    "methods": {"errors"},
    "results": {"datasets", "methods", "study", "errors"},
    "displays": {"results", "study", "errors"},
    "documents": {"displays", "results", "study", "errors"},
    "verification": {"datasets", "raw", "results", "displays", "documents", "study", "errors"},
    "steps": {"verification", "documents", "displays", "results", "datasets", "raw", "study", "errors"},
    "new_study": {"datasets", "raw", "study", "errors"},
    "archive": {"steps", "study", "errors"},
}
#: Displays and documents see the results table and the verdicts on claims, not how they are made.
VISIBLE = {
    ("displays", "results"): {"table"},
    ("documents", "results"): {"table", "claims"},
    ("verification", "results"): {"table", "claims"},
}
VERBS = ("read_", "check_", "derive_", "estimate_", "tabulate_", "draw_", "format_", "render_", "verify_", "find_")


def part(path: Path) -> str:
    inside = path.relative_to(ROOT / "analysis")
    return inside.parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_in_one_direction(path: Path) -> None:
    mine = part(path)
    if mine == "__init__":
        return
    for name in imports(path):
        if not name.startswith("analysis."):
            continue
        other, module = [*name.split("."), ""][1:3]
        assert other == mine or other in ALLOWED[mine], f"{mine} must not import {other}"
        visible = VISIBLE.get((mine, other))
        assert visible is None or module in visible, f"{mine} may see {sorted(visible or ())} of {other} only"


@pytest.mark.parametrize("path", TESTED, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is longer than 50 lines"
            positional = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            count = len([a for a in positional if a.arg not in ("self", "cls")])
            assert count <= 6 or node.name.startswith("test_"), f"{node.name}: over 6 parameters"


def test_functions_are_short_as_a_rule() -> None:
    sizes = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert median(sizes) <= 12


def test_no_file_is_called_after_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc", "base"}
    assert not [p for p in CODE if p.stem in empty_names]


def test_only_the_study_is_read_from_yaml_and_only_by_study() -> None:
    readers = {part(p) for p in CODE if any(name.split(".")[0] == "yaml" for name in imports(p))}
    assert readers == {"study"}


def test_results_know_the_methods_and_displays_do_not_compute() -> None:
    heavy = {"scipy", "statsmodels", "lifelines", "firthmodels"}
    for path in CODE:
        if part(path) in ("displays", "documents", "steps", "raw", "datasets", "study"):
            assert not {name.split(".")[0] for name in imports(path)} & heavy, path


def test_paths_of_the_house_stand_in_steps_and_snakefile_only() -> None:
    place = re.compile(r"""["'](?:\.work|data/(?:raw|datasets|results)|output|tables|figures)/""")
    allowed = {"steps", "documents", "new_study", "archive"}  # documents: one module finds the products for prose
    assert not [p for p in CODE if part(p) not in allowed and place.search(p.read_text(encoding="utf-8"))]


def test_every_module_with_code_has_a_test_beside_it() -> None:
    tests = {p.relative_to(ROOT / "tests").as_posix() for p in (ROOT / "tests").rglob("test_*.py")}
    missing = []
    for path in CODE:
        inside = path.relative_to(ROOT / "analysis")
        functions = [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]
        public = [f.name for f in functions if not f.name.startswith("_")]
        folder = inside.parent.as_posix()
        near = [t for t in tests if t.startswith(f"{folder}/test_") or folder == "."]
        if public and not near:
            missing.append(inside.as_posix())
    assert not missing


def test_public_functions_are_named_by_a_verb() -> None:
    plain = ("main", "run", "derive", "estimate", "tabulate", "draw", "plain", "number_id", "expected_text")
    strangers = []
    for path in CODE:
        if part(path) not in ("raw", "datasets", "methods", "results"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                known = node.name.startswith(VERBS) or node.name in plain or "_of" in node.name
                if not known:
                    strangers.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert not strangers
