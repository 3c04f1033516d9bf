"""A first paper: its text follows the outline, and every number in it is a call into the results.

In the texts here ``‹verb(...)›`` stands for inline code, so that they can be read.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from analysis.new_study import paper_texts as texts
from analysis.new_study.identity import Summary, describe_design, first
from analysis.new_study.outline import Outline
from analysis.study import Arm
from analysis.study.analyses import Responders, Survival
from analysis.study.model import find_compared
from analysis.study.wording import format_name

WIDTH = 112
SPACE = "\N{SYMBOL FOR SPACE}"  # keeps a call in one line
_CALL = re.compile(r"‹(.+?)›")
_ENTRY = re.compile(r"^@\w+\{(?P<key>[^,]+),.*?^\}", re.MULTILINE | re.DOTALL)


def format_paper(outline: Outline, summary: Summary) -> str:
    """paper.qmd: title page, abstract, introduction, methods, results, discussion, references."""
    shown = [block.id for block in outline.displays if block.numbers]
    parts = [
        texts.HEAD,
        texts.NOTICE,
        _abstract(outline, summary),
        _introduction(summary),
        _methods(outline, summary),
        "# Results",
        *_results(outline, shown),
        texts.DISCUSSION,
        texts.TAIL,
    ]
    filled = "\n\n".join(_fill(part.strip()) for part in parts if part)
    return _CALL.sub(r"`{python} \1`", filled).replace(SPACE, " ") + "\n"


def format_references(paper: str, known: str) -> str:
    """The entries of a bibliography that the paper cites."""
    cited = set(re.findall(r"@([A-Za-z]+\d{4}\w*)", paper))
    return "\n\n".join(match[0] for match in _ENTRY.finditer(known) if match["key"] in cited) + "\n"


def _abstract(outline: Outline, summary: Summary) -> str:
    results = [
        texts.FLOW_SHORT,
        *(_sentences(outline, outline.main.parameters[:1]) if outline.main.leads(outline.analyses) else ()),
    ]
    results += [texts.EVENTS_SHORT] if outline.safety else []
    results += [f"{one}." for one in _responses(outline)[:1]]
    results += [_deaths(outline)] if _dies(outline) else []
    return texts.ABSTRACT.format(design=_design(outline, summary), results=" ".join(results))


def _deaths(outline: Outline) -> str:
    """How many died; where survival leads, also what is said of it."""
    if outline.main.leads(outline.analyses):
        return texts.DEATHS
    return texts.DEATHS_COMPARED if len(outline.arms) > 1 else texts.DEATHS_ALONE


def _design(outline: Outline, summary: Summary) -> str:
    groups = texts.GROUPS if len(outline.arms) > 1 else texts.ONE_GROUP
    return f"{describe_design(summary)} {groups}".strip()


def _introduction(summary: Summary) -> str:
    disease = escape(first(summary, "INDIC", "TDIGRP").rstrip("."))
    objectives = [escape(text.rstrip(".")) for text in summary.get("OBJPRIM", ())]
    aim = f"Registered as primary objective: {'; '.join(objectives)}." if objectives else "*Aims to be written.*"
    return texts.INTRODUCTION.format(disease=f" Indication: {disease}." if disease else "", aim=aim)


def _methods(outline: Outline, summary: Summary) -> str:
    """Design, treatments, visits, statistics; each only where the outline has it."""
    design = [_design(outline, summary)]
    if all(noted.block.dose_text for noted in outline.arms):
        design.append(texts.DOSES)
    if "planned_enrolment" in outline.facts:
        design.append(texts.PLANNED)
    if outline.main.parameters:
        design.append(texts.MAIN.format(names=_names(outline)))
    statistics = [texts.POPULATIONS_GIVEN if outline.given else texts.POPULATIONS]
    statistics += [_describe_model(outline)] if outline.main.parameters else []
    statistics += list(_more_methods(outline))
    statistics += [texts.EVENTS_METHODS] if outline.safety else []
    statistics.append(texts.LEVELS)
    return texts.METHODS.format(design=" ".join(design), statistics=" ".join(statistics))


def _describe_model(outline: Outline) -> str:
    if len(outline.arms) == 1:
        return texts.MODEL.format(effects=texts.ONE_EFFECT, adjusted=texts.ADJUSTED_ALONE)
    compared = find_compared([noted.block for noted in outline.arms])
    return texts.MODEL.format(effects=texts.EFFECTS, adjusted=texts.NOT_ADJUSTED if compared else texts.ADJUSTED)


def _more_methods(outline: Outline) -> Iterator[str]:
    """How responders and times to events are analysed, where there are any."""
    several = len(outline.arms) > 1
    if any(isinstance(block, Responders) for block in outline.analyses):
        yield texts.RESPONSE_METHODS.format(compared=texts.SCORE if several else "")
    if outline.event_times:
        names = " and ".join(escape(format_name(one.label)) for one in outline.event_times)
        names = f"{names[:1].upper()}{names[1:]}"
        yield texts.SURVIVAL_METHODS.format(names=names, compared=texts.LOG_RANK if several else "")


def _dies(outline: Outline) -> bool:
    """Whether the first time to an event, of which the verbs tell, is that to death."""
    return bool(outline.event_times) and outline.event_times[0].event == "death"


def _responses(outline: Outline) -> list[str]:
    """Who met each criterion at the last visit, by group."""
    told = []
    arms = [noted.block for noted in outline.arms]
    for block in (block for block in outline.analyses if isinstance(block, Responders)):
        for one in block.criteria:
            place = {"criterion": _quote(one.id), "visit": _quote(block.visits[-1])}
            parts = [texts.RESPONSE_ALL.format(**place)]
            if len(arms) > 1:
                parts = [texts.RESPONSE_OF.format(arm=_quote(arm.id), group=_inside(arm), **place) for arm in arms]
            told.append(f"{escape(one.label)}: {'; '.join(parts)}")
    return told


def _inside(arm: Arm) -> str:
    return escape(format_name(arm.label))


def _names(outline: Outline) -> str:
    labels = {noted.block.id: noted.block.short or format_name(noted.block.label) for noted in outline.parameters}
    return ", ".join(escape(labels[name]) for name in outline.main.parameters)


def _results(outline: Outline, shown: list[str]) -> Iterator[str]:
    block = next(block for block in outline.analyses if block.id == "baseline")
    items = {item.variable: item for item in getattr(block, "characteristics", ())}
    levels = [item.levels for name, item in items.items() if name == "SEX"]
    women = texts.WOMEN if levels and "F" in levels[0] else ""
    yield texts.FLOW
    yield _show("consort-flow")
    yield texts.PATIENTS.format(women=women) if "AGE" in items else texts.PATIENTS_SHOWN
    yield _show("baseline")
    main = list(_main(outline, [n for n in shown if n.startswith("main-")])) if outline.main.parameters else []
    if outline.main.leads(outline.analyses):
        yield from main
    if responses := _responses(outline):
        tables = [block.id for block in outline.analyses if isinstance(block, Responders)]
        links = ", ".join(f"‹link({_quote(name)})›" for name in tables)
        yield texts.RESPONSE.format(sentences=". ".join(responses), links=links)
        yield from (_show(name) for name in tables)
    yield from _times(outline)
    if not outline.main.leads(outline.analyses):
        yield from main
    if outline.safety:
        yield texts.SAFETY
        yield from (_show(name) for name in ("ae-overview", "ae-terms"))


def _times(outline: Outline) -> Iterator[str]:
    """The times to events, each with its curves and table."""
    blocks = [block for block in outline.analyses if isinstance(block, Survival)]
    for number, block in enumerate(blocks):
        names = (f"{block.id}-curves", f"{block.id}-summary")
        if number == 0 and _dies(outline):
            yield texts.SURVIVAL if len(outline.arms) > 1 else texts.SURVIVAL_ALONE
        else:
            told = {"curves": _quote(names[0]), "table": _quote(names[1])}
            yield f"## {escape(block.label)}\n\n" + texts.TIMES.format(name=escape(block.label), **told)
        yield from (_show(name) for name in names)


def _main(outline: Outline, shown: list[str]) -> Iterator[str]:
    yield "## Main parameters"
    yield from _sentences(outline, outline.main.parameters)
    yield f"Courses and estimates are shown in {' and '.join(f'‹link({_quote(name)})›' for name in shown)}."
    yield from (_show(name) for name in shown)


def _sentences(outline: Outline, parameters: tuple[str, ...]) -> Iterator[str]:
    """What became of each parameter at the last visit: in each arm, and against the control."""
    labels = {noted.block.id: noted.block.label for noted in outline.parameters}
    arms = [noted.block for noted in outline.arms]
    reference = next((arm for arm in arms if arm.id == outline.control), arms[0])
    for name in parameters:
        place = {"parameter": _quote(name), "visit": _quote(outline.main.visits[-1]), "label": escape(labels[name])}
        if len(arms) == 1:
            yield texts.CHANGE.format(**place)
            continue
        own = texts.REFERENCE.format(**place, arm=_quote(reference.id), group=_inside(reference))
        others = [
            texts.AGAINST.format(**place, arm=_quote(arm.id), group=_inside(arm), reference=_quote(reference.id))
            for arm in arms
            if arm.id != reference.id
        ]
        yield " ".join([own, *others])


def _fill(part: str) -> str:
    """A part with its paragraphs in lines that fit; a part with code, headings and divisions stay as they are."""
    return part if "```" in part else "\n\n".join(_fill_paragraph(block) for block in part.split("\n\n"))


def _fill_paragraph(block: str) -> str:
    if block.startswith((":::", "#")):
        return block
    one = _CALL.sub(lambda match: match[0].replace(" ", SPACE), " ".join(block.split()))
    return textwrap.fill(one, width=WIDTH, break_long_words=False, break_on_hyphens=False)


def escape(text: str) -> str:
    """Text of the data as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>@$#|~^‹›])", r"\\\1", text)


def _show(display: str) -> str:
    return f"```{{python}}\nshow({_quote(display)})\n```"


def _quote(name: str) -> str:
    return f'"{name}"'
