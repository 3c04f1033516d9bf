"""Safety of the laboratory that the data allow: shifts by reference range, liver safety, abnormal values."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.new_study.analyses import list_parameters
from analysis.new_study.parameters import Found
from analysis.new_study.trial import Trial
from analysis.study.analyses import AnalysisBlock, LiverSafety, Shift
from analysis.study.displays import DisplayBlock, HysLaw, LiverTable, ShiftTable

AMINOTRANSFERASES, BILIRUBIN = ("ALT", "AST"), ("BILI", "TBIL")
#: What the analyses read of a given ADLB; of SDTM it is derived.
RANGED, RATIOS = ("ANRIND", "ANRLO", "ANRHI"), ("R2ANRHI",)


def derive_laboratory(trial: Trial, found: Found) -> Iterator[AnalysisBlock]:
    """Shifts of all parameters with a reference range; Hy's law where aminotransferases and bilirubin have one."""
    ranged = list_ranged(trial, found)
    if ranged:
        yield Shift(
            id="range-shift",
            kind="shift",
            label="Shift of laboratory values by reference range",
            population="safety",
            parameters=ranged,
            by="range",
            endpoints=("LOWEST", "HIGHEST"),
        )
    enzymes = tuple(name for name in AMINOTRANSFERASES if name in ranged)
    bilirubin = next((name for name in BILIRUBIN if name in ranged), "")
    if enzymes and bilirubin and _is_given(trial, *RATIOS):
        yield LiverSafety(
            id="liver-safety",
            kind="liver-safety",
            label="Aminotransferases and bilirubin in multiples of the upper limit",
            population="safety",
            aminotransferases=enzymes,
            bilirubin=bilirubin,
        )


def derive_laboratory_displays(ids: set[str]) -> Iterator[DisplayBlock]:
    """The tables and the figure of these analyses."""
    if "range-shift" in ids:
        title = "Shift of laboratory values by reference range"
        yield ShiftTable(id="lab-shift", kind="shift-table", title=title, analyses=("range-shift",))
    if "liver-safety" in ids:
        title = "Aminotransferases and bilirubin in multiples of the upper limit"
        yield LiverTable(id="liver-table", kind="liver-table", title=title, analyses=("liver-safety",))
        title = "Peak aminotransferase and bilirubin of each patient"
        yield HysLaw(id="hys-law", kind="hys-law", title=title, analyses=("liver-safety",))


def list_ranged(trial: Trial, found: Found) -> tuple[str, ...]:
    """The laboratory parameters for which some result has a limit of the reference range."""
    names = list_parameters(found, "LB")
    if not names or not _is_given(trial, *RANGED):
        return ()
    if trial.is_adam:
        return names
    limits = trial.number("LB", "LBSTNRLO").notna() | trial.number("LB", "LBSTNRHI").notna()
    tests = set(trial.text("LB", "LBTESTCD")[limits])
    asked = {noted.block.id: noted.block.test or noted.block.id for noted in found.parameters}
    return tuple(name for name in names if asked[name] in tests)


def _is_given(trial: Trial, *columns: str) -> bool:
    """Whether every dataset that stands for ADLB has these columns; always where ADLB will be derived."""
    parts = trial.given.get("ADLB", ())
    return not trial.is_adam or (bool(parts) and all(set(columns) <= set(trial.tables[part]) for part in parts))
