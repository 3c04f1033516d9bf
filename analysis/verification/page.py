"""What the pages of the verification share: head, style, stamp, and cards with a verdict each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from analysis.study import Study

HEAD = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
)


def format_page(study: Study, title: str, parts: Iterable[str], shape: str = "") -> str:
    """A page that needs no other file; ``shape``: a class of its body, such as ``wide``."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    top = [
        f"<title>{escape(title)}: {escape(study.study.id)}</title><style>{style}</style></head><body>",
        '<header><p class="stamp">Synthetic data</p></header>' if study.study.synthetic else "",
        f'<main class="{shape}"><h1>{escape(title)}</h1>',
        f'<p class="study">{escape(study.study.title)} · {escape(study.study.id)}</p>',
    ]
    return "\n".join([HEAD, *top, *parts, "</main>"]) + "</body></html>\n"


def format_cards(cards: Iterable[tuple[str, str, str]]) -> str:
    """Cards side by side, each with what was asked, the answer in a sentence, and its state: good, open or bad."""
    shown = (
        f'<section class="card {state}"><h2>{escape(asked)}</h2><p>{escape(answer)}</p></section>'
        for asked, answer, state in cards
    )
    return f'<div class="cards">{"".join(shown)}</div>'


def format_heads(*words: str) -> str:
    """The head of a table; a word that begins with ``#`` heads a column of numbers."""
    return "".join(
        f'<th scope="col"{" class=count" if word.startswith("#") else ""}>{escape(word.lstrip("#"))}</th>'
        for word in words
    )
