"""What runs in the kernel of the embedded engine: the inline expressions of a stretch of text, each for itself."""

from __future__ import annotations

from collections.abc import Sequence

FAULT = "application/x-document-fault"


def render_inline(expressions: Sequence[str]) -> None:
    """Show the answer of each expression in turn; one that fails is told in its place and does not stop the others."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    names = get_ipython().user_ns  # type: ignore[union-attr]
    for expression in expressions:
        try:
            answer = eval(expression, names)  # noqa: S307 - the document's own code, as in any notebook
        except Exception as error:  # noqa: BLE001 - whatever it is, the writer must learn where it happened
            display({FAULT: describe_fault(error)}, raw=True)  # type: ignore[no-untyped-call]
        else:
            display(answer)  # type: ignore[no-untyped-call]


def describe_fault(error: Exception) -> str:
    """An error in a line: faults of this project speak for themselves, others with their type."""
    faults = getattr(error, "faults", ())
    if faults:
        return "; ".join(str(fault).replace("\n      → ", " → ") for fault in faults)
    return f"{type(error).__name__}: {error}"
