"""What docs/ and README.md say exists: files, commands, keys, links; the picture is that of the real build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.study import read_study
from tests.docs.flow import PICTURE, check_order, draw_flow, read_edges, read_rulegraph
from tests.golden.building import ROOT, copy_study

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
READERS = ("reviewer", "statistician", "writing", "regulator", "maintainer", "new-trial")
#: Folders and files of a clone: what begins so must be there.
SOURCES = re.compile(
    r"`((?:analysis|tests|docs|manuscript|profiles|data/raw)/[\w./-]*|[A-Z][\w-]+\.(?:md|cff)|[\w.]+\.lock)`"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_files_that_are_named_and_linked_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [name for name in SOURCES.findall(text) if not (ROOT / name).exists()]
    links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text)
    missing += [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_commands_that_are_named_can_be_given(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"(?:^ {4,}|`)make ([a-z-]+)", text, re.MULTILINE)) <= set(targets)
    for module in re.findall(r"python -m ((?:analysis|tests|data)[\w.]*)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module


def test_the_readme_leads_to_a_page_for_each_reader() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in READERS if f"docs/{name}.md" not in readme]


def test_the_statisticians_blocks_are_an_endpoint(tmp_path: Path) -> None:
    page = (ROOT / "docs/statistician.md").read_text(encoding="utf-8")
    analysis, display = re.findall(r"```yaml\n(.*?)```", page.replace("albumin-gain", "of-the-page"), re.DOTALL)
    text = (ROOT / "study.yaml").read_text(encoding="utf-8")
    for key, block in (("analyses", analysis), ("displays", display)):
        lines = "".join(f"  {line.removeprefix('   ')}\n" for line in block.rstrip().splitlines())
        text = text.replace(f"\n{key}:\n", f"\n{key}:\n{lines}", 1)
    study = tmp_path / "study.yaml"
    study.write_text(text, encoding="utf-8")
    read = read_study(study)
    assert read.analysis("of-the-page").label == "Gain of albumin"
    assert read.display("of-the-page").numbers == {"csr": "Table 14.2.99"}


def test_the_picture_is_that_of_the_build(tmp_path: Path) -> None:
    edges = read_edges(read_rulegraph(copy_study(tmp_path)))
    assert PICTURE.read_text(encoding="utf-8") == draw_flow(edges), "run `python -m tests.docs.flow`"
    assert check_order(("check_raw", "dataset", "analysis", "results", "document", "numbers", "publish"), edges)
