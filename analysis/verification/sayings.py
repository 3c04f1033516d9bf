"""What a product says, apart from how it is packed: its text, so that two files with other bytes can be compared.

A document made on another machine may be packed otherwise and names other versions of the software; that is no
difference in what it says.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lxml import etree, html

from analysis.verification.printing import normalised

#: A decimal number as data files write it; documents print far fewer digits, so theirs stay as they are.
DECIMAL = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e[+-]?\d+)?(?![\w.])")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: Digits that two machines have in common.
DIGITS = 9
#: A program's version.
VERSION = re.compile(r"\b([A-Za-z][\w-]*) \d+(?:\.\d+){1,3}\b")
#: A digest of the results, which changes with their last bit.
DIGEST = re.compile(r"SHA-256 [0-9a-f]{16}\b")
#: What a list of files tells of each: how it is packed.
PACKING = re.compile(r'"(?:sha256": "[0-9a-f]{64}"|bytes": \d+)')
#: Unseen, or about the run: the colophon names the engine and a digest of the results.
APART = "//script | //style | //*[contains(concat(' ', @class, ' '), ' colophon ')]"
#: Nothing is fetched or unfolded for a file to be read.
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
#: The forms that are read; the others are the same table, figure or document once more.
READ = ("html", "svg", "csv", "txt", "json", "xml", "rtf")


@dataclass(frozen=True)
class Saying:
    """Digests of a product: of its bytes, of what it says, and of that with all numbers left out; "" where not read."""

    bytes: str
    text: str = ""
    words: str = ""


def read_saying(
    content: bytes, form: str, software: frozenset[str] = frozenset(), known: Saying | None = None
) -> Saying:
    """The digests of a file of this form (``html``, ``svg`` ...); ``software``: programs whose versions don't count.

    Where the bytes are those of ``known``, so is what they say.
    """
    whole = hashlib.sha256(content).hexdigest()
    if known and known.bytes == whole:
        return known
    if form not in READ:
        return Saying(whole)
    text = _read_text(content, form, software)
    return Saying(whole, _short(text), _short(NUMBER.sub("#", text)))


def _read_text(content: bytes, form: str, software: frozenset[str]) -> str:
    if form == "html":
        text = _without_versions(_read_page(content), software)
    elif form in ("svg", "xml"):
        pieces = " ".join(str(piece) for piece in etree.fromstring(content, SAFE).itertext())
        text = _without_versions(pieces, software)
    else:
        text = content.decode("utf-8")
    if form == "json":
        text = PACKING.sub("", text)
    return DECIMAL.sub(lambda found: f"{float(found[0]):.{DIGITS}g}", text)


def _without_versions(text: str, software: frozenset[str]) -> str:
    return VERSION.sub(lambda found: found[1] if found[1] in software else found[0], text)


def _read_page(content: bytes) -> str:
    page = html.fromstring(content.decode("utf-8"))
    for element in page.xpath(APART):
        if element.getparent() is not None:
            element.drop_tree()
    return DIGEST.sub("SHA-256", normalised(" ".join(page.xpath("//text()"))))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
