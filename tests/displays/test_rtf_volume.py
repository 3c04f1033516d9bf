"""All tables in one RTF file: every one on pages of its own, with its own number on top, upright or across."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analysis.displays.rtf import render_rtf
from analysis.displays.rtf_volume import render_rtf_volume
from analysis.errors import DisplayError
from tests.displays.test_rtf import long_table

TABLES = [
    ("a", render_rtf(long_table(), "Table 14.1.1")),
    ("b", render_rtf(long_table(landscape=True), "Listing 16.2.1")),
    ("c", render_rtf(replace(long_table(), title=("Last",)), "Listing 16.2.2")),
]


def test_each_table_is_a_section_with_its_own_pages() -> None:
    volume = render_rtf_volume(TABLES)
    assert volume.count("\\sectd") == 3
    assert volume.count("\\lndscpsxn") == 1
    assert [volume.index(number) for number in ("Table 14.1.1", "Listing 16.2.1", "Listing 16.2.2")] == sorted(
        volume.index(number) for number in ("Table 14.1.1", "Listing 16.2.1", "Listing 16.2.2")
    )
    plain = re.sub(r"\\\\[{}\\\\]", "", volume)
    assert plain.count("{") == plain.count("}")


def test_a_file_of_another_origin_is_refused_by_name() -> None:
    with pytest.raises(DisplayError, match="stranger: is no RTF file of this project"):
        render_rtf_volume([*TABLES, ("stranger", "{\\rtf1 hello}")])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_reader_finds_every_table_and_the_page_across(tmp_path: Path) -> None:
    (tmp_path / "volume.rtf").write_text(render_rtf_volume(TABLES), encoding="ascii")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "volume.rtf"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    pages = list(pypdfium2.PdfDocument(tmp_path / "volume.pdf"))
    wide = [page.get_width() > page.get_height() for page in pages]
    heads = [page.get_textpage().get_text_bounded() for page in pages]
    assert all("Listing 16.2.1" in head for head, across in zip(heads, wide, strict=True) if across)
    assert [number for number in ("14.1.1", "16.2.1", "16.2.2") if any(number in head for head in heads)] == [
        "14.1.1",
        "16.2.1",
        "16.2.2",
    ]
    assert wide.count(True) >= 1
