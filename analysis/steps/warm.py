"""A process that has the libraries loaded and forks for each step, so that steps don't pay for imports each time.

It lives as long as the build that started it: its standard input is a pipe whose other end is the build. A step runs in
a child of its own, which ends with the client that asked for it. Steps share nothing but loaded libraries.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path

from analysis.steps.__main__ import main
from analysis.steps.ask import SOCKET, STARTED

#: In the order of a build; each is loaded when no step waits. What only one step needs, that step loads.
LIBRARIES = (
    "pandas",
    "analysis.study",
    "scipy.special",
    "scipy.optimize",
    "scipy.linalg",
    "great_tables",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "lxml.html",
    "typst",
    "nbclient",
    "pypdfium2",
    "scipy.stats",
    "lifelines",
    "statsmodels.stats.proportion",
)


def serve(path: Path) -> None:
    """Fork for each client at a socket until standard input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the build, and that ends this process
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    waiting = list(LIBRARIES)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.as_posix())
        listener.listen(64)
        try:
            while True:
                ready, _, _ = select.select([listener, sys.stdin], [], [], 0 if waiting else None)
                if sys.stdin in ready:
                    return
                if listener in ready:
                    _fork(listener)
                else:
                    importlib.import_module(waiting.pop(0))
        finally:
            with contextlib.suppress(OSError):
                path.unlink()


def _fork(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    # Threads of libraries that wait for work are no hindrance: a child starts its own
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    gc.freeze()  # what the libraries hold is neither searched for garbage in the children nor copied for that
    if os.fork():
        connection.close()
        return
    status = 1
    try:
        listener.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        status = _run(connection)
        sys.stdout.flush()
        sys.stderr.flush()
        with contextlib.suppress(OSError):
            connection.send(bytes([status]))
    finally:
        os._exit(status)


def _run(connection: socket.socket) -> int:
    """One step in this child, printing where its client prints."""
    message, files, _, _ = socket.recv_fds(connection, 1 << 20, 2)
    while not message.endswith(b"\n"):
        message += connection.recv(1 << 20)
    for number, file in zip((1, 2), files, strict=True):
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    connection.send(STARTED)
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    arguments: Sequence[str] = json.loads(message)
    return main(arguments)


def _end_with(connection: socket.socket) -> None:
    """End this child when its client is gone: a build that was stopped leaves nothing running."""
    with contextlib.suppress(OSError):
        connection.recv(1)
    os._exit(1)


if __name__ == "__main__":
    serve(Path(SOCKET))
