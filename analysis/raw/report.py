"""The report of the data checks: one line that counts, then every finding."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from analysis.raw.checking import KINDS
from analysis.raw.findings import Finding, format_findings, format_some
from analysis.study import Study

#: Rules that are checked while files are read, before the others can be asked.
READING = (
    "file-missing",
    "file-unreadable",
    "file-empty",
    "column-missing",
    "text-in-number",
    "date-impossible",
    "encoding",
    "checksum",
    "accepted-unknown",
)
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;"
    "border-bottom:1px solid #ddd}th{border-bottom:2px solid #666}td.error{color:#a00;font-weight:600}"
    "p.first{font-size:1.15rem}code{white-space:nowrap}.stamp{background:#fde8c8;padding:.3rem .6rem}"
)
_HEADS = ("Severity", "Rule", "Where", "What was found", "What to do")
_REST = "All rows, subjects and values of each finding stand in <code>data-quality.json</code>."


def format_quality_json(study: Study, findings: Iterable[Finding]) -> str:
    """The report as JSON: study, summary, the rules that were checked with their number of findings, the findings."""
    found = list(findings)
    counts = {rule: sum(finding.rule == rule for finding in found) for rule in _rules()}
    tree = {
        "study": study.study.id,
        "summary": format_summary(found),
        "rules": counts,
        "findings": [{"kind": _kinds().get(finding.rule, ""), **asdict(finding)} for finding in found],
    }
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def format_summary(findings: Sequence[Finding]) -> str:
    """The report's first line: "91 rules checked: 0 errors, 2 warnings"."""
    return f"{len(_rules())} rules checked: {format_findings(findings)}"


def format_quality_html(study: Study, findings: Iterable[Finding]) -> str:
    """The report as one self-contained page."""
    found = list(findings)
    stamp = '<p class="stamp">Synthetic data: no real patient.</p>' if study.study.synthetic else ""
    rows = "\n".join(_format_row(finding) for finding in found)
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    table = f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>" if found else ""
    silent = sorted(set(_rules()) - {finding.rule for finding in found})
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Data quality: {html.escape(study.study.id)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>Data quality: {html.escape(study.study.short_title)}</h1>\n{stamp}\n"
        f'<p class="first">{format_summary(found)}.</p>\n<p>{_count_kinds()} {_REST if found else ""}</p>\n{table}\n'
        f"<h2>Rules without a finding</h2>\n<p>{', '.join(f'<code>{rule}</code>' for rule in silent)}</p>\n"
        "</main>\n</body>\n</html>\n"
    )


def _kinds() -> dict[str, str]:
    """Rule → its kind, in the order in which they are asked; what is checked while files are read is structure."""
    return dict.fromkeys(READING, "structure") | {rule.id: kind for kind, rules in KINDS.items() for rule in rules}


def _rules() -> list[str]:
    return list(_kinds())


def _count_kinds() -> str:
    """Rules by kind: "Rules of structure: 32, of consistency: 38 ..."."""
    counts = Counter(_kinds().values())
    return f"Rules of {', of '.join(f'{kind}: {count}' for kind, count in counts.items())}."


def _format_row(finding: Finding) -> str:
    what = html.escape(finding.what)
    if finding.values:
        what += f" <small>(found: {html.escape(format_some(finding.values))})</small>"
    cells = (
        f'<td class="{finding.severity}">{finding.severity}</td>',
        f"<td><code>{html.escape(finding.rule)}</code><br><small>{_kinds().get(finding.rule, '')}</small></td>",
        f"<td>{html.escape(finding.where)}</td>",
        f"<td>{what}</td>",
        f"<td>{html.escape(finding.remedy)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"
