"""Data files that lie about themselves, made byte by byte."""

from __future__ import annotations

import struct
import zlib

_HEAD = b"HEADER RECORD*******"


def transport_file(
    *, size: bytes = b"0140", count: bytes = b"0001", kind: int = 1, length: int = 8, position: int = 0
) -> bytes:
    """A SAS transport file with one variable and one line; each argument may lie."""

    def record(text: bytes) -> bytes:
        return (_HEAD + text).ljust(80, b"0")[:80]

    field = struct.pack(">hhhh8s40s8s", kind, 0, length, 1, b"AGE     ", b"Age".ljust(40), b"".ljust(8))
    field = (field.ljust(84, b"\0") + struct.pack(">i", position)).ljust(140, b"\0").ljust(160, b" ")
    return b"".join(
        [
            record(b"LIBRARY HEADER RECORD!!!!!!!") + b" " * 160,
            record(b"MEMBER  HEADER RECORD!!!!!!!" + b"0" * 26 + size),
            record(b"DSCRPTR HEADER RECORD!!!!!!!") + b" " * 160,
            record(b"NAMESTR HEADER RECORD!!!!!!!" + b"000000" + count) + field,
            record(b"OBS     HEADER RECORD!!!!!!!") + b"\x42\x10".ljust(8, b"\0") + b" " * 72,
        ]
    )


def zlib_bomb(megabytes: int) -> bytes:
    """A few KB that unpack to so many MB of blanks."""
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packing.flush()
