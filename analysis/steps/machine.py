"""What the machine may refuse, and what to do then; what a step took of it."""

from __future__ import annotations

import errno
import re
import resource
import sys

_SPACE = "free some space on this disk, then run the same command again"
_RIGHTS = (
    "give yourself the right to read it, and to write where it is not in data/raw; then run the same command again"
)
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _SPACE),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
}
_TOLD = re.compile(r"\[Errno (\d+)\] (.+)")


def explain_machine(message: str) -> str:
    """What happened and the remedy, where a message tells of an error of the machine; "" where it doesn't."""
    for number, what in _TOLD.findall(message):
        if int(number) in _REMEDIES:
            return f"{what}\n      → {_REMEDIES[int(number)]}"
    return ""


def read_peak_memory() -> float:
    """The largest memory in MB that this process, or a program that it called, has held at once."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # counted in bytes there, in KB elsewhere
