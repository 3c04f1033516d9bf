"""A text as its reader sees it: without markup, with the place that each character was written at."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from analysis.documents.gate_words import blank
from analysis.documents.notebook import INLINE

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CITED = re.compile(r"(?<![\w.])-?@[A-Za-z][\w:.#$%&+?<>~/-]*\w|(?:,\s*)?\bpp?\.\s[\d–-]+(?=[\];])")
LINKS = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\))?[^()\s]*\)|<https?://[^>\s]+>|\bhttps?://[^\s\])>]+|\bdoi:\s?10\.\S+"
)
NOTES = re.compile(r"\[\^[\w-]+\]:?")
ATTRIBUTES = re.compile(r"(?<=[\]`\"”*_) ])\{(?:(?:[#.=:]|[\w-]+=)[^{}]*|\s*)\}|^:{3,}\s*\{[^{}]*\}", re.MULTILINE)
SPOKEN = re.compile(
    r"\b(?:alt|title|caption|summary|label|placeholder|abbr|(?:fig|tbl)-(?:alt|cap)|aria-(?:label|description|valuetext))"
    r"\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>{}]+)",
    re.IGNORECASE,
)
TAGS = re.compile(r"</?([A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>")
WITHIN = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
}
WITHIN |= {"strong", "sub", "sup", "tt", "u", "var", "wbr"}
FENCE = re.compile(r"^(`{3,}|~{3,})\s*\{=(html|typst|openxml|latex)\}\s*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(?:(\d+(?:\.\d+)*)\s)?(.*)$", re.MULTILINE)
ITEM = re.compile(r"^\s{0,9}(\d{1,2})[.)]\s(?=\S)", re.MULTILINE)
HEADER = re.compile(r"^---\s*\n(.*?)^(?:---|\.\.\.)\s*$", re.MULTILINE | re.DOTALL)
SETTING = re.compile(
    r"^(?:bibliography|csl|lang|jupyter|link-citations|nocite|format|execute)\s*:.*(?:\n[ \t]+.*)*", re.MULTILINE
)
#: Stands for markup that leaves nothing behind, not even a space.
GONE = "\x00"
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: Emphasis, code, spans, sub- and superscripts: within a word they part nothing for the reader.
MARKS = "*`[]^~" + GONE
HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}"


@dataclass(frozen=True)
class Seen:
    """The text that a reader sees, and for each of its characters where it stands in the source."""

    text: str
    at: tuple[int, ...]


def read_seen(source: str) -> Seen:
    """Markdown without marks, escapes, character references and invisible characters; letters in their plain form."""
    told: list[tuple[str, int]] = []
    at = 0
    while at < len(source):
        if source[at] == "&" and (entity := ENTITY.match(source, at)):
            told += [(plain, at) for plain in _plain(html.unescape(entity[0]))]
            at = entity.end()
            continue
        escaped = source[at] == "\\" and source[at + 1 : at + 2] in MARKS + "\\_{}()#+-.!|<>'\"$"
        marks = source[at] == "_" and not (source[at - 1 : at].isalnum() and source[at + 1 : at + 2].isalnum())
        told += [(plain, at) for plain in ("" if escaped or marks else _plain(source[at]))]
        at += 1
    return Seen("".join(plain for plain, _ in told), tuple(at for _, at in told))


def _plain(text: str) -> str:
    return "".join(_plain_one(character) for character in text)


def _plain_one(character: str) -> str:
    """A character as it is read: nothing where it can't be seen, a plain letter for one of another width or weight."""
    if character.isascii():
        return "" if character in MARKS else character
    if character in HYPHENS:
        return "-"
    kind = unicodedata.category(character)
    if kind == "Cf":
        return ""
    if kind == "Zs":
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded.isascii() and folded.isalpha() else character


def hide_markup(text: str) -> str:
    """Markdown with all that is no prose blanked out; prose keeps its place.

    Code of verbs, citations, targets of links, attributes, comments, numbers of sections and lists. What leaves no
    space behind is GONE, so that a word stays one: r<b>os</b>e.
    """
    text = HEADER.sub(lambda header: SETTING.sub(_blank, header[0]), text)
    text = FENCE.sub(lambda fence: TAGS.sub(_hide_tag, fence[0]).replace("{=", "  "), text)
    text = INLINE.sub(_blank, text)
    for pattern in (COMMENT, CITED, LINKS, NOTES):
        text = pattern.sub(_remove, text)
    text = ATTRIBUTES.sub(_hide_attributes, text)
    text = HEADING.sub(
        lambda heading: heading[0].replace(heading[2], blank(heading[2]), 1) if heading[2] else heading[0], text
    )
    return _hide_items(TAGS.sub(_hide_tag, text))


def _hide_items(text: str) -> str:
    """The numbers of a list blanked out: those that count from 1 on."""
    last = 0

    def hide(item: re.Match[str]) -> str:
        nonlocal last
        follows = int(item[1]) in (1, last + 1)
        last = int(item[1]) if follows else last
        return blank(item[0]) if follows else item[0]

    return ITEM.sub(hide, text)


def _blank(found: re.Match[str]) -> str:
    return blank(found[0])


def _remove(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", GONE, found[0])


def _hide_tag(found: re.Match[str]) -> str:
    """A tag of HTML: one within a line parts no words, any other does."""
    return _hide_attributes(found, _remove(found) if found[1].lower() in WITHIN else _blank(found))


def _hide_attributes(found: re.Match[str], hidden: str = "") -> str:
    """Attributes blanked out but for those that a reader sees or hears."""
    kept = list(hidden or _remove(found))
    for spoken in SPOKEN.finditer(found[0]):
        kept[spoken.start() : spoken.end()] = spoken[0]
    return "".join(kept)
