from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.kernel import render_markdown
from analysis.documents.notebook import read_document
from analysis.errors import DocumentError

MARKDOWN = "from IPython.display import Markdown\n"


def rendered(folder: Path, text: str) -> str:
    (folder / "doc.qmd").write_text(text, encoding="utf-8")
    return render_markdown(read_document(folder / "doc.qmd"), folder, {"MADE_UP": "from the build"})


def test_code_shows_its_markdown_in_place_and_hidden_code_nothing(tmp_path: Path) -> None:
    told = rendered(
        tmp_path,
        f"""```{{python}}
#| include: false
{MARKDOWN}import os
Markdown("never seen")
```

Told `{{python}} Markdown(os.environ["MADE_UP"])` and `{{python}} Markdown("é × −")`.

```{{python}}
Markdown("::: block\\n:::")
```
""",
    )
    assert "never seen" not in told
    assert "Told from the build and é × −.\n" in told
    assert "\n::: block\n:::\n" in told


def test_every_failing_expression_is_told_with_file_line_code_and_remedy(tmp_path: Path) -> None:
    text = f"""```{{python}}
{MARKDOWN}from analysis.errors import DocumentError, Fault

def known(name):
    raise DocumentError(Fault(name, "no such thing", "did you mean b?"))
```

One `{{python}} known("a")` two `{{python}} Markdown("fine")`
three `{{python}} 1 / 0` four `{{python}} "plain"`.
"""
    with pytest.raises(DocumentError) as error:
        rendered(tmp_path, text.replace('four `{python} "plain"`', ""))
    assert [str(fault) for fault in error.value.faults] == [
        'doc.qmd, line 9, known("a"): a: no such thing → did you mean b?',
        "doc.qmd, line 10, 1 / 0: ZeroDivisionError: division by zero",
    ]


def test_an_answer_that_is_no_text_for_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r'line 1, "plain": the answer is no text for a document'):
        rendered(tmp_path, 'Value `{python} "plain"`.\n')


def test_a_failing_cell_ends_the_document_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"doc.qmd, line 5, x = missing: NameError: name 'missing' is not defined"):
        rendered(tmp_path, "Text.\n\n```{python}\ny = 1\nx = missing\n```\n\n`{python} x`\n")


def test_print_is_not_shown_but_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="the cell prints"):
        rendered(tmp_path, "```{python}\nprint(1)\n```\n")
