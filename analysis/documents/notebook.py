"""A Quarto document as the embedded engine reads it: header, code cells, and text with inline code, line by line.

Understands what both engines do: a header of pandoc's metadata, ``{{< include file >}}``, ``{python}`` cells with
``#| include: false`` or options that change nothing, and inline `{python} expression`. Anything else that Quarto alone
knows is refused, not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DocumentError, Fault

INCLUDE = re.compile(r"^\{\{<\s*include\s+(\S+)\s*>\}\}\s*$")
OPEN_CELL = re.compile(r"^(`{3,})\s*\{python\}\s*$")
OPTION = re.compile(r"^#\|\s*(.*)$")
INLINE = re.compile(r"`\{python\}\s+([^`]+)`")
#: Cell options that say what holds here anyway: a document never shows its code
HARMLESS = re.compile(r"(?:echo|warning|message):\s*false|label:\s*[\w-]+|output:\s*(?:true|asis)|eval:\s*true")
FORMAT_KEY = re.compile(r"^(format|execute|engine|filters|toc[\w-]*|number-sections|css|template|theme)\s*:")
FOREIGN = re.compile(r"\{\{<|^`{3,}\s*\{(?!=)\w|@(?:fig|tbl|sec|eq)-\w|`\{(?!python\}|=)\w+\}")


@dataclass(frozen=True)
class Line:
    """A line of a document and where it was written."""

    text: str
    file: str
    number: int

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.number}"


@dataclass(frozen=True)
class Part:
    """A stretch of text, or the code of a cell; ``hidden`` code shows nothing."""

    kind: str
    lines: tuple[Line, ...]
    hidden: bool = False

    @property
    def text(self) -> str:
        return "".join(line.text + "\n" for line in self.lines)


def read_document(path: Path) -> tuple[Part, ...]:
    """The parts of a document, includes resolved; its header stays text. DocumentError tells all faults by line."""
    lines = list(_read_lines(path, path.parent, ()))
    parts = tuple(_split_parts(lines))
    faults = list(_check_header(lines))
    faults += [
        Fault(line.place, f"only Quarto itself understands {found[0]!r}", "write it in a way that both engines know")
        for part in parts
        if part.kind == "text"
        for line in part.lines
        if (found := FOREIGN.search(line.text))
    ]
    if faults:
        raise DocumentError(faults)
    return parts


def find_inline(part: Part) -> list[tuple[str, Line]]:
    """The inline expressions of a text in order, with their lines."""
    found = []
    for match in INLINE.finditer(part.text):
        line = part.lines[part.text.count("\n", 0, match.start())]
        found.append((" ".join(match[1].split()), line))
    return found


def format_inline(part: Part, answers: list[str]) -> str:
    """The text with its inline expressions replaced by their answers."""
    given = iter(answers)
    return INLINE.sub(lambda _: next(given), part.text)


def _read_lines(path: Path, root: Path, within: tuple[Path, ...]) -> Iterator[Line]:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DocumentError(Fault(str(path), "the file is missing", "create it, or correct the include")) from None
    except UnicodeDecodeError:
        raise DocumentError(Fault(str(path), "the file is not UTF-8", "save it as UTF-8")) from None
    for number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        if include is None:
            yield Line(line, name, number)
        elif (path.parent / include[1]).resolve() in (*within, path.resolve()):
            raise DocumentError(Fault(f"{name}, line {number}", f"{include[1]} includes itself", "remove the include"))
        elif not (path.parent / include[1]).resolve().is_relative_to(root.resolve()):
            what = f"{include[1]} is outside of the manuscript's folder"
            raise DocumentError(Fault(f"{name}, line {number}", what, "copy the file into it"))
        else:
            yield from _read_lines((path.parent / include[1]).resolve(), root.resolve(), (*within, path.resolve()))


def _check_header(lines: list[Line]) -> Iterator[Fault]:
    """Options that Quarto would take from the header, and pandoc would not."""
    for line in lines[1:] if lines and lines[0].text.rstrip() == "---" else ():
        if line.text.rstrip() in ("---", "..."):
            return
        if key := FORMAT_KEY.match(line.text):
            yield Fault(line.place, f"'{key[1]}' in a header is known to Quarto only", "state it in _quarto.yml")


def _split_parts(lines: list[Line]) -> Iterator[Part]:
    text: list[Line] = []
    rest = iter(lines)
    for line in rest:
        fence = OPEN_CELL.match(line.text)
        if fence is None:
            text.append(line)
            continue
        if text:
            yield Part("text", tuple(text))
        text = []
        yield _read_cell(line, fence[1], rest)
    if text:
        yield Part("text", tuple(text))


def _read_cell(first: Line, fence: str, rest: Iterator[Line]) -> Part:
    code: list[Line] = []
    hidden = False
    for line in rest:
        if line.text.rstrip() == fence:
            return Part("code", tuple(code), hidden)
        option = OPTION.match(line.text)
        if option and option[1].strip() == "include: false":
            hidden = True
        elif option and not HARMLESS.fullmatch(option[1].strip()):
            remedy = "leave it out: both engines know include: false, and take echo, warning, message: false and label"
            raise DocumentError(Fault(line.place, f"unknown cell option {option[1]!r}", remedy))
        code.append(line)
    raise DocumentError(Fault(first.place, "the cell has no end", f"close it with {fence}"))
