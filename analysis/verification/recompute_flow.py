"""The flow of participants by counting: from the raw domains to ADSL, and from ADSL to the diagram."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from analysis.study import Study
from analysis.study.analyses import Flow
from analysis.verification.recompute_trial import ALL, Record, Second, Trial, derive_population, derive_seconds

FROM_RAW = "counting records of data/raw (DM, EX, DS, AE)"
FROM_GIVEN = "counting records of the ADSL in data/raw"
FROM_ADSL = "counting records of ADSL"
BEFORE_GROUPS = ("screened", "excluded")
STATUS = {"completed": "COMPLETED", "discontinued": "DISCONTINUED", "ongoing": "ONGOING"}

#: A column, a value, and whether the record must have it or must not.
Condition = tuple[str, str, bool]


def derive_flow(trial: Trial, block: Flow) -> Iterator[Second]:
    """Every box of the diagram: from the raw domains where they tell it directly, else from ADSL."""
    yield from derive_population(trial, block.id, block.population)
    raw = {}
    if trial.study.population(block.population).rule == "screened" and _has_domains(trial):
        raw = _count_raw(trial)
    for name, counts in {**_count_adsl(trial, block), **raw}.items():
        route = FROM_RAW if name in raw else FROM_ADSL
        for group, count in counts.items():
            yield from derive_seconds(f"{block.id}.counts/{name}/{group}", {"n": float(count)}, route)


def derive_adsl(trial: Trial) -> Iterator[Second]:
    """How many in each group of ADSL were screened, enrolled, treated and died, from the raw domains.

    Of an ADSL that the study brings along: how many have each population's flag, and how many died.
    """
    if trial.raw.get("ADSL"):
        yield from _derive_given(trial)
        return
    if not _has_domains(trial):
        return
    counts = _count_raw(trial)
    flags = {p.rule: p.flag for p in trial.study.populations}
    names = {"screened": flags.get("screened"), "enrolled": flags.get("enrolled"), "treated": flags.get("treated")}
    for box, flag in {**names, "deaths": "DTHFL"}.items():
        for group, count in _count_deaths(trial).items() if box == "deaths" else counts[box].items():
            if flag:
                yield from derive_seconds(f"ADSL.{flag}/{group}", {"n": float(count)}, FROM_RAW)


def _derive_given(trial: Trial) -> Iterator[Second]:
    """The flags of the file, or where it lacks one, what the population's rule says of a record."""
    records = trial.raw["ADSL"]
    arms = {word.upper(): a.id for a in trial.study.arms for word in (a.short or a.label, a.label, a.armcd, a.id)}
    group_of = [arms.get(record["TRT01P"].upper(), "") for record in records]
    by_rule: dict[str, list[bool]] = {
        "screened": [True] * len(records),
        "enrolled": [group != "" for group in group_of],
        "treated": [record.get("TRTSDT", "") != "" for record in records],
    }
    inside = {p.flag: by_rule[p.rule] for p in trial.study.populations if p.rule in by_rule}
    told = [flag for flag in (*(p.flag for p in trial.study.populations), "DTHFL") if flag in records[0]]
    inside |= {flag: [record[flag] == "Y" for record in records] for flag in told}
    for flag, is_member in inside.items():
        members = [group for group, here in zip(group_of, is_member, strict=True) if here]
        counts = {**{arm.id: members.count(arm.id) for arm in trial.study.arms}, ALL: len(members)}
        for group, count in counts.items():
            yield from derive_seconds(f"ADSL.{flag}/{group}", {"n": float(count)}, FROM_GIVEN)


def derive_flags(trial: Trial) -> dict[str, float]:
    """The first route's counts for derive_adsl: the flags "Y" of each group in ADSL, by the same names."""
    flags = {*(p.flag for p in trial.study.populations), "DTHFL"}
    labels = {ALL: None, **{arm.id: arm.label for arm in trial.study.arms}}
    return {
        f"ADSL.{flag}/{group}/n": float(
            sum(r[flag] == "Y" and (label is None or r["TRT01P"] == label) for r in trial.datasets["ADSL"])
        )
        for flag in sorted(flags)
        for group, label in labels.items()
    }


