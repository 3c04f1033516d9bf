"""The certificate of a reproduction, as CODECHECK asks for it: codecheck.yml, and a page to print and sign.

CODECHECK, configuration file 1.0 (codecheck.org.uk). What only people can give (the certificate's number, its DOI, the
checker's name) is left out, never filled with a placeholder; the page has room for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from analysis.study import Study
from analysis.verification.page import format_heads, format_page
from analysis.verification.reproduction import Reproduction, format_facts

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
#: What only people can give, with the option of `make verify` for it; the first two a valid file must have.
OPEN_FIELDS = {
    "codechecker": "--checker NAME (and --orcid)",
    "report": "--report, where the signed certificate is published, best a DOI",
    "certificate": "--certificate, its number from the register of CODECHECK",
    "reference": "--reference, where the paper is published, best a DOI",
}

HOW = (
    "One command, <code>make verify</code>, built the study twice in empty folders and compared the builds with each "
    "other and with the seal that is kept with the program. Whether the analysis is the right one for its question was "
    "not checked."
)


@dataclass(frozen=True)
class Entry:
    """A line of the manifest: a rebuilt file by its path from the certificate, what it is, its size in bytes."""

    file: str
    comment: str
    size: int


def format_codecheck(study: Study, run: Reproduction, manifest: Sequence[Entry]) -> str:
    """codecheck.yml: every text is quoted as JSON does, which YAML reads."""
    return "\n".join(["---", *_tell_open_fields(run), *_lines(study, run, manifest)]) + "\n"


def _tell_open_fields(run: Reproduction) -> Iterator[str]:
    given = {
        "codechecker": run.checker,
        "report": run.report,
        "certificate": run.certificate,
        "reference": run.reference,
    }
    lacking = [f"# - {OPEN_FIELDS[name]}" for name, value in given.items() if not value]
    if lacking:
        yield "# Left out, as only people know it; `make verify ARGS=...` takes:"
        yield from lacking


def _lines(study: Study, run: Reproduction, manifest: Sequence[Entry]) -> Iterator[str]:
    yield f"version: {SPECIFICATION}"
    yield "paper:"
    yield f"  title: {_quoted(study.study.title)}"
    yield "  authors:"
    for author in study.study.authors:
        yield f"    - name: {_quoted(author.name)}"
        yield from [f"      ORCID: {_quoted(author.orcid)}"] if author.orcid else []
    yield from [f"  reference: {_quoted(run.reference)}"] if run.reference else []
    yield "manifest:"
    for entry in manifest:
        yield f"  - file: {_quoted(entry.file)}"
        yield f"    comment: {_quoted(entry.comment)}"
    if run.checker:
        yield "codechecker:"
        yield f"  - name: {_quoted(run.checker)}"
        yield from [f"    ORCID: {_quoted(run.orcid)}"] if run.orcid else []
    yield f"summary: {_quoted(run.verdict)}"
    yield f"check_time: {_quoted(run.day)}"
    yield from [f"certificate: {_quoted(run.certificate)}"] if run.certificate else []
    yield from [f"report: {_quoted(run.report)}"] if run.report else []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def render_certificate(study: Study, run: Reproduction, manifest: Sequence[Entry]) -> str:
    """The page: what was checked and how, the manifest, and room for what a person must say and sign."""
    people = {
        "Paper": study.study.title,
        "Authors": "; ".join(author.name for author in study.study.authors),
        "Checked by": run.checker or "________________________________",
        "ORCID": run.orcid or "________________________________",
        "Certificate number": run.certificate or "________________________________",
        "Day of the check": run.day,
    }
    parts = [
        format_facts(people),
        "<h2>Summary</h2>",
        f'<p class="verdict {"good" if run.reproduces else "bad"}">{escape(run.verdict)}</p>',
        "<h2>How it was checked</h2>",
        f"<p>{HOW}</p>",
        format_facts(dict(run.facts)),
        "<h2>Notes and recommendations of the checker</h2>",
        *['<div class="line"></div>'] * 4,
        f"<h2>Manifest: {len(manifest)} rebuilt files</h2>",
        f'<table class="dense"><thead><tr>{format_heads("File", "What it is", "#Bytes")}</tr></thead><tbody>',
        *(
            f'<tr><td><a href="{escape(entry.file)}">{escape(entry.file)}</a></td><td>{escape(entry.comment)}</td>'
            f'<td class="count">{entry.size:,}</td></tr>'
            for entry in manifest
        ),
        "</tbody></table>",
        "<h2>Signature</h2>",
        '<div class="line"></div><p class="note">Place, day, signature</p>',
    ]
    return format_page(study, "Certificate of reproduction", parts)
