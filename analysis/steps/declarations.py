"""What modules say of themselves, and what they are made of, read without importing them.

Plug-in modules (datasets, analyses, displays) declare what they need as literal constants, so that a new module is one
new file.
"""

from __future__ import annotations

import ast
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: What a plug-in module declares of itself.
CONSTANTS = ("SOURCES", "OPTIONAL", "NEEDS", "PARAMETERS", "FRAMES", "PRODUCES", "LABEL")
IMPORTS = re.compile(
    r"^[ \t]*(?:from[ \t]+(analysis[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^(\n]+)|import[ \t]+(analysis[\w.]*))",
    re.MULTILINE,
)
NAMED = re.compile(r"""["'](analysis(?:\.\w+)+)["']""")


@cache
def plugins(stage: str, constant: str) -> tuple[str, ...]:
    """The modules of a stage that declare this constant."""
    files = sorted((ROOT / "analysis" / stage).glob("*.py"))
    return tuple(f.stem for f in files if constant in _literals(f))


@cache
def declared(stage: str, kind: str, constant: str) -> Any:
    """A plug-in module's literal constant; an empty tuple where it has none."""
    path = ROOT / "analysis" / stage / f"{kind.lower().replace('-', '_')}.py"
    return _literals(path).get(constant, ())


@cache
def _literals(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for node in ast.parse(path.read_bytes()).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id in CONSTANTS:
            found[target.id] = ast.literal_eval(node.value)  # type: ignore[attr-defined]
    return found


@cache
def code_digest(*modules: str) -> str:
    """A digest of the named modules and all of analysis/ that they import, so that a change of code is a change."""
    seen: set[Path] = set()
    named = (ROOT / "analysis" / f"{m.replace('.', '/').replace('-', '_')}.py" for m in (*modules, "steps.__main__"))
    todo = [path for path in named if path.is_file()]
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo += _imported(path)
    seen |= {page for folder in {path.parent for path in seen} for page in _pages(folder)}
    return hashlib.sha256(b"".join(_content(path) for path in sorted(seen))).hexdigest()[:16]


@cache
def _content(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def _pages(folder: Path) -> tuple[Path, ...]:
    """Style and behaviour of the pages that the modules of a folder write."""
    return (*folder.glob("*.css"), *folder.glob("*.js"))


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The files of this project that a file imports, or names for an import while it runs."""
    found, text = [path.parent / "__init__.py"], path.read_text(encoding="utf-8")
    found += [ROOT / f"{name.replace('.', '/')}.py" for name in NAMED.findall(text)]
    for package, names, module in IMPORTS.findall(text):
        base = ROOT / (package or module).replace(".", "/")
        found += [base.with_suffix(".py"), base / "__init__.py"]
        found += [base / f"{name}.py" for name in re.findall(r"\w+", names)]
    return tuple(f for f in found if f.is_file())
