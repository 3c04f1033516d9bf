"""What the machine may refuse, and what to do then."""

from __future__ import annotations

import errno
import re

_SPACE = "free some space on this disk, then run the same command again"
_RIGHTS = "make the study folder writable (data/raw may stay read-only), then run the same command again"
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
