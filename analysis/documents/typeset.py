"""Typst in a process of its own: what it needs for a report of hundreds of pages goes with it.

``python -m analysis.documents.typeset``; standard input: the options of ``typst.compile`` as JSON, and ``characters``
that the project's typeface lacks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from analysis.displays.fonts import read_fonts

#: What is told of a compilation that the system ended.
NO_MEMORY = "out of memory"
ENDED = (-signal.SIGKILL, -signal.SIGABRT)
ROOT = Path(__file__).resolve().parents[2]


def render_typeset(options: Mapping[str, object]) -> str:
    """Make the PDF that the options ask for; "" or what typst finds wrong with its source, or NO_MEMORY."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis.documents.typeset"],
        input=json.dumps(options),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if done.returncode in ENDED:
        return NO_MEMORY
    return (done.stderr.strip() or f"ended with {done.returncode}") if done.returncode else ""


def main(text: str) -> int:
    """Compile; 1 where typst finds something wrong, told on standard error."""
    import typst

    options = json.loads(text)
    try:
        typst.compile(font_paths=read_fonts(options.pop("characters")), **options)
    except RuntimeError as error:  # what typst raises for a fault in its source
        sys.stderr.write(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.read()))
