"""What stands below a display so that it can be read alone: methods, reasons, abbreviations, population, data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping

from analysis.displays.groups import size_of
from analysis.displays.model import Number, Text, plain
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.displays import DisplayBlock
from analysis.study.wording import format_name

ABBREVIATIONS = {
    "CI": "confidence interval",
    "LS": "least-squares",
    "Q1": "first quartile",
    "Q3": "third quartile",
    "SD": "standard deviation",
    "SE": "standard error",
}
COMPARED = re.compile(r"difference[^/]*/.*/conf\.(low|high)$")
SYNTHETIC = "Synthetic data: no patient is behind these numbers."


def derive_notes(
    study: Study,
    block: DisplayBlock,
    results: Results,
    shown: Iterable[Text],
    own: tuple[Text, ...],
    datasets: Iterable[str] = (),
) -> tuple[Text, ...]:
    """All notes of a display: its ``own``, then what follows from the numbers and words that are ``shown``.

    In order: own notes, whether what is tested or compared is adjusted, the study's notes on the display, why something
    could not be estimated, doubts, abbreviations, population with n, datasets (``datasets``: those whose records are
    shown besides) and data date, and whether the data are synthetic.
    """
    shown = tuple(shown)
    own = (*own, *_multiplicity((*shown, *own), own))
    texts = (*shown, *own)
    rows = _rows(results, texts)
    notes: list[Text] = [*own, *((note,) for note in block.notes)]
    notes += [(told,) for told in (_reasons(rows), _doubts(study, rows), _abbreviations(study, texts)) if told]
    notes += [_sources(study, block, results, {*datasets, *(row.dataset for row in rows)})]
    if study.study.synthetic:
        notes.append((SYNTHETIC,))
    return tuple(notes)


def format_method(rows: Mapping[str, Row]) -> str:
    """How the rows were estimated, by what each is called: the method, what all have in common, then what differs.

    ``Mixed model for repeated measures; REML (unstructured covariance: Albumin, ALT; heterogeneous AR(1): AST)``.
    """
    methods = dict.fromkeys(row.method for row in rows.values() if row.method)
    options = {label: [part for part in row.options.split("; ") if part] for label, row in rows.items()}
    everywhere = [part for part in next(iter(options.values()), []) if all(part in own for own in options.values())]
    special: dict[str, list[str]] = {}
    for label, parts in options.items():
        for part in parts:
            if part not in everywhere:
                special.setdefault(part, []).append(label)
    differing = "; ".join(f"{part}: {', '.join(labels)}" for part, labels in special.items())
    text = "; ".join([" and ".join(methods), *everywhere])
    return f"{text} ({differing})" if differing else text


def _rows(results: Results, texts: Iterable[Text]) -> tuple[Row, ...]:
    numbers = (piece for text in texts for piece in text if isinstance(piece, Number))
    return tuple(results[name] for name in dict.fromkeys(number.row for number in numbers))


def _multiplicity(texts: Iterable[Text], own: Iterable[Text]) -> Iterator[Text]:
    """That P values, or intervals of differences between arms, are not adjusted, where nothing else is said of it."""
    if any("adjusted" in plain(note) for note in own):
        return
    numbers = [piece for text in texts for piece in text if isinstance(piece, Number)]
    if any(number.form.startswith("p") for number in numbers):
        yield ("P values are two-sided and not adjusted for multiplicity.",)
    elif any(COMPARED.search(number.row) for number in numbers):
        yield ("Intervals of differences are not adjusted for multiplicity.",)


def _reasons(rows: Iterable[Row]) -> str:
    reasons = dict.fromkeys(row.error or "no reason given" for row in rows if math.isnan(row.stat))
    return f"NE, not estimable: {'; '.join(reasons)}." if reasons else ""


def _doubts(study: Study, rows: Iterable[Row]) -> str:
    """Warnings of the rows shown, each with the variable and groups that it is about."""
    where: dict[tuple[str, str], list[str]] = {}
    labels = {arm.id: arm.label for arm in study.arms} | {ALL: study.pooled_label}
    names = {p.id: p.label for p in study.parameters} | {t.id: t.label for t in study.event_times}
    for row in rows:
        if row.warning:
            groups = where.setdefault((names.get(row.variable, row.variable), row.warning), [])
            group = labels.get(row.group1_level, "")
            groups.extend([group] if group and group not in groups else [])
    told = (": ".join((", ".join([variable, *groups]), warning)) for (variable, warning), groups in where.items())
    return f"Warnings: {'; '.join(told)}." if where else ""


def _abbreviations(study: Study, texts: Iterable[Text]) -> str:
    words = set(re.findall(r"[\w-]+", " ".join(plain(text) for text in texts)))
    known = ABBREVIATIONS | {p.short: p.label for p in study.parameters if p.short and not p.label.startswith(p.short)}
    used = {short: told for short, told in known.items() if short in words}
    return f"{'; '.join(f'{short}, {format_name(used[short])}' for short in sorted(used))}." if used else ""


def _sources(study: Study, block: DisplayBlock, results: Results, datasets: Iterable[str]) -> Text:
    """The populations with n, the datasets and their date: ``Safety population (n = 24). Data: ADAE, as of ...``."""
    pieces: list[str | Number] = []
    for text in _populations(study, block, results):
        pieces += [*([", "] if pieces else []), *text]
    return (*pieces, f". Data: {', '.join(sorted(datasets))}, as of {study.study.data_date}.")


def _populations(study: Study, block: DisplayBlock, results: Results) -> Iterator[Text]:
    seen: set[str] = set()
    for name in block.analyses:
        analysis = study.analysis(name)
        if analysis.population not in seen:
            seen.add(analysis.population)
            label = study.population(analysis.population).label
            yield (f"{label} population ", *size_of(results, analysis, ALL))
