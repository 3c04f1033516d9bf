"""The command of every rule: asks the build's warm process to run a step, or runs it here where there is none.

Called by its path, with nothing but the standard library, so that it starts in a hundredth of a second:
``python -I -S ask.py STEP [NAME] --inputs ...`` in the study's folder. See warm.py for the other end.
"""

from __future__ import annotations

import json
import os
import socket
import sys

SOCKET = ".work/warm.sock"
STARTED = b"+"


def ask(arguments: list[str]) -> int | None:
    """The step's exit status; None where nobody takes it. What it prints goes where this process prints."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(SOCKET)
            socket.send_fds(connection, [json.dumps(arguments).encode() + b"\n"], [1, 2])
            if connection.recv(1) != STARTED:
                return None
        except OSError:
            return None
        # One byte when the step has ended; none if it was killed
        return (connection.recv(1) or b"\x01")[0]


if __name__ == "__main__":
    status = ask(sys.argv[1:])
    if status is None:
        os.execv(sys.executable, [sys.executable, "-m", "analysis.steps", *sys.argv[1:]])  # noqa: S606 - no shell wanted
    sys.exit(status)
