"""The verification report: one page that a non-programmer understands, and the same as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from analysis.results.claims import FAILS, HOLDS, OPEN, Verdict
from analysis.study import Study
from analysis.verification.validation import render_validation

MARKS = {HOLDS: ("good", "✓"), FAILS: ("bad", "✗"), OPEN: ("open", "–")}
TOLD = {HOLDS: "hold", FAILS: "do not hold"}
Check = dict[str, Any]
Second = dict[str, Any]


def format_verification(
    study: Study, verdicts: Sequence[Verdict], checks: Sequence[Check], second: Second, agreement: Sequence[Check] = ()
) -> str:
    """The report as JSON: study, claims with every comparison, numbers checked by product, differences, second route.

    ``second`` is the summary that recompute.py writes, ``agreement`` the comparison of documents with one another.
    """
    summary = {
        "study": study.study.id,
        "synthetic": study.study.synthetic,
        "claims": {word: sum(v.word == word for v in verdicts) for word in sorted({v.word for v in verdicts})},
        "numbers_checked": sum(check["checked"] for check in checks),
        "numbers_that_differ": sum(len(check["differences"]) for check in checks),
        "results_in_several_documents": sum(check["checked"] for check in agreement),
        "results_that_read_otherwise": sum(len(check["differences"]) for check in agreement),
        "statistics_computed_twice": second["compared"],
    }
    claims = [asdict(v) for v in verdicts]
    body = {
        "summary": summary,
        "claims": claims,
        "numbers": list(checks),
        "agreement": list(agreement),
        "second_computation": second,
    }
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def render_verification(
    study: Study,
    verdicts: Sequence[Verdict],
    checks: Sequence[Check],
    second: Second,
    agreement: Sequence[Check] = (),
    methods: Sequence[Mapping[str, str]] = (),
) -> str:
    """The report as one self-contained HTML page; ``methods`` are the rows of docs/validation.json."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    parts = [
        f"<title>Verification of {escape(study.study.id)}</title><style>{style}</style>",
        _stamp(study),
        "<main><h1>Verification</h1>",
        f'<p class="study">{escape(study.study.title)} · {escape(study.study.id)}</p>',
        _summary(study, verdicts, checks),
        "<h2>Published claims against the rebuilt results</h2>",
        *(_claims(verdicts) if verdicts else ["<p>This study has no published claims to compare with.</p>"]),
        "<h2>Every printed number against its results row</h2>",
        *_numbers(checks),
        *_agreement(agreement),
        "<h2>Second computation</h2>",
        *_second(second),
        *render_validation(methods),
        "</main>",
    ]
    head = '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return head + "\n".join(parts) + "</html>\n"


def _stamp(study: Study) -> str:
    return '<p class="stamp">Synthetic data</p>' if study.study.synthetic else ""


def _summary(study: Study, verdicts: Sequence[Verdict], checks: Sequence[Check]) -> str:
    checked = sum(check["checked"] for check in checks)
    differ = sum(len(check["differences"]) for check in checks)
    tally = Counter(v.verdict for v in verdicts)
    counts = ", ".join(f"{tally[word]} {TOLD.get(word, word)}" for word in MARKS if tally[word])
    state = "good" if not differ else "bad"
    lines = [f'<p class="lead {state}"><strong>{checked:,} numbers checked, {differ} differ.</strong></p>']
    if verdicts:
        lines.append(f'<p class="lead">{len(verdicts)} published claims: {counts}.</p>')
    if study.study.synthetic and verdicts:
        lines.append(
            "<p>The cohort of this study is invented and was made so that the claims hold. A claim that holds "
            "therefore shows that the computation is right from data to print; it says nothing about the treatment.</p>"
        )
    return "\n".join(lines)


def _claims(verdicts: Iterable[Verdict]) -> Iterable[str]:
    yield f"<table><thead><tr>{_heads('Claim', 'Published', 'Rebuilt', 'Verdict')}</tr></thead><tbody>"
    for verdict in verdicts:
        state, mark = MARKS[verdict.verdict]
        note = f'<p class="note">{escape(verdict.note)}</p>' if verdict.note else ""
        yield f"<tr><td><b>{escape(verdict.claim)}</b><br>{escape(verdict.text)}{note}</td>"
        yield f"<td>{escape(verdict.published)}</td>"
        yield f"<td>{_rebuilt(verdict)}</td>"
        yield f'<td class="{state}">{mark} {escape(verdict.word)}{_comparisons(verdict)}</td></tr>'
    yield "</tbody></table>"


def _heads(*words: str) -> str:
    return "".join(f'<th scope="col">{word}</th>' for word in words)


def _rebuilt(verdict: Verdict) -> str:
    """The values on which the verdict rests, each named by the end of its row's id."""
    told = dict.fromkeys(f"{one.row.split('/', 1)[-1]}: <b>{escape(one.value)}</b>" for one in verdict.comparisons)
    return f'<ul class="values">{"".join(f"<li>{one}</li>" for one in told)}</ul>'


def _comparisons(verdict: Verdict) -> str:
    lines = []
    for one in verdict.comparisons:
        state, mark = MARKS[one.verdict]
        reason = f" ({escape(one.reason)})" if one.reason else ""
        lines.append(
            f'<li class="{state}">{mark} <code>{escape(one.row)}</code> = {escape(one.value)}, '
            f"asked: {escape(one.relation)}{reason}</li>"
        )
    return f"<details><summary>how it was judged</summary><ul>{''.join(lines)}</ul></details>"


def _numbers(checks: Sequence[Check]) -> Iterable[str]:
    yield f"<table><thead><tr>{_heads('Product', 'Numbers', 'Differ')}</tr></thead><tbody>"
    for check in checks:
        state = "bad" if check["differences"] else "good"
        yield f'<tr><td>{escape(check["product"])}</td><td class="count">{check["checked"]:,}</td>'
        yield f'<td class="count {state}">{len(check["differences"])}</td></tr>'
    yield "</tbody></table>"
    for check in checks:
        for one in check["differences"]:
            yield f'<p class="bad">{escape(check["product"])}: {escape(one["number"])} shows "{escape(one["found"])}", '
            yield f'expected "{escape(one["expected"])}" from <code>{escape(one["row"])}</code></p>'


def _agreement(agreement: Sequence[Check]) -> Iterable[str]:
    if agreement:
        yield "<h2>The same result in several documents</h2>"
        yield "<p>A results row that two documents print must read the same in both.</p>"
        yield from _numbers(agreement)


def _second(second: Second) -> Iterable[str]:
    yield f"<p>{second['compared']:,} statistics were computed a second time, from the datasets and the raw data, by "
    yield "other code than the analysis uses. All agree: the build stops where one differs by more than is allowed.</p>"
    words = ("Second route", "Statistics", "Largest difference, relative", "Where")
    heads = "".join(f'<th scope="col">{word}</th>' for word in words)
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for one in second["routes"]:
        yield f'<tr><td>{escape(one["route"])}</td><td class="count">{one["compared"]:,}</td>'
        yield f'<td class="count">{one["largest"]:.1e}</td><td><code>{escape(one["row"])}</code></td></tr>'
    yield "</tbody></table>"
    left: dict[str, int] = second["left"]
    if left:
        yield f"<details><summary>{sum(left.values()):,} statistics have no second route</summary><ul>"
        yield from (f"<li>{escape(name)}: {count:,}</li>" for name, count in left.items())
        yield "</ul></details>"
