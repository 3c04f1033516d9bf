"""``python -m analysis.archive [--wheels FOLDER] [--out bundle.zip]``: the archive of a build.

The same folder gives the same bytes. What is in it, in this order: ro-crate-metadata.json, sources and data, products
and logs, and the packages from which ``make`` sets up the environment without a network.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from analysis.archive.contents import FOLDERS, read_build, read_logs, read_members, read_products, read_sources
from analysis.archive.crate import format_crate
from analysis.errors import TrialError
from analysis.study import read_study

METADATA = "ro-crate-metadata.json"
#: The first moment that a zip file can tell.
EPOCH = (1980, 1, 1, 0, 0, 0)
PACKED = (".whl", ".gz", ".png", ".docx")


def main(arguments: Sequence[str]) -> int:
    """Write the archive; 0, or 1 with a message that tells what is missing."""
    parser = argparse.ArgumentParser(prog="python -m analysis.archive", description=__doc__)
    parser.add_argument("--wheels", type=Path, help="folder of packages that goes along")
    parser.add_argument("--out", type=Path, default=Path("bundle.zip"))
    got = parser.parse_args(arguments)
    try:
        count = write_archive(got.out, got.wheels)
    except TrialError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    size = got.out.stat().st_size / (1 << 20)
    sys.stdout.write(f"{got.out}: {count:,} files, {size:,.0f} MB. Unpacked, `make` builds it without a network.\n")
    return 0


def write_archive(out: Path, wheels: Path | None) -> int:
    """The archive of the built study in the working directory; the number of files in it. Raises TrialError."""
    sources, products, logs = read_sources(), read_products(), read_logs()
    packages = sorted(p for p in wheels.iterdir() if p.suffix in (".whl", ".gz")) if wheels else []
    folders = FOLDERS | ({"wheels/": "Packages of requirements.lock for one system"} if packages else {})
    members = read_members(sources, products, logs)
    crate = format_crate(read_study(Path("study.yaml")), read_build(), members, folders)
    files = {path.as_posix(): path for path in sorted({*sources, *products, *logs})}
    files |= {f"wheels/{path.name}": path for path in packages}
    part = out.with_name(f".{out.name}.part")
    with zipfile.ZipFile(part, "w") as archive:
        archive.writestr(_entry(METADATA, executable=False), crate)
        for folder in folders:
            archive.writestr(_entry(folder, executable=True), b"")
        for name, path in files.items():
            archive.writestr(_entry(name, executable=bool(path.stat().st_mode & 0o100)), path.read_bytes())
    part.replace(out)
    return len(files) + 1


def _entry(name: str, executable: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix: the rights below count
    entry.external_attr = (0o100755 if executable else 0o100644) << 16
    return entry


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
