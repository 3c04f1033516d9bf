"""What the trial is: identity, design and objectives from the trial summary (TS), eligibility from TI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analysis.new_study.safety import derive_data_date
from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_label
from analysis.study.metadata import Design, Eligibility, Objective, Person, Product, Protocol
from analysis.study.model import Fact, Identity

Summary = Mapping[str, tuple[str, ...]]
#: Who signs the report and the analysis plan; their names are to be filled in.
ROLES = (
    "Principal investigator",
    "Sponsor's responsible medical officer",
    "Trial statistician",
    "Author of the report",
)
BLIND = {
    "OPEN LABEL": "None: patients, investigators and analysts knew the treatment.",
    "SINGLE BLIND": "Single-blind.",
    "DOUBLE BLIND": "Double-blind.",
}


def read_summary(trial: Trial) -> Summary:
    """TSPARMCD → its values, in their order; nothing where the trial has no TS."""
    if not trial.has("TS"):
        return {}
    pairs = zip(trial.text("TS", "TSPARMCD"), trial.text("TS", "TSVAL"), strict=True)
    found: dict[str, tuple[str, ...]] = {}
    for code, value in pairs:
        if value:
            found[code] = (*found.get(code, ()), _without_braces(value))
    return found


def derive_identity(trial: Trial, summary: Summary) -> Identity:
    """STUDYID and title; the date is the last one in the data."""
    ids = trial.text("DM", "STUDYID")
    name = str(ids.value_counts().index[0]) if (ids != "").any() else "STUDY-1"
    title = (first(summary, "TITLE") or f"Study {name}").rstrip(".")
    return Identity(id=name, title=title, short_title=_shorten(title), data_date=derive_data_date(trial))


def derive_facts(summary: Summary) -> dict[str, Fact]:
    """Constants that the paper quotes: levels of tests and intervals, and the planned number of subjects."""
    facts = {
        "significance_level": Fact(value=0.05, source="project"),
        "confidence_percent": Fact(value=95, unit="%", source="project"),
    }
    planned = first(summary, "PLANSUB")
    if planned.isdigit():
        facts["planned_enrolment"] = Fact(value=int(planned), unit="patients", source="registered")
    return facts


def derive_protocol(trial: Trial, summary: Summary) -> Protocol:
    """What TS and TI know of the protocol; all else is left to be filled in."""
    name = format_label(first(summary, "TRT"))
    masking = first(summary, "TBLIND").upper()
    return Protocol(
        registration=first(summary, "REGID") or None,
        phase=_format_phase(first(summary, "TPHASE")) or None,
        indication=first(summary, "INDIC", "TDIGRP") or None,
        sponsor=first(summary, "SPONSOR") or None,
        people=tuple(Person(role=role) for role in ROLES),
        product=Product(
            name=name or None,
            route=first(summary, "ROUTE").capitalize() or None,
            reference=format_label(first(summary, "COMPTRT")) or _derive_reference(summary),
        ),
        design=Design(
            summary=describe_design(summary) or None,
            allocation="Randomized." if first(summary, "RANDOM") == "Y" else None,
            masking=BLIND.get(masking),
        ),
        objectives=tuple(_read_objectives(summary)),
        eligibility=_read_eligibility(trial),
    )


def _derive_reference(summary: Summary) -> str | None:
    """Placebo, or none, where TS names that kind of control; any other reference therapy is to be filled in."""
    return {"PLACEBO": "Placebo", "NONE": "None"}.get(first(summary, "TCNTRL").upper())


def describe_design(summary: Summary) -> str:
    """The design in a sentence from TS, e.g. A randomized, double-blind phase II trial; "" where it says nothing."""
    control = first(summary, "TCNTRL").lower()
    words = [
        "randomized" if first(summary, "RANDOM") == "Y" else "",
        first(summary, "TBLIND").lower().replace(" ", "-"),
        f"{control}-controlled" if control and control != "none" else "uncontrolled" if control else "",
    ]
    told = ", ".join(word for word in words if word)
    phase = _format_phase(first(summary, "TPHASE"))
    kind = f"{phase[:1].lower()}{phase[1:]} trial" if phase else "trial"
    return f"{'An' if told[:1] in ('o', 'u', 'a') else 'A'} {told} {kind}." if told else ""


def first(summary: Summary, *codes: str) -> str:
    """The first value of the first of these codes that TS has; "" without any."""
    return next((summary[code][0] for code in codes if summary.get(code)), "")


def _format_phase(text: str) -> str:
    """PHASE II TRIAL, Phase II Trial → Phase II."""
    plain = re.sub(r"(?i)\s*trial$", "", text).strip()
    return re.sub(r"(?i)^phase", "Phase", plain)


def _read_objectives(summary: Summary) -> Iterator[Objective]:
    for code, level in (("OBJPRIM", "primary"), ("OBJSEC", "secondary"), ("OBJEXP", "exploratory")):
        for number, text in enumerate(summary.get(code, ()), 1):
            yield Objective.model_validate({"id": f"{level}-{number}", "level": level, "text": text})


def _read_eligibility(trial: Trial) -> Eligibility:
    if not trial.has("TI"):
        return Eligibility()
    category = trial.text("TI", "IECAT").str.upper()
    texts = trial.text("TI", "IETEST").map(_without_braces)
    lists = {name: tuple(dict.fromkeys(texts[category == name.upper()])) for name in ("inclusion", "exclusion")}
    return Eligibility(**{name: found or None for name, found in lists.items()})


def _without_braces(text: str) -> str:
    """Braces would quote a fact of study.yaml."""
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def _shorten(title: str) -> str:
    """The title up to the word at which a running head is full."""
    head, room = "", 60
    for word in title.split():
        if len(head) + len(word) + 1 > room:
            return head.rstrip(",;:") + " ..."
        head = f"{head} {word}".strip()
    return head
