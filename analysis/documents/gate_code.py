"""What the code of a document may do: call verbs. Anything else could bring a number in by another way."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from analysis.documents.notebook import Line, Part, find_inline
from analysis.errors import Fault

OPENING = "open_document"
#: Verbs that hold their words against the results themselves, that say what is to be written, or that print headings of
#: the guideline.
CHECKED = ("says", "holds", "told", "author", "exhibits")
REMEDY = "call one of the verbs of docs/writing.md; what is computed belongs into results"


def find_foreign_code(parts: Sequence[Part], verbs: Iterable[str]) -> list[Fault]:
    """Code of cells and inline code that is no call of a verb, in order."""
    faults: list[Fault] = []
    for part in parts:
        if part.kind == "text":
            faults += [f for code, line in find_inline(part) for f in _check(code, [line], set(verbs), "eval")]
        else:
            faults += _check(part.text, part.lines, {*verbs, OPENING}, "exec")
    return faults


def find_calls(parts: Sequence[Part], verb: str) -> Iterator[tuple[str, Line]]:
    """The first argument of every call of a verb, where it is a text."""
    for part in parts:
        codes = find_inline(part) if part.kind == "text" else [(part.text, part.lines[0])] if part.lines else []
        for code, line in codes:
            for call in _calls(code):
                if getattr(call.func, "id", "") == verb and call.args and isinstance(call.args[0], ast.Constant):
                    yield str(call.args[0].value), line


def find_said(parts: Sequence[Part]) -> Iterator[tuple[str, str, Line]]:
    """Every text of more than a word among the arguments of verbs, with the verb: it may be printed as it stands.

    Those of CHECKED verbs are left out.
    """
    for part in parts:
        codes = find_inline(part) if part.kind == "text" else [(part.text, part.lines[0])] if part.lines else []
        for code, line in codes:
            for call in _calls(code):
                verb = str(getattr(call.func, "id", ""))
                told = () if verb in CHECKED else (*call.args, *(k.value for k in call.keywords))
                for value in told:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value.strip():
                        yield verb, value.value, line


def _calls(code: str) -> Iterator[ast.Call]:
    try:
        yield from (node for node in ast.walk(ast.parse(code.strip())) if isinstance(node, ast.Call))
    except SyntaxError:
        return  # told when it runs, with its line


def _check(code: str, lines: Sequence[Line], verbs: set[str], mode: str) -> Iterator[Fault]:
    try:
        tree = ast.parse(code.strip() if mode == "eval" else code)
    except SyntaxError:
        return  # told when it runs, with its line
    for statement in tree.body:
        if not _is_plain(statement, verbs):
            line = lines[min(statement.lineno - 1, len(lines) - 1)]
            said = ast.get_source_segment(code.strip() if mode == "eval" else code, statement) or code
            yield Fault(f"{line.place}, {' '.join(said.split())[:60]}", "this code is no call of a verb", REMEDY)


def _is_plain(statement: ast.stmt, verbs: set[str]) -> bool:
    """An import of the documents, a name for a plain value, or a call of a verb."""
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").startswith("analysis.documents")
    if isinstance(statement, ast.Assign):
        return _is_value(statement.value, verbs)
    return isinstance(statement, ast.Expr) and _is_call(statement.value, verbs)


def _is_call(node: ast.expr, verbs: set[str]) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in verbs:
        return False
    return all(_is_value(argument, verbs) for argument in (*node.args, *(k.value for k in node.keywords)))


def _is_value(node: ast.expr, verbs: set[str]) -> bool:
    """A constant, a name, or lists of them."""
    if isinstance(node, ast.List | ast.Tuple):
        return all(_is_value(item, verbs) for item in node.elts)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.operand, ast.Constant)
    return isinstance(node, ast.Constant | ast.Name)
