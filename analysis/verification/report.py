"""The verification report: one page that a non-programmer understands, and the same as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from analysis.results.claims import FAILS, HOLDS, OPEN, Comparison, Verdict
from analysis.study import Study
from analysis.verification.page import format_cards, format_heads, format_page
from analysis.verification.report_seal import format_seal_verdict, render_seal
from analysis.verification.validation import render_validation

MARKS = {HOLDS: ("good", "✓"), FAILS: ("bad", "✗"), OPEN: ("open", "–")}
TOLD = {HOLDS: "hold", FAILS: "do not hold"}
ABOUT = (
    "How far the tables, figures and sentences of this study can be trusted as a computation: four questions, "
    "answered by programs other than those that made them, each time the study is built."
)
ORIGINS = 'Where each figure, table and number in the text comes from: <a href="trace.html">the table of origins</a>.'
#: How statistics are called where a claim rests on them; an estimate and a count speak for themselves.
STATISTICS = {"estimate": "", "n": "", "p": "share", "p.value": "P", "events": "events"}
#: What an estimate is, where its unit doesn't say it.
CONTEXTS = {"ls-mean": "mean change", "ratio": "ratio to baseline", "landmark": "survival", "type-3": "type III test"}
#: A time of the event-time analyses: M24, D30.
TIME = re.compile(r"([MD])(\d+(?:\.\d+)?)")
LEAST_P = 0.0001
RELATIONS = {">": "above", ">=": "at least", "<": "below", "<=": "at most", "=": "equal to"}
Check = Mapping[str, Any]


@dataclass(frozen=True)
class Checks:
    """All that was checked.

    Claims, printed numbers by product, summaries of the second computation and of the comparison with the seal, and
    the documents against one another.
    """

    verdicts: Sequence[Verdict]
    numbers: Sequence[Check]
    second: Check
    seal: Check
    agreement: Sequence[Check] = ()

    @property
    def checked(self) -> int:
        """How many printed numbers were checked."""
        return sum(check["checked"] for check in self.numbers)

    @property
    def differ(self) -> int:
        """How many of them differ."""
        return sum(len(check["differences"]) for check in self.numbers)


def format_verification(study: Study, checks: Checks) -> str:
    """The report as JSON: study, claims with every comparison, numbers checked by product, second route, seal."""
    verdicts = checks.verdicts
    summary = {
        "study": study.study.id,
        "synthetic": study.study.synthetic,
        "claims": {word: sum(v.word == word for v in verdicts) for word in sorted({v.word for v in verdicts})},
        "numbers_checked": checks.checked,
        "numbers_that_differ": checks.differ,
        "results_in_several_documents": sum(check["checked"] for check in checks.agreement),
        "results_that_read_otherwise": sum(len(check["differences"]) for check in checks.agreement),
        "statistics_computed_twice": checks.second["compared"],
        "cards": [list(card) for card in derive_cards(study, checks)],
    }
    body = {
        "summary": summary,
        "claims": [asdict(v) for v in verdicts],
        "numbers": list(checks.numbers),
        "agreement": list(checks.agreement),
        "second_computation": checks.second,
        "seal": checks.seal,
    }
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def render_verification(study: Study, checks: Checks, methods: Sequence[Mapping[str, str]] = ()) -> str:
    """The report as one self-contained HTML page; ``methods`` are the rows of docs/validation.json."""
    parts = [
        f"<p>{ABOUT}</p>",
        format_cards(derive_cards(study, checks)),
        f"<p>{ORIGINS}</p>",
        "<h2>Does the rebuilt study agree with what was published?</h2>",
        *_claims(study, checks.verdicts),
        "<h2>Is every printed number the one that was computed?</h2>",
        *_numbers(checks.numbers),
        *_agreement(checks.agreement),
        "<h2>Does another program compute the same?</h2>",
        *_second(checks.second),
        "<h2>Is it the result that was sealed?</h2>",
        *render_seal(checks.seal),
        *render_validation(methods),
    ]
    return format_page(study, "Verification", parts)


def derive_cards(study: Study, checks: Checks) -> Iterator[tuple[str, str, str]]:
    """The four questions with their answers and states."""
    tally = Counter(v.verdict for v in checks.verdicts)
    by = {HOLDS: " (the data are invented so that they do)"} if study.study.synthetic else {}
    counts = ", ".join(f"{tally[word]} {TOLD.get(word, word)}{by.get(word, '')}" for word in MARKS if tally[word])
    told = f"{len(checks.verdicts)} published claims: {counts}." if checks.verdicts else "No published claims."
    yield "Published claims", told, "bad" if tally[FAILS] else "good" if tally[HOLDS] else "open"
    state = "bad" if checks.differ else "good"
    yield "Printed numbers", f"{checks.checked:,} numbers checked, {checks.differ} differ.", state
    left = sum(checks.second["left"].values())
    told = f"{checks.second['compared']:,} statistics agree with another program"
    yield "Computed twice", f"{told}; {left:,} were computed once." if left else f"{told}.", "good"
    yield "The seal", *format_seal_verdict(checks.seal)


def _claims(study: Study, verdicts: Sequence[Verdict]) -> Iterator[str]:
    if not verdicts:
        yield "<p>This study has no published claims to compare with.</p>"
        return
    yield "<p>Each statement of the published paper was laid down beforehand as conditions on the results. A statement "
    yield "about which nothing can be computed from these data is “not checkable”; it is never counted as passed.</p>"
    if study.study.synthetic:
        yield "<p>The cohort of this study is invented and was made so that the claims hold. A claim that holds "
        yield "therefore shows that the computation is right from data to print; it says nothing of the treatment.</p>"
    heads = format_heads("Claim", "Published", "What came out here, and what was asked of it", "Verdict")
    yield f'<table class="claims"><thead><tr>{heads}</tr></thead><tbody>'
    for verdict in sorted(verdicts, key=lambda v: v.verdict == OPEN):
        state, mark = MARKS[verdict.verdict]
        note = f'<p class="note">{escape(verdict.note)}</p>' if verdict.note else ""
        yield f"<tr><td><b>{escape(verdict.claim)}</b><br>{escape(verdict.text)}{note}</td>"
        yield f"<td>{escape(verdict.published)}</td>"
        reason = f'<p class="note">{escape(verdict.reason)}</p>' if verdict.reason else ""
        yield f"<td>{_rebuilt(study, verdict)}{'' if reason else _comparisons(verdict)}</td>"
        yield f'<td class="{state}">{mark} {escape(verdict.word)}{reason}</td></tr>'
    yield "</tbody></table>"


def _rebuilt(study: Study, verdict: Verdict) -> str:
    """The values on which the verdict rests and what was asked of them, in words; in full below how it was judged."""
    words = _read_words(study)
    told = dict.fromkeys(
        f"{_in_words(one.row, words)}: <b>{_short(one)}</b> <i>(asked: {_asked(one.relation, words)})</i>"
        for one in verdict.comparisons
    )
    return f'<ul class="values">{"".join(f"<li>{one}</li>" for one in told)}</ul>' if told else "nothing to compute"


def _asked(relation: str, words: Mapping[str, str]) -> str:
    """A condition in words: above 0; below 1.2 = 0.5 × that of Albumin, Day 85."""
    sign, _, value = relation.partition(" ")
    left, times, row = value.partition(" × ")
    other = f" × that of {', '.join(words.get(part, part) for part in row.split('/')[:-1])}" if times else ""
    return escape(f"{RELATIONS.get(sign, sign)} {left}{other}")


def _read_words(study: Study) -> dict[str, str]:
    """What the parts of a row's name stand for: arms, visits, parameters, event times, statistics."""
    parameters = {one.id: one.label for one in study.parameters}
    times = {one.id: one.label for one in study.visits} | {one.id: one.label for one in study.event_times}
    arms = {one.id: one.label for one in study.arms}
    return {**STATISTICS, **parameters, **times, **arms, "ALL": study.pooled_label}


