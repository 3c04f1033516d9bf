"""A PDF as typst writes it, made small: its many little objects packed and compressed, as PDF allows since 1.5.

What a screen reader needs to know of a table is an object for each cell; written out, these are three quarters of a
long report. Pages, text, tags and links stay as they are.
"""

from __future__ import annotations

from io import BytesIO


def format_packed(pdf: bytes) -> bytes:
    """The same document in fewer bytes; the same document gives the same bytes.

    Source: ISO 32000-1:2008, 7.5.7 (object streams) and 7.5.8 (cross-reference streams), as qpdf writes them.
    """
    import pikepdf

    packed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        together = pikepdf.ObjectStreamMode.generate
        document.save(packed, object_stream_mode=together, deterministic_id=True)
    return packed.getvalue()
