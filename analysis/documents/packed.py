"""A PDF as typst writes it, made small: its many little objects packed and compressed, as PDF allows since 1.5.

What a screen reader needs to know of a table is an object for each cell; written out, these are nine tenths of a long
report. Pages, text, tags and links stay as they are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

TOGETHER = 500  # objects in one stream, which a viewer unpacks as a whole
END = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
SIZE = re.compile(rb"/Size \d+")
ENTRY = 20  # bytes for each object in the classical table of references
WIDTHS = (1, 5, 2)  # bytes of the fields of a packed reference: its kind, where it is, its place there

Place = tuple[int, int, int]


def format_packed(pdf: bytes) -> bytes:
    """The same document in fewer bytes. One that is packed already stays as it is.

    Source: ISO 32000-1:2008, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
    """
    end = END.search(pdf, max(0, len(pdf) - 2000))
    table = TABLE.match(pdf, int(end[2])) if end else None
    if end is None or table is None:
        return pdf
    offsets = _read_offsets(pdf, table)
    bodies = dict(_read_bodies(pdf, offsets, int(end[2])))
    small = [number for number, body in bodies.items() if not body.endswith(b"endstream")]
    streams = {number: body for number, body in bodies.items() if body.endswith(b"endstream")}
    places: dict[int, Place] = {}
    for new, at in enumerate(range(0, len(small), TOGETHER), int(table[1])):
        together = small[at : at + TOGETHER]
        places |= {number: (2, new, index) for index, number in enumerate(together)}
        streams[new] = _pack([(number, bodies[number]) for number in together])
    out = bytearray(pdf[: min(offsets.values())])
    for number, body in streams.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    last, start = max(places) + 1, len(out)
    references = _format_references(places | {last: (1, start, 0)}, SIZE.sub(b"", end[1]))
    return bytes(out) + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF" % (last, references, start)


def _read_offsets(pdf: bytes, table: re.Match[bytes]) -> dict[int, int]:
    """Where each object stands, in the order of the file."""
    entries = (
        pdf[table.end() + ENTRY * number : table.end() + ENTRY * (number + 1)] for number in range(int(table[1]))
    )
    found = {number: int(entry[:10]) for number, entry in enumerate(entries) if entry[17:18] == b"n"}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _read_bodies(pdf: bytes, offsets: Mapping[int, int], end: int) -> Iterator[tuple[int, bytes]]:
    ends = [*list(offsets.values())[1:], end]
    for (number, start), stop in zip(offsets.items(), ends, strict=True):
        yield number, pdf[pdf.index(b"obj", start) + 3 : pdf.rindex(b"endobj", start, stop)].strip()


def _pack(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Objects in a stream: their numbers and offsets, then they themselves."""
    heads, at = [], 0
    for number, body in objects:
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    told = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _format_stream(told, head + b"\n".join(body for _, body in objects))


def _format_references(places: Mapping[int, Place], told: bytes) -> bytes:
    """Where each object is, from number 0 on; numbers without an object are free."""
    count = max(places) + 1
    rows = (places.get(number, (0, 0, 65535 if number == 0 else 0)) for number in range(count))
    fields = (value.to_bytes(width, "big") for row in rows for value, width in zip(row, WIDTHS, strict=True))
    widths = b"/Type/XRef/Size %d/W[%d %d %d]" % (count, *WIDTHS)
    return _format_stream(widths + told, b"".join(fields))


def _format_stream(told: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (told, len(packed), packed)
