from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.notebook import find_inline, format_inline, read_document
from analysis.errors import DocumentError

DOCUMENT = """---
bibliography: refs.bib
---

```{python}
#| include: false
setting = 1
```

# A heading

Before `{python} one("a")` and
`{python} two(
  "b")` after.

{{< include sections/_more.qmd >}}

```{python}
show("c")
```
"""


def written(folder: Path, text: str, more: str = "Included `{python} three()`.\n") -> Path:
    (folder / "sections").mkdir(exist_ok=True)
    (folder / "sections/_more.qmd").write_text(more, encoding="utf-8")
    (folder / "doc.qmd").write_text(text, encoding="utf-8")
    return folder / "doc.qmd"


def test_a_document_is_text_and_code_in_order_with_includes_in_place(tmp_path: Path) -> None:
    parts = read_document(written(tmp_path, DOCUMENT))
    assert [(part.kind, part.hidden) for part in parts] == [
        ("text", False),
        ("code", True),
        ("text", False),
        ("code", False),
    ]
    assert "Included" in parts[2].text
    assert parts[0].text.startswith("---\nbibliography: refs.bib\n---\n")
    assert parts[3].text == 'show("c")\n'


def test_inline_code_knows_its_file_and_line(tmp_path: Path) -> None:
    text = read_document(written(tmp_path, DOCUMENT))[2]
    assert [(code, line.place) for code, line in find_inline(text)] == [
        ('one("a")', "doc.qmd, line 12"),
        ('two( "b")', "doc.qmd, line 13"),
        ("three()", "sections/_more.qmd, line 1"),
    ]


def test_answers_take_the_place_of_inline_code(tmp_path: Path) -> None:
    text = read_document(written(tmp_path, DOCUMENT))[2]
    assert "Before 1 and\n2 after.\n\nIncluded 3." in format_inline(text, ["1", "2", "3"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A {{< var version >}} here.\n", "line 1: only Quarto itself understands '{{<'"),
        ("```{r}\n1\n```\n", "line 1: only Quarto itself understands '```{r'"),
        ("See @fig-x.\n", "understands '@fig-x'"),
        ("Value `{r} x`.\n", "understands '`{r}'"),
        ("---\nformat: html\n---\n", "line 2: 'format' in a header is known to Quarto only"),
        ("```{python}\n#| echo: true\n1\n```\n", "line 2: unknown cell option 'echo: true'"),
        ("```{python}\n1\n", "line 1: the cell has no end"),
        ("{{< include gone.qmd >}}\n", "the file is missing"),
        ("{{< include doc.qmd >}}\n", "line 1: doc.qmd includes itself"),
    ],
)
def test_what_only_one_engine_knows_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(written(tmp_path, text))
    assert said in str(error.value)


def test_all_foreign_words_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(written(tmp_path, "@fig-a\n\n@tbl-b\n"))
    assert len(error.value.faults) == 2


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "doc.qmd").write_bytes("Caf\xe9\n".encode("latin-1"))
    with pytest.raises(DocumentError, match="not UTF-8"):
        read_document(tmp_path / "doc.qmd")


def test_what_quarto_users_write_by_habit_changes_nothing(tmp_path: Path) -> None:
    header = "---\ntitle: A title\njupyter: python3\nbibliography: refs.bib\n---\n\n"
    parts = read_document(written(tmp_path, f'{header}```{{python}}\n#| label: one\n#| echo: false\nshow("c")\n```\n'))
    assert [(part.kind, part.hidden) for part in parts] == [("text", False), ("code", False)]
