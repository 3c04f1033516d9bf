"""One build at a time in a folder. The lock belongs to the process and goes with it, however it ends.

The operating system's record locks on one file: the first byte is the build's, the second is shared by its steps. A
build that was killed leaves no lock behind; a step that outlived it is waited for.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import TextIO

from analysis.errors import Fault, TrialError

BUILD, STEPS = 0, 1
_held: dict[Path, TextIO] = {}


def lock_folder(path: Path, patience: float = 60.0) -> None:
    """Hold the folder of this lock file until the process ends.

    Raises TrialError where another build holds it, where a step of a killed build goes on for longer than ``patience``
    seconds, or where nothing can be written.
    """
    if path.resolve() in _held:
        return
    folder = path.parent.parent.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        remedy = "copy the study to a folder that you may write, with space on its disk"
        raise TrialError(Fault(str(folder), f"nothing can be written here: {error.strerror}", remedy)) from None
    if not _take(file, BUILD):
        file.seek(0)
        holder = file.read().strip() or "its process is not known"
        file.close()
        remedy = "wait until it has ended, or stop it; then run the same command again"
        raise TrialError(Fault(str(folder), f"another build is running in this folder ({holder})", remedy))
    file.truncate(0)
    file.write(f"process {os.getpid()}\n")
    file.flush()
    _wait_for_steps(file, folder, patience)
    _held[path.resolve()] = file


def share_folder(path: Path) -> TextIO | None:
    """Tell later builds that a step is at work, as long as the file returned is open; None outside of a build."""
    if not path.is_file():
        return None
    file = path.open("a+", encoding="utf-8")
    fcntl.lockf(file, fcntl.LOCK_SH, 1, STEPS)
    return file


def _take(file: TextIO, byte: int) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _wait_for_steps(file: TextIO, folder: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while not _take(file, STEPS):
        if time.monotonic() > end:
            file.close()
            what = "a step of a build that was stopped is still running"
            raise TrialError(Fault(str(folder), what, "wait until it has ended; then run the same command again"))
        time.sleep(0.05)
    fcntl.lockf(file, fcntl.LOCK_UN, 1, STEPS)
