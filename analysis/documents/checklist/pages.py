"""On which page of a PDF a text stands: its letters and digits are looked for, whatever lines and pages break."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Sequence

#: How much of a text is looked for, the most first: less of it where a page ends within.
LENGTHS = (80, 40, 20)


def read_pages(pdf: bytes) -> list[str]:
    """The letters and digits of each page."""
    import pypdfium2

    return [_letters(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]


def find_pages(texts: Iterable[str], pages: Sequence[str]) -> list[int | None]:
    """The page of each text, which come in reading order; None where a text is not found."""
    whole = "".join(pages)
    starts = [sum(map(len, pages[:number])) for number in range(len(pages))]
    found: list[int | None] = []
    last = 0
    for text in texts:
        at = _find(_letters(text), whole, last)
        found.append(None if at is None else bisect.bisect_right(starts, at))
        last = last if at is None else at
    return found


def _find(letters: str, whole: str, start: int) -> int | None:
    """The first place at or after ``start``; anywhere, where there is none."""
    for begin in (start, 0):
        for length in LENGTHS:
            at = whole.find(letters[:length], begin) if letters else -1
            if at >= 0:
                return at
    return None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())
