"""Section 16.1.2: the unique pages of a form, drawn from the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.documents.report.gaps import format_gap
from analysis.documents.report.grid import format_grid
from analysis.documents.session import Session, escape

#: Variables that no page asks for: keys, and what is coded or derived afterwards; the second without their domain.
DERIVED = (
    *("STUDYID", "DOMAIN", "USUBJID", "EPOCH", "VISITNUM", "VISITDY", "TAETORD", "ARMCD", "ACTARMCD", "ARMNRS"),
    *("RFSTDTC", "RFENDTC", "RFXSTDTC", "RFXENDTC", "RFPENDTC", "DTHFL"),
)
FOLLOWING = (
    *("SEQ", "DY", "STDY", "ENDY", "BLFL", "LOBXFL", "DECOD", "BODSYS", "SOC", "CLAS"),
    *("STRESC", "STRESN", "STRESU"),
)
DOMAINS = {
    "AE": "Adverse events",
    "CM": "Concomitant medication",
    "DM": "Demographics",
    "DS": "Disposition",
    "DV": "Protocol deviations",
    "EG": "Electrocardiogram",
    "EX": "Exposure",
    "LB": "Laboratory tests",
    "MH": "Medical history",
    "QS": "Questionnaires",
    "RS": "Disease response and clinical classification",
    "SS": "Subject status",
    "SV": "Subject visits",
    "VS": "Vital signs",
}


def format_case_report_form(session: Session) -> str:
    """case_report_form(): the unique pages of a form, a page for each domain, from the data dictionary."""
    lines = session.description["dictionary"]
    if not lines:
        return format_gap("attach the blank case report form")
    pages = []
    for domain in dict.fromkeys(line["domain"] for line in lines):
        asked = [line for line in lines if line["domain"] == domain and not _is_key(line)]
        rows = [("Variable", "Question", "Answer")]
        rows += [(line["variable"], escape(line["label"]), escape(_answer(line))) for line in asked]
        label = f"{domain}: {DOMAINS[domain]}" if domain in DOMAINS else domain
        pages.append(f"**{escape(label)}**\n\n{format_grid(rows, (1, 3, 4))}")
    return "\n\n".join(pages)


def _is_key(line: Mapping[str, str]) -> bool:
    """Whether a variable is none that anybody fills in: identifiers, sequence numbers, what is coded or follows."""
    name, domain = line["variable"], line["domain"]
    return name in DERIVED or (name.startswith(domain) and name.removeprefix(domain) in FOLLOWING)


def _answer(line: Mapping[str, str]) -> str:
    """Boxes to tick, or a line to write on, with its unit; a code list of one name alone is the name of a list."""
    codes = [code.strip() for code in line["codelist"].split(",") if code.strip()]
    if line["variable"].endswith("DTC"):
        return "____-__-__"
    if line.get("type", "").lower().startswith("num") and len(codes) == 1 and codes[0].isalpha():
        return f"________ {codes[0]}"
    return " ".join(f"☐ {code}" for code in codes) if codes and codes != [line["variable"]] else "________"
