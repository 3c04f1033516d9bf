"""What was found and written, and what to look at first, in a screenful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.new_study.outline import Outline
from analysis.raw.findings import Finding, format_findings

MOST_ERRORS = 10


def format_summary(
    outline: Outline, findings: Sequence[Finding], folder: Path, files: int, ignored: Sequence[str] = ()
) -> str:
    """The lines that the command prints; ``ignored``: files that nobody reads."""
    return (
        "\n".join(
            [
                *_found(outline, folder, files),
                *_ignored(ignored),
                "",
                *_check(outline, findings),
                "",
                *_next(outline, findings, folder),
            ]
        )
        + "\n"
    )


def _found(outline: Outline, folder: Path, files: int) -> Iterator[str]:
    taken = [noted for noted in outline.parameters if not noted.off]
    domains = ", ".join(dict.fromkeys(f"{noted.block.domain}" for noted in taken)) or "none"
    yield f"{folder}: study {outline.study.id}, {files} files of data"
    yield f"  arms        {', '.join(noted.block.label for noted in outline.arms)}"
    yield f"  visits      {', '.join(noted.block.id for noted in outline.visits)}"
    yield f"  parameters  {len(taken)} ({domains}), {len(outline.units)} conversions of units"
    reason = outline.main.reason or "nothing is measured after the first dose"
    yield f"  main        {', '.join(outline.main.parameters) or 'none'}: {reason}"
    documents = ", ".join(one.id for one in outline.documents)
    yield f"  analyses    {len(outline.analyses)}; displays {len(outline.displays)}; documents: {documents}"


def _ignored(names: Sequence[str]) -> Iterator[str]:
    if names:
        rule = "a file has the name of its domain (lb.csv) or dataset (adlb.csv, at most 8 letters)"
        yield f"  NOT READ    {', '.join(names)}: {rule}"


def _check(outline: Outline, findings: Sequence[Finding]) -> Iterator[str]:
    yield "Look at first, in study.yaml:"
    yield "  1. arms: labels, order, and the control"
    yield "  2. visits: target days and windows" + _count(outline.remarks.get("visits", ()), "planned visits left out")
    yield "  3. analyses: the main parameters are a guess; name the endpoints of your protocol"
    yield "  4. parameters: better, margin, range" + _count(outline.remarks.get("parameters", ()), "tests left out")
    yield "  5. safety: the last day on which an event is treatment-emergent, and the words for related"
    off = [noted for noted in outline.parameters if noted.off]
    for noted in off:
        yield f"  !  {noted.block.id}: {noted.note}"
    yield f"Checks of the data: {format_findings(findings)}; the build writes output/data-quality.html"
    for rule, why in outline.accepted.items():
        yield f"  !  {rule}: {why}; accepted for now in study.yaml"


def _next(outline: Outline, findings: Sequence[Finding], folder: Path) -> Iterator[str]:
    left = [f for f in findings if f.severity == "error" and f.rule not in outline.accepted]
    if left:
        yield "These faults stop the build; correct the data or study.yaml:"
        yield from (f"  {finding.rule}: {finding.fault}" for finding in left[:MOST_ERRORS])
        yield from [f"  and {len(left) - MOST_ERRORS} more"] if len(left) > MOST_ERRORS else []
    yield f"Build it:  snakemake --cores 4 --directory {_quote(str(folder))}"


def _count(remarks: Sequence[str], what: str) -> str:
    return f" ({len(remarks)} {what}, with reasons)" if remarks else ""


def _quote(path: str) -> str:
    return f'"{path}"' if " " in path else path
