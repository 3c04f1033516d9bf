"""``make take-back WORD=paper-edited.docx``: what was edited in Word, brought back into manuscript/.

Words are taken; results are not: where a number, a table or what a verb says was changed, nothing is written and every
place is told. The exit status is 0 where all was taken.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.documents.job import Folders, RenderJob
from analysis.documents.returning.returned import read_returned
from analysis.errors import Fault, TrialError
from analysis.steps.declarations import ROOT
from analysis.steps.plan import WORK
from analysis.steps.step import write_file
from analysis.study import Study, read_study


def main(arguments: Sequence[str]) -> int:
    """Take a Word file back, or tell why not."""
    asked = _read_arguments(arguments)
    word = asked.word.resolve()
    os.chdir(asked.directory)
    try:
        for line in take_back(word, asked.document):
            print(line)
    except TrialError as error:
        told = str(error).replace(error.title, f"{word.name} can't be taken back, and nothing was written", 1)
        print(told, file=sys.stderr)
        return 1
    return 0


def _read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make take-back", description=__doc__)
    parser.add_argument("word", type=Path, help="the edited Word file")
    parser.add_argument("--document", help="paper, csr ...; by itself that with which the file's name begins")
    parser.add_argument("--directory", type=Path, default=Path(), help="the study's folder")
    return parser.parse_args(arguments)


def take_back(word: Path, document: str | None) -> list[str]:
    """Write what changed, and say so line by line. Raises TrialError."""
    study = read_study(Path("study.yaml"))
    name = _find_document(study, word, document)
    made = Path("output") / f"{name}.docx"
    for path, remedy in ((word, "name the edited file: make take-back WORD=FILE"), (made, "run make")):
        if not path.is_file():
            raise TrialError(Fault(str(path), "is not there", remedy))
    folders = Folders(Path(), WORK, ROOT, WORK / "returning").resolved()
    returned = read_returned(
        RenderJob(study.document(name), study, folders), made.read_bytes(), word.read_bytes(), word.name
    )
    for file, text in returned.files.items():
        write_file(Path("manuscript") / file, text.encode("utf-8"))
    changed = ", ".join(f"manuscript/{file}" for file in returned.files)
    last = (
        f"Changed: {changed}. Look at it with git diff, then run make." if changed else "Nothing was changed in Word."
    )
    return [*returned.notes, last]


def _find_document(study: Study, word: Path, document: str | None) -> str:
    names = [d.id for d in study.documents if "docx" in d.formats]
    found = [n for n in names if (document or word.name) == n or (not document and word.name.startswith(n))]
    if not found:
        remedy = f"name it with ARGS='--document {names[0] if names else 'paper'}'; there are {', '.join(names)}"
        raise TrialError(Fault(document or word.name, "it is not clear which document this is", remedy))
    return max(found, key=len)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
