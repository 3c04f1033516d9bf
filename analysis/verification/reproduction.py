"""Two builds in empty folders, against each other and against the seal: the verdict, and the page that tells it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from analysis.study import Study
from analysis.verification.page import format_cards, format_heads, format_page
from analysis.verification.report_seal import format_seal_verdict, render_seal
from analysis.verification.tolerance import Kind

SHOWN = 40
ABOUT = (
    "The study was built twice, each time in an empty folder, from nothing but its raw data, its text and the program. "
    "The two builds were compared file by file, and the first with the seal: what this version gave at its release."
)
NO_BUILD = {"sealed": False, "reason": "No build was made to compare with the seal."}


@dataclass(frozen=True)
class Reproduction:
    """What happened: builds with seconds each, what stopped one, files that differ between them, and their checks.

    ``verification`` is the first build's own report (verification.json), empty where there is none; ``facts`` name
    version, machine and software; ``day`` is ISO. The rest only people know: who checked it, the certificate's number,
    where the signed certificate and the paper are to be found.
    """

    seconds: Sequence[float]
    stopped: str
    unlike: Sequence[str]
    alike: int
    verification: Mapping[str, Any]
    facts: Mapping[str, str]
    day: str
    checker: str = ""
    orcid: str = ""
    certificate: str = ""
    report: str = ""
    reference: str = ""

    @property
    def seal(self) -> Mapping[str, Any]:
        """The comparison with the seal, as report_seal.py tells it."""
        seal: Mapping[str, Any] = self.verification.get("seal", NO_BUILD)
        return seal

    @property
    def reproduces(self) -> bool:
        """Nothing stopped, both builds are the same, and no difference from the seal matters."""
        material = self.seal["sealed"] and self.seal["verdict"] == Kind.MATERIAL.word
        return not (self.stopped or self.unlike or material)

    @property
    def verdict(self) -> str:
        """One sentence that a person who never programmed can pass on."""
        if self.stopped:
            return f"It does not reproduce: {self.stopped}."
        if self.unlike:
            return f"It does not reproduce: two builds one after the other differ in {len(self.unlike)} files."
        sentence, _ = format_seal_verdict(self.seal)
        if not self.seal["sealed"]:
            return f"Two builds are the same in all {self.alike} files. {sentence}"
        return f"{'It reproduces' if self.reproduces else 'It does not reproduce'}: {_lower(sentence)}{self._why()}"

    def _why(self) -> str:
        if self.reproduces or not self.seal["data"]:
            return ""
        return f" The data or the study's own files are not those sealed ({len(self.seal['data'])} files)."


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def format_reproduction(study: Study, run: Reproduction) -> str:
    """Everything as JSON: the verdict, then what the first build's own verification says."""
    told = {key: value for key, value in asdict(run).items() if key != "verification"}
    head = {"study": study.study.id, "reproduces": run.reproduces, "verdict": run.verdict, "run": told}
    return json.dumps({**head, **run.verification}, indent=1, ensure_ascii=False) + "\n"


def render_reproduction(study: Study, run: Reproduction) -> str:
    """The report of ``make verify`` as one self-contained page."""
    parts = [
        f'<p class="verdict {"good" if run.reproduces else "bad"}">{escape(run.verdict)}</p>',
        f"<p>{ABOUT}</p>",
        format_cards(_cards(run)),
        "<h2>What to look at</h2>",
        *_links(run),
        "<h2>Do two builds give the same?</h2>",
        *_builds(run),
        *(("<h2>Is it what was sealed?</h2>", *render_seal(run.seal)) if run.verification else ()),
        "<h2>How it was run</h2>",
        format_facts({**run.facts, "Time of each build": ", ".join(f"{s:.0f} s" for s in run.seconds)}),
    ]
    return format_page(study, "Reproduction report", parts)


def format_facts(facts: Mapping[str, str]) -> str:
    """Names and values one under the other."""
    lines = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return f'<dl class="facts">{"".join(lines)}</dl>'


def _cards(run: Reproduction) -> Iterator[tuple[str, str, str]]:
    if run.stopped:
        yield "Two builds", run.stopped, "bad"
    else:
        told = f"{len(run.unlike)} of {run.alike + len(run.unlike)} files differ." if run.unlike else ""
        yield "Two builds", told or f"All {run.alike} files are the same to the byte.", "bad" if run.unlike else "good"
    yield from run.verification.get("summary", {}).get("cards", ())


def _links(run: Reproduction) -> Iterator[str]:
    if not run.verification:
        yield "<p>The build stopped before anything could be looked at.</p>"
        return
    yield '<ul><li><a href="rebuilt/output/verification.html">Every check in detail</a>: claims, numbers, second '
    yield 'computation, seal</li><li><a href="trace.html">Where each figure, table and number comes from</a> (also as '
    yield '<a href="trace.csv">trace.csv</a>)</li><li><a href="certificate.html">Certificate to print and sign</a> and '
    yield '<a href="codecheck.yml">codecheck.yml</a></li><li>The rebuilt products: <code>rebuilt/</code></li>'
    yield '<li>The same for programs: <a href="verification.json">verification.json</a></li></ul>'


def _builds(run: Reproduction) -> Iterable[str]:
    if run.stopped:
        yield f'<p class="bad">{escape(run.stopped)}</p>'
        return
    yield f"<p>{run.alike} files are the same to the byte in both builds, although folder, time zone, language and the "
    yield "order in which Python keeps its sets were not.</p>"
    if run.unlike:
        yield f'<table class="dense"><thead><tr>{format_heads("Not the same")}</tr></thead><tbody>'
        yield from (f"<tr><td><code>{escape(name)}</code></td></tr>" for name in run.unlike[:SHOWN])
        yield "</tbody></table>"
