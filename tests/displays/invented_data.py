"""The raw data of an invented study: SDTM domains as lists of records, the same for the same study."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.displays.invented import Trial

Record = dict[str, Any]
STUDY = "INV-1"
FIRST = date(2023, 1, 9)
END = 200  # study day of the last contact
COLUMNS = {
    "DM": "SUBJID RFSTDTC RFENDTC RFICDTC DTHDTC DTHFL SITEID AGE AGEU SEX RACE ARMCD ARM ACTARMCD "
    "ACTARM ARMNRS COUNTRY",
    "DS": "DSSEQ DSTERM DSDECOD DSCAT DSSTDTC",
    "EX": "EXSEQ EXTRT EXDOSE EXDOSU EXSTDTC EXENDTC",
    "SS": "SSSEQ SSTESTCD SSTEST SSORRES SSSTRESC SSDTC",
    "AE": "AESEQ AETERM AEDECOD AEBODSYS AESOC AESER AEACN AEREL AEOUT AETOXGR AESTDTC AEENDTC",
    "MH": "MHSEQ MHTERM MHDECOD MHBODSYS MHSTDTC",
    "CM": "CMSEQ CMTRT CMDECOD CMINDC CMCLAS CMSTDTC CMENDTC",
    "LB": "LBSEQ LBTESTCD LBTEST LBORRES LBORRESU LBSTAT LBSTRESC LBSTRESN LBSTRESU "
    "LBSTNRLO LBSTNRHI VISITNUM VISIT LBDTC",
}


def invent_domains(trial: Trial, measured: Mapping[str, Any]) -> dict[str, tuple[list[str], list[Record]]]:
    """Domain → its variables and records; ``measured`` says what each laboratory parameter is like."""
    people = list(_people(trial))
    found = {name: list(_DOMAINS[name](trial, people, _chance(name))) for name in _DOMAINS}
    found["LB"] = list(_laboratory(trial, people, measured, _chance("LB")))
    return {
        name: (["STUDYID", "DOMAIN", "USUBJID", *COLUMNS[name].split()], [_complete(name, one) for one in records])
        for name, records in found.items()
    }


def _chance(domain: str) -> random.Random:
    return random.Random(domain)  # noqa: S311


def _complete(domain: str, record: Record) -> Record:
    return {"STUDYID": STUDY, "DOMAIN": domain} | record


def _people(trial: Trial) -> Iterator[Record]:
    """Each subject: its number, arm (None where not enrolled), first day, and whether it dies or is lost."""
    number = 0
    for at, label in enumerate(trial.arms):
        for place in range(0 if label in trial.left_out else trial.size):
            number += 1
            fate = "died" if trial.deaths and place % 6 == 1 else "lost" if place % 6 == 3 else ""
            first = FIRST + timedelta(days=number)
            yield {"id": f"{STUDY}-{number:03d}", "arm": (f"A{at}", label), "first": first, "fate": fate, "dose": at}
    for _ in range(trial.excluded):
        number += 1
        yield {"id": f"{STUDY}-{number:03d}", "arm": None, "first": FIRST + timedelta(days=number), "fate": ""}


def _day(person: Record, day: int) -> str:
    """The date of a study day; there is no day 0."""
    return str(person["first"] + timedelta(days=day - (day > 0)))


def _last(person: Record) -> int:
    return {"died": 120, "lost": 40}.get(person["fate"], END)


def _dm(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:
    for person in people:
        code, label = person["arm"] or ("", "")
        given = bool(code) and trial.treated
        yield {
            "USUBJID": person["id"],
            "SUBJID": person["id"][-3:],
            "RFSTDTC": _day(person, 1) if code else "",
            "RFENDTC": _day(person, min(_last(person), 60)) if code else "",
            "RFICDTC": _day(person, -10),
            "DTHDTC": _day(person, 120) if person["fate"] == "died" else "",
            "DTHFL": "Y" if person["fate"] == "died" else "",
            "SITEID": "01",
            "AGE": chance.randint(30, 70),
            "AGEU": "YEARS",
            "SEX": chance.choice("FM"),
            "RACE": "ASIAN",
            "ARMCD": code,
            "ARM": label,
            "ACTARMCD": code if given else "",
            "ACTARM": label if given else "",
            "ARMNRS": "" if given else "ASSIGNED, NOT TREATED" if code else "SCREEN FAILURE",
            "COUNTRY": "DEU",
        }


def _ds(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:  # noqa: ARG001
    for person in people:
        milestone, event = "PROTOCOL MILESTONE", "DISPOSITION EVENT"
        lines = [("INFORMED CONSENT OBTAINED", milestone, -10)]
        if person["arm"]:
            ended = {"died": "DEATH", "lost": "LOST TO FOLLOW-UP"}.get(person["fate"], "COMPLETED")
            lines += [("RANDOMIZED", milestone, 1), (ended, event, _last(person))]
        else:
            lines += [("SCREEN FAILURE", event, -3)]
        for number, (term, category, day) in enumerate(lines, 1):
            yield {"USUBJID": person["id"], "DSSEQ": number, "DSTERM": term, "DSDECOD": term, "DSCAT": category} | {
                "DSSTDTC": _day(person, day)
            }


def _ex(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:  # noqa: ARG001
    for person in (one for one in people if one["arm"] and trial.treated):
        for number, day in enumerate((1, 8), 1):
            yield {
                "USUBJID": person["id"],
                "EXSEQ": number,
                "EXTRT": "TESTAMAB",
                "EXDOSE": 10 * 2 ** person["dose"],
            } | {
                "EXDOSU": "mg",
                "EXSTDTC": f"{_day(person, day)}T09:00",
                "EXENDTC": f"{_day(person, day)}T09:30",
            }


def _ss(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:  # noqa: ARG001
    for person in (one for one in people if one["arm"]):
        status = "DEAD" if person["fate"] == "died" else "ALIVE"
        yield {"USUBJID": person["id"], "SSSEQ": 1, "SSTESTCD": "SURVSTAT", "SSTEST": "Survival Status"} | {
            "SSORRES": status,
            "SSSTRESC": status,
            "SSDTC": _day(person, _last(person)),
        }


def _ae(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:
    enrolled = [one for one in people if one["arm"] and trial.treated]
    seen: dict[str, int] = {}
    for number in range(trial.events if enrolled else 0):
        person = enrolled[number % len(enrolled)]
        term = trial.terms[number % len(trial.terms)]
        kind = trial.classes[number % len(trial.terms) % len(trial.classes)]
        seen[person["id"]] = seen.get(person["id"], 0) + 1
        start = chance.randint(2, 38)
        grade = chance.choice((1, 1, 1, 2, 2, 3))
        yield {
            "USUBJID": person["id"],
            "AESEQ": seen[person["id"]],
            "AETERM": term,
            "AEDECOD": term,
            "AEBODSYS": kind,
            "AESOC": kind,
            "AESER": "Y" if grade == 3 else "N",
            "AEACN": "DOSE NOT CHANGED",
            "AEREL": chance.choice(("RELATED", "NOT RELATED")),
            "AEOUT": "RECOVERED/RESOLVED",
            "AETOXGR": grade,
            "AESTDTC": _day(person, start),
            "AEENDTC": _day(person, start + 2),
        }


def _mh(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:  # noqa: ARG001
    for number, person in enumerate(one for one in people if one["arm"]):
        term = trial.terms[number % len(trial.terms)]
        yield {"USUBJID": person["id"], "MHSEQ": 1, "MHTERM": term, "MHDECOD": term, "MHBODSYS": trial.classes[0]} | {
            "MHSTDTC": "2019"
        }


def _cm(trial: Trial, people: list[Record], chance: random.Random) -> Iterator[Record]:  # noqa: ARG001
    for number, person in enumerate(one for one in people if one["arm"]):
        term = trial.terms[number % len(trial.terms)]
        yield {"USUBJID": person["id"], "CMSEQ": 1, "CMTRT": term, "CMDECOD": term, "CMINDC": term} | {
            "CMCLAS": trial.classes[-1],
            "CMSTDTC": _day(person, 3),
            "CMENDTC": _day(person, 9),
        }


def _laboratory(
    trial: Trial, people: list[Record], measured: Mapping[str, Any], chance: random.Random
) -> Iterator[Record]:
    days = [-5, 1, *(7 * int(visit[1:]) + 1 for visit in trial.follow)]
    for person in people:
        number = 0
        for name, (_, unit, center, spread, (low, high), _) in measured.items():
            own = chance.gauss(center, spread)
            for at, day in enumerate(days):
                value = f"{max(0.2 * center, own + chance.gauss(0.3 * at, 0.4 * spread)):.1f}"
                if day > (_last(person) if person["arm"] else 0):
                    continue
                number += 1
                value = "" if name in trial.missing else value
                yield {"USUBJID": person["id"], "LBSEQ": number, "LBTESTCD": name, "LBTEST": name} | {
                    "LBORRES": value,
                    "LBORRESU": unit if value else "",
                    "LBSTAT": "" if value else "NOT DONE",
                    "LBSTRESC": value,
                    "LBSTRESN": value,
                    "LBSTRESU": unit if value else "",
                    "LBSTNRLO": low,
                    "LBSTNRHI": high,
                    "VISITNUM": at + 1,
                    "VISIT": ("SCREENING", "WEEK 0", *(f"WEEK {visit[1:]}" for visit in trial.follow))[at],
                    "LBDTC": _day(person, day),
                }


_DOMAINS = {"DM": _dm, "DS": _ds, "EX": _ex, "SS": _ss, "AE": _ae, "MH": _mh, "CM": _cm}