def _in_words(row: str, words: Mapping[str, str]) -> str:
    place, *parts = row.split("/")
    if not parts:
        return escape(row)
    context = place.rpartition(".")[2]
    if parts[-1] == "p.value" and context in ("ls-mean", "ratio"):
        context = ""  # the estimate above it has the words
    told = [
        *(words.get(part, _read_time(part)) for part in parts[:-1]),
        CONTEXTS.get(context, ""),
        words.get(parts[-1], parts[-1]),
    ]
    return escape(", ".join(part for part in told if part))


def _read_time(part: str) -> str:
    time = TIME.fullmatch(part)
    return f"{'month' if time[1] == 'M' else 'day'} {time[2]}" if time else part


def _short(one: Comparison) -> str:
    """The value to four digits with its unit; in full it stands below how it was judged."""
    try:
        value = float(one.value)
    except ValueError:
        return escape(one.value) or "none"
    if one.row.endswith("/p.value") and value < LEAST_P:
        return f"&lt; {LEAST_P}"
    return f"{value:.4g}" + (f" {escape(one.unit)}" if one.unit not in ("", "ratio") else "")


def _comparisons(verdict: Verdict) -> str:
    lines = []
    for one in verdict.comparisons:
        state, mark = MARKS[one.verdict]
        reason = f" ({escape(one.reason)})" if one.reason else ""
        lines.append(
            f'<li class="{state}">{mark} <code>{escape(one.row)}</code> = {escape(one.value)}, '
            f"asked: {escape(one.relation)}{reason}{f'; {escape(one.method)}' if one.method else ''}</li>"
        )
    return f"<details><summary>how it was judged</summary><ul>{''.join(lines)}</ul></details>"


def _numbers(checks: Sequence[Check]) -> Iterator[str]:
    yield "<p>Each number in text, tables and figures is bound to a row of the results. It was rounded again from that "
    yield "row by other code, and found again in the finished files: by its name in HTML, Word and drawings, by its "
    yield "place in the PDF.</p>"
    yield from _products(checks)


def _products(checks: Sequence[Check]) -> Iterator[str]:
    for check in checks:
        for one in check["differences"]:
            yield f'<p class="bad">{escape(check["product"])}: {escape(one["number"])} shows "{escape(one["found"])}", '
            yield f'expected "{escape(one["expected"])}" from <code>{escape(one["row"])}</code></p>'
    yield f"<details><summary>{len(checks)} comparisons</summary>"
    yield f"<table><thead><tr>{format_heads('Product', '#Numbers', '#Differ')}</tr></thead><tbody>"
    for check in checks:
        state = "bad" if check["differences"] else "good"
        yield f'<tr><td>{escape(check["product"])}</td><td class="count">{check["checked"]:,}</td>'
        yield f'<td class="count {state}">{len(check["differences"])}</td></tr>'
    yield "</tbody></table></details>"


def _agreement(agreement: Sequence[Check]) -> Iterator[str]:
    if agreement:
        yield "<h2>Does the same result read the same in all documents?</h2>"
        yield "<p>A results row that two documents print must read the same in both.</p>"
        yield from _products(agreement)


def _second(second: Check) -> Iterable[str]:
    yield f"<p>{second['compared']:,} statistics were computed a second time, from the datasets and the raw data, by "
    yield "other code than the analysis uses. All agree: the build stops where one differs by more than is allowed.</p>"
    heads = format_heads("Second route", "#Statistics", "#Largest difference, relative", "Where")
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
