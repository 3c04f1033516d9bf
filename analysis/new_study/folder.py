"""The new study's folder: its data, study.yaml and manuscript. What exists is replaced only where that is asked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import Fault, TrialError
from analysis.raw.files import read_files

RAW = Path("data/raw")


class NewStudyError(TrialError):
    """A new study can't be written."""

    title = "The study can't be written"


def check_free(folder: Path, names: Mapping[str, str], source: Path, *, force: bool) -> None:
    """NewStudyError naming every file that would be replaced, unless ``force``; data must not be mixed in any case."""
    faults = [
        Fault(str(folder / name), "exists already", "use --force to replace it, or name another folder")
        for name in names
        if (folder / name).exists() and not force
    ]
    raw = folder / RAW
    if raw.is_dir() and raw.resolve() != source.resolve() and not force and any(raw.iterdir()):
        faults.append(Fault(str(raw), "holds data already", "use --force to replace them, or take them with --from"))
    if faults:
        raise NewStudyError(faults)


def write_data(folder: Path, source: Path, *, link: bool) -> int:
    """The files of domains in ``source`` into data/raw, copied or linked; nothing where they are there. How many."""
    raw = folder / RAW
    files = [path for paths in read_files(source).values() for path in paths]
    if raw.resolve() == source.resolve():
        return len(files)
    raw.mkdir(parents=True, exist_ok=True)
    for old in (path for paths in read_files(raw).values() for path in paths):
        old.unlink()
    for path in files:
        target = raw / path.name
        if link:
            target.symlink_to(os.path.relpath(path.resolve(), raw.resolve()))
        else:
            shutil.copyfile(path, target)
    return len(files)


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Text files by their name within the folder, UTF-8."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
