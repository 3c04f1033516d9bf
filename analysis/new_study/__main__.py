"""``python -m analysis.new_study FOLDER --from SDTM_FOLDER``: a study.yaml and a manuscript from a trial's data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analysis.errors import TrialError
from analysis.new_study.acceptance import derive_accepted
from analysis.new_study.folder import RAW, check_free, write_data, write_texts
from analysis.new_study.identity import read_summary
from analysis.new_study.paper import format_paper, format_references
from analysis.new_study.proposing import derive_outline
from analysis.new_study.study_text import format_study
from analysis.new_study.summary import format_summary
from analysis.new_study.trial import read_trial
from analysis.raw.checking import check_raw
from analysis.raw.files import find_ignored
from analysis.study import read_study

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = """\
example:
  python -m analysis.new_study ../my-trial --from ../sdtm
  snakemake --cores 4 --directory ../my-trial

SDTM domains (DM EX DS LB VS AE ...) or ADaM datasets (ADSL ADLB ...) may be CSV, SAS XPT version 5, Dataset-JSON or
Parquet, mixed as they come. docs/new-trial.md tells what to look at afterwards."""


def main(arguments: Sequence[str]) -> int:
    """Write the study; 0, or 1 with a message that tells what is wrong and what to do."""
    got = _read_arguments(arguments)
    source = got.source or got.folder / RAW
    try:
        sys.stdout.write(write_study(got.folder, source, link=got.link, force=got.force))
    except TrialError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def write_study(folder: Path, source: Path, *, link: bool = False, force: bool = False) -> str:
    """The folder of a new study from the data in ``source``, and what to tell of it. Raises TrialError."""
    trial = read_trial(source)
    summary = read_summary(trial)
    outline = derive_outline(trial, summary)
    paper = format_paper(outline, summary)
    known = (PROJECT / "manuscript/references.bib").read_text(encoding="utf-8")
    texts = {
        "study.yaml": format_study(outline),
        "manuscript/paper.qmd": paper,
        "manuscript/references.bib": format_references(paper, known),
    }
    check_free(folder, texts, source, force=force)
    files = write_data(folder, source, link=link)
    write_texts(folder, texts)
    findings = check_raw(read_study(folder / "study.yaml"), folder / RAW)
    accepted = derive_accepted(findings)
    if accepted:
        outline = replace(outline, accepted=accepted)
        write_texts(folder, {"study.yaml": format_study(outline)})
        read_study(folder / "study.yaml")
    return format_summary(outline, findings, folder, files, find_ignored(source))


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m analysis.new_study",
        description="Write study.yaml and a manuscript to begin with, from the data of a trial.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the new study: study.yaml, data/raw, manuscript/")
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="DATA", help="folder with the data (default: FOLDER/data/raw)"
    )
    parser.add_argument("--link", action="store_true", help="link the data instead of copying them")
    parser.add_argument("--force", action="store_true", help="replace files that exist")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
