"""Text that a spreadsheet would take for a formula, and run, when it opens a CSV file.

The rule: an apostrophe goes before text that begins (after blanks) with ``=``, ``@``, a tab or a line end, or with
``+`` or ``-`` where what follows is neither a number nor signs. A product that is read again keeps every text: one that
begins with an apostrophe by itself gets another.
"""

from __future__ import annotations

import re

FIRST = "=@+- \t\r\n"
_RUN = re.compile(r" *(?:[=@\t\r\n]|[+-](?![\d+.\s-]*$)(?:(?!\d)|.*(?:[|!]|[A-Za-z]\()))", re.DOTALL)


def format_safe(text: str) -> str:
    """The text as nothing runs it."""
    return f"'{text}" if text[:1] in FIRST and _RUN.match(text) else text


def format_field(text: str) -> str:
    """The text as nothing runs it and as read_field gives it back."""
    return f"'{text}" if text[:1] == "'" else format_safe(text)


def read_field(text: str) -> str:
    """The text that format_field was given."""
    return text[1:] if text[:1] == "'" else text
