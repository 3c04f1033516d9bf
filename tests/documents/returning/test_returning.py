"""Texts edited in Word: small manuscripts, made into Word files by pandoc and edited in their XML."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from analysis.documents.pandoc import find_pandoc
from analysis.documents.returning.markdown import read_pieces
from analysis.documents.returning.source_text import read_blocks
from analysis.documents.returning.taking import Taken, find_taken, format_files
from analysis.documents.returning.word_text import read_word_text
from analysis.documents.word import format_origin
from analysis.errors import DocumentError

SOURCE = """# Results {#results}

[]{.item no="17"}
Of `{python} participants("screened")` patients, `{python} participants("treated")` were *treated* with cells. Albumin
`{python} change("ALB", "D57")` on day A.

- the first item
- the second item

The cohort is synthetic and its data were drawn by a program. Nobody was ill.
"""
ANSWERS = ["[39]{#n_1 .n}", "[24]{#n_2 .n}", "rose by [2.6]{#n_3 .n} g/L (95% CI [1.3]{#n_4 .n} to [3.9]{#n_5 .n})"]
SAID = "rose by 2.6 g/L (95% CI 1.3 to 3.9)"


def made(text: str) -> bytes:
    for call, answer in zip(
        ('participants("screened")', 'participants("treated")', 'change("ALB", "D57")'), ANSWERS, strict=True
    ):
        text = text.replace(f"`{{python}} {call}`", answer)
    command = [str(find_pandoc()), "--from=markdown", "--to=docx", "--output=-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def edited(content: bytes, *changes: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                text = part.decode()
                for before, after in changes:
                    assert before in text, before
                    text = text.replace(before, after, 1)
                part = text.encode()
            new.writestr(name, part)
    return out.getvalue()


def take(folder: Path, *changes: tuple[str, str]) -> tuple[str, Taken]:
    source = folder / "paper.qmd"
    source.write_text(SOURCE, encoding="utf-8")
    word = made(SOURCE)
    blocks = list(read_blocks(source, folder / "text"))
    answers = iter(ANSWERS)
    pieces = [block.pieces([next(answers) for _ in block.calls]) for block in blocks]
    old, new = read_word_text(word, "paper.docx"), read_word_text(edited(word, *changes), "paper.docx")
    taken = find_taken(blocks, pieces, old.paragraphs, new.paragraphs)
    return format_files(blocks, taken).get(source, SOURCE), taken


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def test_an_unchanged_file_changes_nothing(tmp_path: Path) -> None:
    text, taken = take(tmp_path)
    assert text == SOURCE
    assert not taken.faults
    assert not taken.notes


def test_a_word_is_taken_and_the_calls_beside_it_stay(tmp_path: Path) -> None:
    text, taken = take(tmp_path, ("with cells. Albumin", "with stem cells. Albumin"))
    assert text == SOURCE.replace("with cells", "with stem cells")
    assert not taken.faults


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (">2.6<", ">2.9<", 'change("ALB", "D57") says “rose by 2.6 g/L'),
        (">24<", ">23<", 'participants("treated") says “24”'),
        ("rose by", "fell by", f"says “{SAID}”"),
        (">1.3<", "><", f"says “{SAID}”"),
    ],
)
def test_a_result_typed_over_is_refused(tmp_path: Path, before: str, after: str, told: str) -> None:
    text, taken = take(tmp_path, (before, after))
    assert text == SOURCE
    assert len(taken.faults) == 1
    assert told in taken.faults[0].what
    assert "line 3" in taken.faults[0].where


def test_tracked_changes_are_taken_as_accepted(tmp_path: Path) -> None:
    old = "Nobody was ill."
    run = '</w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>Nobody was ill.</w:delText></w:r></w:del>'
    new = f'{run}<w:ins w:id="2" w:author="A"><w:r><w:t>Nobody lives.</w:t></w:r></w:ins><w:r><w:t>'
    text, taken = take(tmp_path, (old, new))
    assert text == SOURCE.replace("Nobody was ill.", "Nobody lives.")
    assert not taken.faults


def test_marks_and_signs_are_written_as_markdown(tmp_path: Path) -> None:
    bold = (
        '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> in bold</w:t></w:r><w:r><w:t> a*b [see] “so”.'
    )
    text, taken = take(tmp_path, ("Nobody was ill.", f"Nobody was ill{bold}"))
    assert "Nobody was ill **in bold** a\\*b \\[see\\] “so”.\n" in text
    assert not taken.faults


def test_new_moved_and_deleted_paragraphs(tmp_path: Path) -> None:
    source = read_word_text(made(SOURCE), "paper.docx")
    assert [p.text for p in source.paragraphs][2:4] == ["the first item", "the second item"]
    text, taken = take(tmp_path, ("<w:sectPr", paragraph("A new thought, said here.") + "<w:sectPr"))
    assert text.endswith("Nobody was ill.\n\nA new thought, said here.\n")
    assert "after it, new" in taken.notes[0]
    text, taken = take(tmp_path, ("the first item", ""))
    assert text == SOURCE.replace("- the first item\n", "")
    assert "taken out" in taken.notes[0]


def test_a_sentence_that_moves_to_a_paragraph_of_its_own_takes_its_call_along(tmp_path: Path) -> None:
    parted = '</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">Albumin'
    text, taken = take(tmp_path, ("with cells. Albumin", f"with cells.{parted}"))
    assert not taken.faults
    assert "with cells.\n\nAlbumin" in text
    assert 'Albumin `{python} change("ALB", "D57")` on day A.\n' in text.replace("Albumin\n", "Albumin ")


def test_a_new_table_and_a_new_picture_are_refused(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('99')}</w:tc></w:tr></w:tbl><w:sectPr"
    _, taken = take(tmp_path, ("<w:sectPr", table))
    assert "a new table" in taken.faults[0].what
    picture = "Nobody was ill.</w:t><w:drawing/><w:t>"
    _, taken = take(tmp_path, ("Nobody was ill.", picture))
    assert "a picture" in taken.faults[0].what


def test_a_number_taken_out_is_told(tmp_path: Path) -> None:
    whole = read_word_text(made(SOURCE), "paper.docx").paragraphs[1].text
    assert whole == f"Of 39 patients, 24 were treated with cells. Albumin {SAID} on day A."
    text, taken = take(tmp_path, (">39<", "><"), ("Of</w:t>", "The</w:t>"))
    assert '[]{.item no="17"}\nThe patients, `{python} participants("treated")` were' in text
    assert 'taken out with its words “39”: `{python} participants("screened")`' in taken.notes[0]


def test_what_is_written_over_a_mark_becomes_the_text_that_it_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "csr.qmd"
    source.write_text('`{python} author("ethics", "who consented")`\n\n`{python} told("protocol/number", "code")`\n')
    blocks = list(read_blocks(source, tmp_path / "text"))
    pieces = [block.pieces([answer]) for block, answer in zip(blocks, ["To be written: consent", "XY 7"], strict=True)]
    word = made("To be written: consent\n\nXY 7\n")
    old = read_word_text(word, "csr.docx")
    new = read_word_text(edited(word, ("To be written: consent", "All who took part agreed.")), "csr.docx")
    taken = find_taken(blocks, pieces, old.paragraphs, new.paragraphs)
    assert taken.texts == {"ethics": "All who took part agreed."}
    assert not taken.faults
    new = read_word_text(edited(word, ("XY 7", "AB nine")), "csr.docx")
    assert "says “XY 7”" in find_taken(blocks, pieces, old.paragraphs, new.paragraphs).faults[0].what


def test_citations_notes_and_escapes_are_read_as_they_are_shown() -> None:
    pieces = read_pieces("As said[@A2020; @B], *x*^[a **note**] H~2~O \\* -- [so]{.term} [here](#s1)")
    assert [p.raw for p in pieces if p.kind == "cite"] == ["[@A2020; @B]"]
    assert "".join(p.text for p in pieces if p.kind != "cite") == "As said, x* H2O * – so here"
    assert [t.note for p in pieces for t in p.tokens if t.note] == ["a note"]


def test_the_text_that_a_word_file_was_made_from_is_named_in_it() -> None:
    word = edited(made(SOURCE), ("<w:body>", "<w:body>"))
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        document = archive.read("word/document.xml").decode()
    marked = edited(word, (document, format_origin(document)))
    assert len(read_word_text(marked, "paper.docx").made) == 16
    with pytest.raises(DocumentError, match="is no Word file"):
        read_word_text(b"something else", "paper.docx")
