"""What is known of SDTM variables: which are numbers or dates, and which columns and keys a domain has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date"]

#: Numeric variables whatever the domain, and numeric suffixes after a domain's two letters.
NUMBERS = frozenset({"AGE", "VISITNUM", "VISITDY", "TAETORD", "DTHDY"})
NUMBER_SUFFIXES = frozenset(
    {"SEQ", "STRESN", "STNRLO", "STNRHI", "DOSE", "DOSTOT", "DY", "STDY", "ENDY", "TPTNUM", "LLOQ", "ULOQ", "VAMT"}
)
#: Variables that tell two results of the same test at the same visit apart.
FINDING_KEY = ("TESTCD", "CAT", "SCAT", "SPEC", "METHOD", "POS", "LOC", "LAT", "DTC", "TPTNUM", "TPT", "REPNUM")


@dataclass(frozen=True)
class Domain:
    """A domain: ``needed`` columns are read by derivations, ``expected`` ones only improve them; ``key`` is unique."""

    needed: tuple[str, ...]
    expected: tuple[str, ...] = ()
    key: tuple[str, ...] = ()


def _finding(code: str, *needed: str) -> Domain:
    """A domain of the class Findings: one record a result."""
    base = ("STUDYID", "USUBJID", f"{code}SEQ", f"{code}TESTCD", f"{code}DTC")
    key = ("USUBJID", "VISITNUM", *(code + suffix for suffix in FINDING_KEY))
    return Domain((*base, *needed), (f"{code}TEST", "VISITNUM"), key)


DOMAINS: dict[str, Domain] = {
    "DM": Domain(
        ("STUDYID", "USUBJID", "SEX", "ARMCD"),
        ("SUBJID", "SITEID", "AGE", "AGEU", "RACE", "ETHNIC", "ARM", "ACTARMCD", "RFICDTC", "DTHDTC", "DTHFL"),
        ("USUBJID",),
    ),
    "DS": Domain(("STUDYID", "USUBJID", "DSSEQ", "DSTERM", "DSDECOD", "DSSTDTC"), ("DSCAT",)),
    "EX": Domain(
        ("STUDYID", "USUBJID", "EXSEQ", "EXTRT", "EXDOSE", "EXSTDTC"),
        ("EXENDTC", "EXDOSU"),
        ("USUBJID", "EXTRT", "EXSTDTC", "EXDOSE", "EXLOC", "EXTPT"),
    ),
    "LB": _finding("LB", "LBSTRESC", "LBSTRESN", "LBSTRESU"),
    "VS": _finding("VS", "VSSTRESN", "VSSTRESU"),
    "EG": _finding("EG", "EGSTRESC", "EGSTRESN"),
    "QS": _finding("QS", "QSSTRESC", "QSSTRESN"),
    "RS": _finding("RS", "RSSTRESC"),
    "SS": _finding("SS", "SSSTRESC"),
    "AE": Domain(
        ("STUDYID", "USUBJID", "AESEQ", "AETERM", "AESTDTC"),
        ("AEDECOD", "AEBODSYS", "AESER", "AEREL", "AEENDTC", "AEACN", "AEOUT"),
    ),
    "MH": Domain(("STUDYID", "USUBJID", "MHSEQ", "MHTERM"), ("MHDECOD", "MHBODSYS")),
    "CM": Domain(("STUDYID", "USUBJID", "CMSEQ", "CMTRT"), ("CMDECOD", "CMSTDTC", "CMENDTC")),
    "DV": Domain(("STUDYID", "USUBJID", "DVSEQ", "DVTERM"), ("DVDECOD", "DVCAT", "DVSTDTC")),
    "SV": Domain(("STUDYID", "USUBJID", "VISITNUM", "SVSTDTC"), ("VISIT",), ("USUBJID", "VISITNUM", "SVSTDTC")),
}


def kind_of(variable: str, domain: str) -> Kind:
    """Whether a variable holds text, numbers or dates (ISO 8601, possibly partial)."""
    if variable.endswith("DTC"):
        return "date"
    if variable in NUMBERS or (variable.startswith(domain) and variable[len(domain) :] in NUMBER_SUFFIXES):
        return "number"
    return "text"
