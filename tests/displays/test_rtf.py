"""RTF: plain ASCII that says what the table says, page by page with its header."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from analysis.displays.model import Column, Line, Table, derive_anchors
from analysis.displays.rtf import escape_rtf, render_rtf
from tests.displays.hostile import HOSTILE, hostile_table
from tests.displays.made_up import made_up_table


def long_table(landscape: bool = False) -> Table:
    lines: list[Line] = []
    for group in range(20):
        lines.append(Line((f"Group {group}",), ((), ()), group=True))
        lines += [Line((f"Line {group}-{n}",), (("1.5",), ("12 (3.5)",)), indent=1) for n in range(5)]
    columns = (Column(("First",), spanner=("Both",)), Column(("Second",), spanner=("Both",)))
    return Table("t", ("A title",), "Stub", columns, tuple(lines), (("A note.",),), landscape=landscape)


@pytest.mark.parametrize(
    ("text", "rtf"),
    [
        ("a{b}\\c", "a\\{b\\}\\\\c"),
        ("−1.2", "\\u8722?1.2"),
        ("表", "\\u-30616?"),
        ("𝑃", "\\u-10187?\\u-9149?"),
        ("n\u00a0=\u00a08", "n\\~=\\~8"),
        ("two\nlines", "two\\line lines"),
    ],
)
def test_text_is_escaped(text: str, rtf: str) -> None:
    assert escape_rtf(text) == rtf


def test_the_file_is_ascii_with_balanced_braces() -> None:
    made = render_rtf(hostile_table(), "Table 1")
    assert made.isascii()
    bare = re.sub(r"\\[\\{}]", "", made)
    assert bare.count("{") == bare.count("}")


def test_every_number_is_in_its_bookmark() -> None:
    table = made_up_table("events")
    made = render_rtf(table, "Table 3")
    for anchor in derive_anchors(table):
        assert f"{{\\*\\bkmkstart {anchor.id}}}{anchor.number.text}{{\\*\\bkmkend {anchor.id}}}" in made


def test_each_page_has_the_header_and_whole_groups() -> None:
    pages = render_rtf(long_table(), "Table 1").split("\\pagebb")
    assert len(pages) > 1
    for page in pages:
        assert page.count("Stub") == page.count("Both") == 1
        assert set(re.findall(r"Group (\d+)", page)) == set(re.findall(r"Line (\d+)-4", page))


def test_a_page_says_which_long_group_goes_on_there() -> None:
    lines: list[Line] = []
    for group in range(3):
        lines.append(Line((f"Group {group}",), ((),), group=True))
        lines += [Line((f"Line {group}-{n}",), (("1.5",),), indent=1) for n in range(60)]
    made = render_rtf(Table("t", ("A title",), "Stub", (Column(("First",)),), tuple(lines), ()), "Table 1")
    pages = made.split("\\pagebb")
    assert len(pages) > 3
    for page in pages:
        assert set(re.findall(r"Group (\d)", page)) == set(re.findall(r"Line (\d)", page))


def test_a_wide_table_lies_across() -> None:
    assert "\\landscape" in render_rtf(long_table(landscape=True), "")
    assert "\\landscape" not in render_rtf(long_table(), "")


@pytest.mark.libreoffice
def test_a_word_processor_shows_what_was_written(tmp_path: Path) -> None:
    for name, table in (("long", long_table()), ("hostile", hostile_table())):
        made = render_rtf(table, "Table 14.1", "TRIAL-1 · Draft", "SYNTHETIC DATA")
        (tmp_path / f"{name}.rtf").write_text(made, encoding="ascii")
    office = shutil.which("soffice") or "libreoffice"
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    files = [str(path) for path in sorted(tmp_path.glob("*.rtf"))]
    order = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "long.pdf")]
    assert len(pages) == 3
    assert all("Table 14.1 A title" in page and "Stub" in page for page in pages)
    feet = [" ".join(page.split()[-9:]) for page in pages]
    assert feet == [f"TRIAL-1 · Draft Page {number} of 3 SYNTHETIC DATA" for number in (1, 2, 3)]
    hostile = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "hostile.pdf")
    )
    for text in HOSTILE[:3]:
        assert re.sub(r"\s", "", text) in re.sub(r"[\s\ufffe]", "", hostile)
