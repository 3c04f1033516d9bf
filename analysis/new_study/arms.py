"""The arms: who was allocated to what, in which order, by which color."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.new_study.outline import Noted
from analysis.new_study.trial import Trial, derive_given
from analysis.new_study.wording import format_label, format_name
from analysis.study import Arm
from analysis.study.wording import format_name as format_inside

#: Told apart with any color vision (Paul Tol's bright scheme); a control is gray.
COLORS = ("#4477AA", "#CCBB44", "#AA3377", "#228833", "#66CCEE", "#EE6677", "#332288", "#DDCC77")
GRAY = "#777777"
CONTROLS = ("PLACEBO", "CONTROL", "VEHICLE", "SHAM", "STANDARD OF CARE", "NO TREATMENT", "USUAL CARE")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


def derive_arms(trial: Trial) -> tuple[Noted[Arm], ...]:
    """The arms of DM: a control first, then by dose where EX has one treatment or by ADSL's number, else by code."""
    dm = trial.tables["DM"][trial.in_arm]
    planned = dm["ARMCD"].value_counts()
    actual = trial.text("DM", "ACTARMCD")
    names = dict(zip(dm["ARMCD"], trial.text("DM", "ARM").reindex(dm.index), strict=True))
    labels = {code: " ".join((names[code] or code).split()) for code in planned.index}
    shouting = all(label == label.upper() for label in labels.values())  # else capitals are the sponsor's own
    names = {code: format_label(label) if shouting else label for code, label in labels.items()}
    doses = derive_doses(trial)
    numbers = trial.number("DM", "TRT01PN").groupby(trial.text("DM", "ARMCD")).min().fillna(0.0)
    order = sorted(names, key=lambda code: (not is_control(names[code]), doses.get(code, numbers[code]), code))
    shorts = _derive_shorts([names[code] for code in order])
    texts = _derive_dose_texts(trial)
    colors = _choose_colors([names[code] for code in order])
    arms = []
    for code, short, color in zip(order, shorts, colors, strict=True):
        told = f"{planned[code]} subjects planned" + (
            f", {(actual == code).sum()} treated as such" if any(actual) else ""
        )
        name = {"id": code} if _NAME.fullmatch(code) else {"id": format_name(code), "code": code}
        arm = Arm(
            **name, label=names[code], short=short, dose=doses.get(code), dose_text=texts.get(code, ""), color=color
        )
        arms.append(Noted(arm, told))
    return tuple(arms)


def derive_control(arms: Sequence[Noted[Arm]]) -> str:
    """The id of the first arm that is a control; "" where none is called so."""
    return next((arm.block.id for arm in arms if is_control(arm.block.label)), "")


def is_control(label: str) -> bool:
    """Whether an arm's name is that of a control, and of nothing besides ("Placebo", not "Placebo then drug")."""
    return label.upper().startswith(CONTROLS)


def derive_doses(trial: Trial) -> dict[str, float]:
    """ARMCD → dose, where all doses of EX are of one treatment in one unit; nothing where arms can't be ordered by it.

    A subject's dose is the highest given, an arm's the median of its subjects; placebo is 0.
    """
    doses = _read_doses(trial)
    active = doses[doses["dose"] > 0]
    if active["treatment"].nunique() != 1 or active["unit"].nunique() != 1:
        return {}
    highest = doses.groupby(["arm", "USUBJID"])["dose"].max().groupby("arm").median()
    return {str(arm): float(f"{dose:.6g}") for arm, dose in highest.items()}


def _read_doses(trial: Trial) -> pd.DataFrame:
    """The records of EX in which something was given: USUBJID, arm, treatment, dose, unit, frequency, route."""
    if not trial.has("EX"):
        return pd.DataFrame(columns=["USUBJID", "arm", "treatment", "name", "dose", "unit", "frequency", "route"])
    arm = dict(zip(trial.text("DM", "USUBJID"), trial.text("DM", "ARMCD"), strict=True))
    frame = pd.DataFrame(
        {
            "USUBJID": trial.text("EX", "USUBJID"),
            "arm": trial.text("EX", "USUBJID").map(arm),
            "treatment": trial.text("EX", "EXTRT").str.upper(),
            "name": trial.text("EX", "EXTRT"),
            "dose": trial.number("EX", "EXDOSE"),
            "unit": trial.text("EX", "EXDOSU"),
            "frequency": trial.text("EX", "EXDOSFRQ"),
            "route": trial.text("EX", "EXROUTE").str.lower(),
        }
    )
    known = frame["USUBJID"].isin(trial.enrolled)
    placebo = frame["treatment"].str.contains("PLACEBO", regex=False)
    return frame.assign(dose=frame["dose"].mask(placebo, 0.0))[derive_given(trial) & known]


def _derive_dose_texts(trial: Trial) -> dict[str, str]:
    """ARMCD → what was given in words, "54 to 81 mg of xanomeline, transdermal, QD"."""
    return {str(arm): _format_dose(doses) for arm, doses in _read_doses(trial).groupby("arm")}


def _format_dose(doses: pd.DataFrame) -> str:
    told = []
    for _, some in doses.groupby("treatment", sort=True):
        amounts = sorted({float(f"{dose:.6g}") for dose in some["dose"] if dose > 0})
        amount = " to ".join(dict.fromkeys(f"{dose:g}" for dose in (amounts[:1] + amounts[-1:])))
        unit = " ".join(sorted(set(some["unit"]) - {""})[:1])
        name = str(some["name"].iloc[0])
        name = name.lower() if name == name.upper() else format_inside(name)
        told.append(f"{amount} {unit} of {name}" if amount else name)
    ways = [", ".join(sorted(set(doses[name]) - {""})) for name in ("route", "frequency")]
    return ", ".join([" and ".join(told), *(way for way in ways if way and "," not in way)])


def _derive_shorts(labels: Sequence[str]) -> Iterator[str]:
    """Short names for long labels: without the word that all arms but the control begin with."""
    others = [label.split() for label in labels if not is_control(label)]
    shared = others and len(others) > 1 and len({words[0] for words in others}) == 1 and all(len(w) > 1 for w in others)
    for label in labels:
        rest = " ".join(label.split()[1:]) if shared and not is_control(label) else label
        yield rest[:1].upper() + rest[1:] if rest != label and len(label) > len("Active 10 mg") else ""


def _choose_colors(labels: Sequence[str]) -> Iterator[str]:
    number = 0
    for label in labels:
        if is_control(label):
            yield GRAY
        else:
            yield COLORS[number % len(COLORS)]
            number += 1
