"""Every kind of page that the build makes is clean for axe, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.displays.html import render_html, render_page
from analysis.raw.report import format_quality_html
from analysis.verification.report import Checks, render_verification
from tests.accessibility.axe import find_violations
from tests.displays.tiny import tiny_display
from tests.documents.test_engine import DOCUMENT, rendered
from tests.raw.breaking import STUDY as BROKEN_STUDY
from tests.raw.test_report import broken
from tests.verification.test_report import BROKEN, CHECKS, HELD, NO_SEAL, SECOND, STUDY

REPORT = """---
bibliography: refs.bib
---

```{python}
#| include: false
from analysis.documents import open_document

open_document("note")
```

```{python}
report_setup()
```

```{python}
report_title()
```

# Contents {#contents}

```{python}
contents()
```

# Plan {#plan}

## Groups {#groups}

```{python}
arm_table()
```

## Visits {#visits}

```{python}
windows()
```

## Fields {#fields}

```{python}
plan_fields()
```
"""


def paper(folder: Path) -> str:
    return rendered(folder / "paper", DOCUMENT, formats=("html",)).files["html"].decode()


def report(folder: Path) -> str:
    return rendered(folder / "report", REPORT, formats=("html",)).files["html"].decode()


def verification(_: Path) -> str:
    return render_verification(STUDY, Checks([HELD, BROKEN], CHECKS, SECOND, NO_SEAL))


def data_quality(_: Path) -> str:
    return format_quality_html(BROKEN_STUDY, broken())


def table(_: Path) -> str:
    shown = tiny_display("disposition-table", "flow")
    return render_page(shown, "Table 1", "en-US", render_html(shown))


@pytest.mark.chromium
@pytest.mark.slow
@pytest.mark.parametrize("page", [paper, report, verification, data_quality, table])
def test_a_page_is_clean_for_axe(tmp_path: Path, page: Callable[[Path], str]) -> None:
    assert find_violations(page(tmp_path), tmp_path) == []


@pytest.mark.chromium
@pytest.mark.slow
def test_axe_finds_what_is_wrong(tmp_path: Path) -> None:
    bad = '<html><body><main><img src="a.png"><p style="color:#aaa">light</p></main></body></html>'
    found = " ".join(find_violations(bad, tmp_path))
    assert "image-alt" in found
    assert "color-contrast" in found
