"""A document's code run once, in a Python kernel of its own, giving the document as plain Markdown."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.documents.inline import FAULT
from analysis.documents.notebook import Part, find_inline, format_inline
from analysis.errors import DocumentError, Fault

SECONDS = 120
ATTEMPTS = 3
ANSI = re.compile(r"\x1b\[[0-9;]*m")
TITLE = re.compile(r".* \(1 fault\):\n  1\. ")  # of the project's own errors
ROOT = Path(__file__).resolve().parents[2]


def render_markdown(parts: Sequence[Part], folder: Path, variables: Mapping[str, str]) -> str:
    """The parts with code replaced by what it shows. ``folder`` is the kernel's working directory.

    A cell that raises ends it; inline expressions that raise are told together. DocumentError names file, line, code.
    """
    faults: list[Fault] = []
    pieces: list[str] = []
    with _Kernel(folder, variables) as kernel:
        for part in parts:
            if part.kind == "code":
                pieces += _show_cell(part, kernel)
            else:
                answers = list(_answer(part, kernel, faults))
                pieces.append(format_inline(part, answers) if answers else part.text)
    if faults:
        raise DocumentError(faults)
    return "\n".join(pieces)


def read_answers(parts: Sequence[Part], folder: Path, variables: Mapping[str, str]) -> list[str]:
    """What the inline expressions of all parts answer, in order, as Markdown. Raises DocumentError."""
    faults: list[Fault] = []
    answers: list[str] = []
    with _Kernel(folder, variables) as kernel:
        for part in parts:
            if part.kind == "code":
                kernel.run(part.text, part)
            else:
                answers += _answer(part, kernel, faults)
    if faults:
        raise DocumentError(faults)
    return answers


def _show_cell(part: Part, kernel: _Kernel) -> Iterator[str]:
    outputs = kernel.run(part.text, part)
    for output in () if part.hidden else outputs:
        if output.output_type == "stream":
            if output.name == "stdout":
                raise DocumentError(
                    Fault(part.lines[0].place, f"the cell prints {output.text!r}", "call a verb instead")
                )
        else:
            yield f"\n{_markdown(output, part.lines[0].place)}\n"


def _answer(part: Part, kernel: _Kernel, faults: list[Fault]) -> Iterator[str]:
    """The answers of the inline expressions of a text, in order."""
    asked = find_inline(part)
    if not asked:
        return
    code = f"__import__('analysis.documents.inline', fromlist=['*']).render_inline({[code for code, _ in asked]!r})"
    outputs = [output for output in kernel.run(code, part) if output.output_type == "display_data"]
    for (expression, line), output in zip(asked, outputs, strict=True):
        where = f"{line.place}, {expression}"
        if FAULT in output.data:
            faults.append(Fault(where, output.data[FAULT]))
            yield ""
        else:
            yield _markdown(output, where)


def _markdown(output: Any, where: str) -> str:
    text = output.data.get("text/markdown")
    if text is None:
        raise DocumentError(
            Fault(where, "the answer is no text for a document", "call one of the verbs of docs/writing.md")
        )
    return str(text)


class _Kernel:
    """An IPython kernel on this very Python, without the user's own start-up files, history or kernel list."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / ".ipython")}
        self.environment["JUPYTER_RUNTIME_DIR"] = str(folder / ".jupyter")
        self.count = 0

    def _new_client(self, attempt: int) -> Any:
        from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
        from nbclient import NotebookClient
        from nbformat.v4 import new_notebook

        class Own(KernelSpecManager):
            def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - there is one
                quiet = ["--HistoryManager.enabled=False", "--InteractiveShell.cache_size=0", "--log-level=ERROR"]
                argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *quiet]
                return KernelSpec(argv=argv, display_name="Python", language="python")

        client = NotebookClient(new_notebook(), timeout=SECONDS, shutdown_kernel="immediate")
        client.km = client.create_kernel_manager()
        client.km.kernel_spec_manager = Own()
        client.km.connection_file = str(self.folder / ".jupyter" / f"kernel-{attempt}.json")
        return client

    def __enter__(self) -> _Kernel:
        (self.folder / ".jupyter").mkdir(exist_ok=True)
        for attempt in range(1, ATTEMPTS + 1):
            self.client = self._new_client(attempt)
            self._open = self.client.setup_kernel(env=self.environment, cwd=str(self.folder))
            try:
                self._open.__enter__()
            except RuntimeError:  # it died at once: another program was faster at one of its ports
                if attempt == ATTEMPTS:
                    raise
            else:
                break
        return self

    def __exit__(self, *error: object) -> None:
        self._open.__exit__(None, None, None)

    def run(self, code: str, part: Part) -> list[Any]:
        """The outputs of some code of a part. Raises DocumentError with the line where it failed."""
        from nbclient.exceptions import CellExecutionError
        from nbformat.v4 import new_code_cell

        cell = new_code_cell(code)
        self.client.nb.cells.append(cell)
        self.count += 1
        try:
            self.client.execute_cell(cell, self.count - 1)
        except CellExecutionError as error:
            raise DocumentError(_locate(part, error)) from None
        outputs, cell.outputs = list(cell.outputs), []  # the notebook need not keep them
        return outputs


def _locate(part: Part, error: Any) -> Fault:
    """The line of a cell that raised, and what it said."""
    found = re.search(r"Cell In\[\d+\], line (\d+)", ANSI.sub("", str(error.traceback)))
    line = part.lines[int(found[1]) - 1] if found else part.lines[0]
    own = TITLE.match(error.evalue)
    what = error.evalue[own.end() :].replace("\n      → ", " → ") if own else f"{error.ename}: {error.evalue}"
    return Fault(f"{line.place}, {line.text.strip()}", what)
