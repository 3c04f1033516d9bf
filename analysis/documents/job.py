"""What an engine is given: a document of a study, where its parts are, and a folder of its own to work in."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from analysis.documents.places import Places
from analysis.study import Document, Study

IGNORED = shutil.ignore_patterns(".*", "*_files")


@dataclass(frozen=True)
class Folders:
    """The folders of a build.

    ``study`` holds study.yaml and manuscript/; ``products`` holds data/results (with displays/) and figures/;
    ``project`` holds the _quarto.yml and manuscript/styles that a study without its own uses; ``scratch`` is emptied
    and worked in.
    """

    study: Path
    products: Path
    project: Path
    scratch: Path

    def resolved(self) -> Folders:
        """The same folders by their absolute paths."""
        return Folders(self.study.resolve(), self.products.resolve(), self.project.resolve(), self.scratch.resolve())


@dataclass(frozen=True)
class RenderJob:
    """One document to render. The folders are absolute."""

    document: Document
    study: Study
    folders: Folders

    @property
    def formats(self) -> tuple[str, ...]:
        """What to render: the document's formats, and the page from which the ledger is read."""
        return tuple(dict.fromkeys(("html", *self.document.formats)))

    @property
    def sources(self) -> tuple[str, str]:
        """The document's file, and the folder of the same name with its sections."""
        file = f"manuscript/{self.document.source}"
        return file, file.removesuffix(".qmd")

    @property
    def epoch(self) -> int:
        """The time that files say they are from: the data's date, at midnight UTC."""
        return int(datetime.strptime(self.study.study.data_date, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())

    def prepare(self, name: str) -> Path:
        """A copy of manuscript, styles and figures, so that nothing is written where the study lives."""
        folder = self.folders.scratch / name
        for source in (self.folders.project, self.folders.study):
            # A study without its own text of a document, as of the report, uses this project's, and what that cites
            for part in ("_quarto.yml", "manuscript/styles", "manuscript/references.bib", *self.sources):
                _copy(source / part, folder / part)
        _copy(self.folders.study / "manuscript", folder / "manuscript")
        _copy(self.folders.products / "figures", folder / "figures")
        return folder

    def places(self, engine: str) -> Places:
        """What the document must find."""
        return Places(str(self.folders.study / "study.yaml"), str(self.folders.products), engine)


def read_drawn_text(folder: Path) -> str:
    """What stands in the drawings of a prepared folder, for which its pages need fonts."""
    drawings = sorted((folder / "figures").glob("*.svg"))
    return "".join(unescape(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8"))) for path in drawings)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=IGNORED)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
