"""The rules by which the verbs choose their words, as the methods section tells them."""

from __future__ import annotations

from analysis.documents.prose.design import format_fact, format_margins
from analysis.documents.session import Session


def format_wording(session: Session, *, margins: bool = True) -> str:
    """wording(): when a parameter is said to have risen, fallen, or shown no relevant change; with the margins."""
    level = format_fact(session, "significance_level") if "significance_level" in session.study.facts else ""
    below = f"is below {level}" if level else "is below the level of significance"
    stated = any(parameter.margin is not None for parameter in session.study.parameters)
    within = f" ({format_margins(session)})" if margins and stated else ""
    return (
        "A parameter is said to have risen or fallen where the confidence interval excludes no change, *significantly* "
        f"only where the *P* value adjusted for multiple tests {below}, and to have shown no relevant change only "
        f"where the whole interval lies within a margin set in advance{within}. All else is called not "
        "distinguishable, which is no statement that nothing changed"
    )