def _has_domains(trial: Trial) -> bool:
    """Whether the raw domains that counting needs are here."""
    return bool(trial.raw.get("DM")) and bool(trial.raw.get("EX"))


def _count_raw(trial: Trial) -> dict[str, dict[str, int]]:
    arm = {r["USUBJID"]: r["ARMCD"] for r in trial.raw["DM"]}
    screened = set(arm)
    enrolled = {subject for subject in screened if arm[subject] in {a.armcd for a in trial.study.arms}}
    treated = {r["USUBJID"] for r in trial.raw["EX"] if _was_given(r)}
    sets = {
        "screened": screened,
        "excluded": screened - enrolled,
        "enrolled": enrolled,
        "treated": treated,
        "not-treated": enrolled - treated,
    }
    return {name: _by_arm(trial.study, arm, members, name) for name, members in sets.items()}


def _was_given(record: Record) -> bool:
    told = record["EXDOSE"]
    dose = math.nan if told in ("", ".") else float(told)
    return dose > 0 or (dose == 0 and "PLACEBO" in record["EXTRT"].upper())


def _count_deaths(trial: Trial) -> dict[str, int]:
    arm = {r["USUBJID"]: r["ARMCD"] for r in trial.raw["DM"]}
    dead = {r["USUBJID"] for r in trial.raw["DM"] if r.get("DTHFL") == "Y" or r.get("DTHDTC")}
    dead |= {r["USUBJID"] for r in trial.raw.get("DS", ()) if r["DSDECOD"].upper() == "DEATH"}
    dead |= {r["USUBJID"] for r in trial.raw.get("AE", ()) if r.get("AEOUT", "").upper() == "FATAL"}
    return _by_arm(trial.study, arm, dead, "deaths")


def _by_arm(study: Study, arm: Mapping[str, str], members: set[str], name: str) -> dict[str, int]:
    arms = {} if name in BEFORE_GROUPS else {a.id: sum(arm.get(s) == a.armcd for s in members) for a in study.arms}
    return {**arms, ALL: len(members)}


def _count_adsl(trial: Trial, block: Flow) -> dict[str, dict[str, int]]:
    flag = trial.study.population(block.population).flag
    people = [r for r in trial.datasets["ADSL"] if r[flag] == "Y"]
    labels = {arm.id: arm.label for arm in trial.study.arms}
    counts = {}
    for name, conditions in _boxes(trial.study, block).items():
        inside = [r for r in people if all((r[column] == value) is wanted for column, value, wanted in conditions)]
        early = name.split("/")[0] in BEFORE_GROUPS
        arms = {} if early else {a: sum(r["TRT01P"] == label for r in inside) for a, label in labels.items()}
        counts[name] = {**arms, ALL: len(inside)}
    return counts


def _boxes(study: Study, block: Flow) -> dict[str, tuple[Condition, ...]]:
    """What a record of ADSL must say to stand in each box."""
    flags = {p.rule: p.flag for p in study.populations}
    enrolled: Condition = (flags["enrolled"], "Y", True)
    outside: Condition = (flags["enrolled"], "Y", False)
    treated: Condition = (flags["treated"], "Y", True)
    boxes: dict[str, tuple[Condition, ...]] = {
        "screened": (),
        "excluded": (outside,),
        "enrolled": (enrolled,),
        "treated": (treated,),
        "not-treated": (enrolled, (flags["treated"], "Y", False)),
    }
    boxes |= {f"excluded/{r.id}": (outside, ("EXCLREAS", r.id, True)) for r in study.disposition.exclusions}
    boxes |= {name: (treated, ("EOSSTT", code, True)) for name, code in STATUS.items()}
    for reason in study.disposition.discontinuations:
        boxes[f"discontinued/{reason.id}"] = (*boxes["discontinued"], ("DCSREAS", reason.id, True))
    for name in block.analysed:
        flag = study.population(name).flag
        boxes |= {f"analysed/{name}": ((flag, "Y", True),), f"not-analysed/{name}": (enrolled, (flag, "Y", False))}
    return boxes
