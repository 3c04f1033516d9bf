"""What a reviewer needs to find the way in the analysis data: datasets, variables, dependencies."""

from __future__ import annotations

from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list

CLASSES = {"ADSL": "Subject level", "ADTTE": "Basic data structure, time to event"}
OCCURRENCES = ("ADAE", "ADCM", "ADMH", "ADDV")


def format_datasets(session: Session) -> str:
    """datasets(): each analysis dataset with class, key, size and the program that derives it."""
    rows = [("Dataset", "Label", "Class", "Key", "Records", "Subjects", "Program")]
    for one in session.description["datasets"]:
        kind = CLASSES.get(one["name"], "Occurrences" if one["name"] in OCCURRENCES else "Basic data structure")
        program = f"{one['module'].replace('.', '/')}.py"
        sizes = (f"{one['records']:,}", f"{one['subjects']:,}")
        rows.append((one["name"], escape(one["label"]), kind, ", ".join(one["key"]), *sizes, f"`{program}`"))
    return format_grid(rows, (1, 2, 2, 2, 1, 1, 2.6))


def format_dependencies(session: Session) -> str:
    """dependencies(): which domains and datasets each dataset is made from."""
    rows = [("Dataset", "From domains", "From datasets", "Used by analyses")]
    for one in session.description["datasets"]:
        names = list(dict.fromkeys(r.analysis for r in session.results.values() if r.dataset == one["name"]))
        cells = (", ".join(one["domains"]), ", ".join(one["datasets"]), ", ".join(names))
        rows.append((one["name"], *(escape(cell) or "–" for cell in cells)))
    return format_grid(rows, (1, 2, 2, 4))


def format_variables(session: Session) -> str:
    """variables(): every variable of every dataset, with label, type, codes and the number of missing values."""
    told = []
    for one in session.description["datasets"]:
        rows = [("Variable", "Label", "Type", "Codes", "Missing")]
        rows += [
            (v["name"], escape(v["label"]), v["type"], escape(", ".join(v["codes"])) or "–", f"{v['missing']:,}")
            for v in one["variables"]
        ]
        head = f"## {one['name']}: {escape(one['label'])}\n\n{escape(one['about'])}"
        told.append(f"{head}\n\n{format_grid(rows, (1.3, 4, 1, 2, 1))}")
    return "\n\n".join(told)


def format_core_variables(session: Session) -> str:
    """core_variables(): the variables of ADSL that all other datasets with records carry, too."""
    names = [{v["name"] for v in one["variables"]} for one in session.description["datasets"] if one["records"]]
    shared = set.intersection(*names) if names else set()
    adsl = next((one for one in session.description["datasets"] if one["name"] == "ADSL"), None)
    told = [
        f"{v['name']} ({escape(v['label'])})" for v in (adsl or {"variables": []})["variables"] if v["name"] in shared
    ]
    return f"All datasets carry {format_list(told)}." if told else "The datasets share no variables."


def format_parameter_sources(session: Session) -> str:
    """parameter_sources(): where each parameter comes from, and how values beyond limits are taken."""
    rows = [("PARAMCD", "Parameter", "Source", "Scale", "Below quantification", "Plausible range")]
    for p in session.study.parameters:
        source = f"score {p.score.rule}" if p.score else f"{p.domain}, {p.test or p.id}"
        span = " to ".join(session.fact(f"parameters/{p.id}/range/{n}") for n in (0, 1)) if p.range else "not stated"
        rows.append((p.id, escape(p.label), escape(source), p.distribution, "–" if p.score else p.below_limit, span))
    return format_grid(rows, (1.1, 2.5, 2, 1.2, 1.4, 1.4))


def format_not_estimable(session: Session) -> str:
    """not_estimable(): why results could not be estimated, each reason with how often."""
    reasons: dict[str, int] = {}
    for row in session.results.values():
        if row.error:
            reasons[row.error] = reasons.get(row.error, 0) + 1
    lines = [f"{escape(reason)}: {count:,} result{'s'[: count > 1]}" for reason, count in sorted(reasons.items())]
    return format_bullets(lines) or "All results could be estimated."


def format_programs(session: Session) -> str:
    """programs(): the module and function that made the results of each analysis."""
    rows = [("Analysis", "Program", "Displays")]
    scripts: dict[str, dict[str, None]] = {}
    for row in session.results.values():
        scripts.setdefault(row.analysis, {})[row.script] = None
    for block in session.study.analyses:
        shown = [d.id for d in session.study.displays if block.id in d.analyses]
        code = ", ".join(f"`{name}`" for name in scripts.get(block.id, {}) if name)
        rows.append((escape(block.id), code or "–", escape(", ".join(shown)) or "–"))
    return format_grid(rows, (1.5, 3.5, 3))
