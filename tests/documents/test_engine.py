"""Whole documents by the embedded engine, and by Quarto where it is installed: the same text, the same numbers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html

from analysis.documents import engine
from analysis.documents.engine import Rendered, choose_engine, render_document
from analysis.documents.job import Folders
from analysis.errors import DocumentError
from analysis.study import read_study
from analysis.verification.products import (
    read_html_numbers,
    read_pdf_text,
    read_word_numbers,
    read_word_text,
)
from tests.documents.made_up import FORMATS, change_rows, write_study

ROOT = Path(__file__).resolve().parents[2]
VALUES = {
    **change_rows("model.ls-mean/HGB/W8/ALL", 2.84, 1.25, 4.449, 0.0004, 0.0016),
    "flow.counts/treated/ALL/n": 12.0,
    "base.summary/AGE/ALL/mean": 51.0,
}
DOCUMENT = """---
bibliography: refs.bib
---

```{python}
#| include: false
from analysis.documents import open_document

open_document("note")
```

```{python}
title_page("Note")
```

::: {.notice}
Nobody was treated.
:::

# Results

Of all, `{python} participants("treated")` were treated, again `{python} participants("treated")`; hemoglobin
`{python} change("HGB", "W8")` on `{python} days_of("days")` after `{python} fact("volume")`[@holm1979]
(`{python} link("base-table")`, `{python} link("flow-figure")`). It`s "sure" – or so, < & z.

```{python}
show("base-table")
```

```{python}
show("flow-figure")
```

# References

::: {#refs}
:::

`{python} colophon()`
"""
REFERENCES = """@article{holm1979, author = {Holm, Sture}, title = {A simple procedure}, journal = {Scand J Stat},
  year = {1979}, volume = {6}, pages = {65-70}}
"""


def rendered(
    folder: Path, document: str = DOCUMENT, engine_name: str = "embedded", formats: Sequence[str] = FORMATS
) -> Rendered:
    folder.mkdir(parents=True, exist_ok=True)
    products = write_study(folder, document, VALUES, formats)
    (folder / "manuscript/refs.bib").write_text(REFERENCES, encoding="utf-8")
    folders = Folders(folder, products, ROOT, folder / "scratch")
    return render_document("note", read_study(folder / "study.yaml"), folders, engine_name)


def read_html_text(content: bytes) -> str:
    tree = html.fromstring(content.decode("utf-8"))
    for unseen in list(tree.iter("head", "style", "script", "svg")):
        unseen.drop_tree()
    return " ".join(tree.text_content().split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return rendered(tmp_path_factory.mktemp("a study"))


def test_the_ledger_lists_every_number_in_reading_order(made: Rendered) -> None:
    ledger = json.loads(made.ledger)
    assert (ledger["document"], ledger["engine"]) == ("note", "embedded")
    told = [(anchor["id"], anchor["text"]) for anchor in ledger["anchors"]]
    numbers = ["12", "12", "2.8", "1.3", "4.4", "< 0.001", "0.002", "1", "8", "100"]
    assert told == [*((f"n_prose_{n}", text) for n, text in enumerate(numbers, 1)), ("n_base_table_1", "51")]


def test_html_and_word_hold_the_numbers_by_their_ids_and_the_pdf_in_order(made: Rendered) -> None:
    expected = {anchor["id"]: anchor["text"] for anchor in json.loads(made.ledger)["anchors"]}
    assert read_html_numbers(made.files["html"]) == expected
    assert read_word_numbers(made.files["docx"]) == expected
    text = read_pdf_text(made.files["pdf"])
    assert "hemoglobin rose by 2.8 g/L (95% CI 1.3 to 4.4; P < 0.001; adjusted P = 0.002) on days 1 and 8" in text


def test_each_format_bears_title_stamp_caption_citation_and_colophon(made: Rendered) -> None:
    texts = [
        read_html_text(made.files["html"]),
        read_word_text(made.files["docx"]),
        read_pdf_text(made.files["pdf"]),
    ]
    for text in texts:
        assert "A made-up trial of Testamab" in text
        assert "Table 1 Who they were" in text
        assert "Figure 1 Flow" in text
        assert "100 mL[1" in text
        assert "Scand J Stat 1979; 6: 65" in text
        assert "Rendered with the embedded engine (Python 3." in text
        assert "so, < & z" in text
    assert "SYNTHETIC DATA" in texts[2]
    assert "Page 1 of" in texts[2]


def test_the_pdf_is_tagged_and_says_that_it_conforms_to_pdf_ua(made: Rendered) -> None:
    import pypdfium2

    assert b"pdfuaid:part" in made.files["pdf"]
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(made.files["pdf"]))


def test_the_page_is_one_file_that_needs_no_other(made: Rendered) -> None:
    page = made.files["html"].decode()
    assert "<link" not in page
    assert 'src="' not in page
    assert '<html lang="en-US">' in page
    assert "<title>A made-up trial of Testamab</title>" in page


def test_links_lead_to_the_displays_in_word_too(made: Rendered, tmp_path: Path) -> None:
    (tmp_path / "note.docx").write_bytes(made.files["docx"])
    shutil.unpack_archive(tmp_path / "note.docx", tmp_path / "parts", "zip")
    document = (tmp_path / "parts/word/document.xml").read_text(encoding="utf-8")
    assert 'w:anchor="display-base-table"' in document
    assert 'w:name="display-base-table"' in document
    assert 'descr="A [square] with nothing in it"' in document


AGAIN = """
import sys
from collections.abc import Sequence
from pathlib import Path
from tests.documents.test_engine import rendered
made = rendered(Path(sys.argv[1]) / "another folder")
for form, content in made.files.items():
    (Path(sys.argv[1]) / form).write_bytes(content)
(Path(sys.argv[1]) / "ledger").write_text(made.ledger, encoding="utf-8")
"""


def test_the_same_bytes_in_another_folder_time_zone_locale_and_hash_seed(made: Rendered, tmp_path: Path) -> None:
    strange = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(tmp_path)],
        env={**os.environ, **strange},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert not done.returncode, done.stderr.decode()
    for form, content in made.files.items():
        assert (tmp_path / form).read_bytes() == content, form
    assert (tmp_path / "ledger").read_text(encoding="utf-8") == made.ledger


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('`{python} change("HGB", "W4")`', 'line 34, change("HGB", "W4")'),
        ('`{python} change("HGB")`', "missing 1 required positional argument"),
        ("As told [@nobody].", "nobody"),
        ("See [the table](#display-x).", "leads nowhere: #display-x"),
        ("It is NE.", "NE without its reason"),
        ('```{python}\nshow("base-table")\n```', "this id stands 2 times"),
        ('`{python} link("base")`', "did you mean base-table"),
    ],
)
def test_a_document_with_a_fault_is_not_made_and_the_fault_is_told(tmp_path: Path, text: str, said: str) -> None:
    before, after = DOCUMENT.split("# References")
    with pytest.raises(DocumentError) as error:
        rendered(tmp_path, f"{before}{text}\n\n# References{after}", formats=("html",))
    assert said in str(error.value)


def test_a_document_that_study_yaml_does_not_list_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r'line 9, open_document\("noet"\): noet: no such document in study.yaml → known: note'
    ):
        rendered(tmp_path, DOCUMENT.replace('open_document("note")', 'open_document("noet")'), formats=("html",))


def test_the_engine_is_chosen_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_quarto", lambda: None)
    assert choose_engine() == "embedded"
    with pytest.raises(DocumentError, match="not on PATH"):
        choose_engine("quarto")
    with pytest.raises(DocumentError, match="choose one of auto, embedded, quarto"):
        choose_engine("qarto")
    monkeypatch.setattr(engine, "find_quarto", lambda: "/usr/bin/quarto")
    assert choose_engine() == "quarto"
    assert choose_engine("embedded") == "embedded"


@pytest.mark.quarto
@pytest.mark.slow
def test_quarto_s_faults_are_told_with_file_and_line_too(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r'note.qmd, line 23, change\("HGB", "W4"\): .*no such row in the results'):
        rendered(tmp_path, DOCUMENT.replace('"HGB", "W8"', '"HGB", "W4"'), "quarto", ("html",))


@pytest.mark.quarto
@pytest.mark.slow
def test_quarto_keeps_a_heading_that_the_text_begins_with(tmp_path: Path) -> None:
    notice = "::: {.notice}\nNobody was treated.\n:::\n"
    page = rendered(tmp_path, DOCUMENT.replace(notice, ""), "quarto", ("html",)).files["html"].decode("utf-8")
    assert '<h2 id="results">Results</h2>' in page


@pytest.mark.quarto
@pytest.mark.slow
def test_quarto_gives_the_same_text_and_numbers(made: Rendered, tmp_path: Path) -> None:
    other = rendered(tmp_path, engine_name="quarto")
    assert json.loads(other.ledger)["anchors"] == json.loads(made.ledger)["anchors"]
    for form, read in (("html", read_html_text), ("docx", read_word_text), ("pdf", read_pdf_text)):
        ours, theirs = (read(files[form]).split("Rendered with ")[0] for files in (made.files, other.files))
        assert ours == theirs, form
    title = re.compile(rb"<title>[^<]*|<html[^>]*")
    assert title.findall(other.files["html"]) == title.findall(made.files["html"])
