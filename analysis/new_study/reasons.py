"""How subjects left, in the words of DS, as reasons for the flow of participants."""

from __future__ import annotations

import pandas as pd

from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_label, format_name
from analysis.study import Reason
from analysis.study.model import Disposition


def derive_disposition(trial: Trial) -> Disposition:
    """A reason for each DSDECOD of those who were not enrolled, and of those who were and did not complete.

    Who was not enrolled and has no disposition event gets a reason, too, so that the flow adds up.
    """
    events = _read_events(trial)
    inside = events["USUBJID"].isin(trial.enrolled)
    left = events.loc[inside & ~events["word"].str.upper().str.startswith("COMPLETED"), "word"]
    exclusions = _derive_reasons(events.loc[~inside, "word"])
    outside = set(trial.text("DM", "USUBJID")) - trial.enrolled
    if outside - set(events["USUBJID"]):
        exclusions = (*exclusions, Reason(id="not-recorded", label="Reason not recorded", terms=("",)))
    return Disposition(exclusions=exclusions, discontinuations=_derive_reasons(left))


def _read_events(trial: Trial) -> pd.DataFrame:
    """Disposition events that are not about treatment: USUBJID and word (DSDECOD, or DSTERM without it)."""
    if not trial.has("DS"):
        return pd.DataFrame({"USUBJID": [], "word": pd.Series([], dtype=object)})
    category, about = trial.text("DS", "DSCAT").str.upper(), trial.text("DS", "DSSCAT").str.upper()
    events = category.isin(["", "DISPOSITION EVENT"]) & ~about.str.contains("TREATMENT|STUDY DRUG", regex=True)
    decod = trial.text("DS", "DSDECOD")
    word = decod.where(decod != "", trial.text("DS", "DSTERM"))
    return pd.DataFrame({"USUBJID": trial.text("DS", "USUBJID"), "word": word})[events]


def _derive_reasons(words: pd.Series) -> tuple[Reason, ...]:
    """The most frequent first; words that differ by case alone are one."""
    counts = words.str.upper().value_counts()
    ordered = sorted(counts.index, key=lambda word: (-counts[word], word))
    names: list[str] = []
    for word in ordered:
        names.append(format_name(word, names))
    return tuple(
        Reason(id=name, label=format_label(word), terms=(word,)) for name, word in zip(names, ordered, strict=True)
    )
