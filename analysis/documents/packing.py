"""A PDF whose objects stand in compressed streams: a tagged report of hundreds of pages is a quarter as large.

Typst writes every object of the structure tree (a cell, a paragraph) plainly. PDF since 1.5 may hold objects that are
no streams together in object streams, and the table of their places in a stream (ISO 32000-1, 7.5.7 and 7.5.8).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise

from analysis.errors import DocumentError, Fault

#: Objects that stand together; a reader decompresses them at once.
TOGETHER = 200
LEVEL = 9
_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj\s*\Z", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)


def format_packed(pdf: bytes) -> bytes:
    """The same document, smaller. Raises DocumentError for one with another layout than typst's."""
    trailer = _TRAILER.search(pdf, max(0, len(pdf) - 4096))
    if trailer is None or b"/Encrypt" in trailer[1]:
        raise DocumentError(Fault("PDF", "its trailer isn't that of typst", "leave it as it is"))
    bodies = dict(_read_objects(pdf, int(trailer[2])))
    if len(bodies) < TOGETHER:
        return pdf
    kept = {number: body for number, body in bodies.items() if body.endswith(b"endstream")}
    plain = {number: body for number, body in bodies.items() if number not in kept}
    return _write(pdf[: pdf.index(b"1 0 obj")], kept, plain, trailer[1])


def _read_objects(pdf: bytes, table: int) -> Iterator[tuple[int, bytes]]:
    """The objects by their numbers, found by the table of their places."""
    entries = re.findall(rb"(\d{10}) \d{5} n", pdf[table:])
    places = [*sorted(int(entry) for entry in entries), table]
    for start, end in pairwise(places):
        found = _OBJECT.match(pdf[start:end])
        if found is None:
            raise DocumentError(Fault(f"PDF, byte {start}", "no object stands there", "leave it as it is"))
        yield int(found[1]), found[2]


def _write(head: bytes, kept: Mapping[int, bytes], plain: Mapping[int, bytes], trailer: bytes) -> bytes:
    """Streams as they are, all other objects in object streams, and the table of places as a stream."""
    out, size = bytearray(head), max([*kept, *plain]) + 1
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, body in kept.items():
        entries[number] = (1, len(out), 0)
        out += _format_object(number, body)
    numbers = sorted(plain)
    for begin in range(0, len(numbers), TOGETHER):
        chosen = numbers[begin : begin + TOGETHER]
        entries[size] = (1, len(out), 0)
        entries |= {number: (2, size, place) for place, number in enumerate(chosen)}
        out += _format_object(size, _format_together({number: plain[number] for number in chosen}))
        size += 1
    entries[size] = (1, len(out), 0)
    free = (0, 0, 0)
    rows = (entries.get(number, free) for number in range(size + 1))
    table = b"".join(a.to_bytes(1, "big") + b.to_bytes(4, "big") + c.to_bytes(2, "big") for a, b, c in rows)
    about = re.sub(rb"/Size \d+", b"/Type/XRef/W[1 4 2]/Size %d" % (size + 1), trailer.strip())
    start = len(out)
    out += _format_object(size, _format_stream(about, table))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _format_together(objects: Mapping[int, bytes]) -> bytes:
    """An object stream: numbers and places of its objects, then these."""
    places, at = [], 0
    for number, body in objects.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _format_stream(about, head + b"\n".join(objects.values()))


def _format_stream(about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, LEVEL)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (about, len(packed), packed)


def _format_object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)
