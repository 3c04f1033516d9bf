"""shells: every display of study.yaml before there are data, from the code that will make it, as one document.

The document is rendered as all others are, from a study of its own in .work/shells whose displays are the shells.
"""

from __future__ import annotations

import importlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.displays.bundle import render_bundle, render_files
from analysis.displays.model import Display
from analysis.displays.registry import derive_profiles
from analysis.displays.shell import ShellResults, derive_unbound
from analysis.displays.shell_frames import derive_shell_frames
from analysis.documents.engine import render_document
from analysis.documents.job import Folders
from analysis.results.table import format_results
from analysis.steps.declarations import ROOT
from analysis.steps.plan import WORK
from analysis.steps.step import Done, Job
from analysis.study import Study, read_study
from analysis.study.displays import DisplayBlock

NAME = "shells"
NOTE = "Shell: there are no data yet. xx stands for a number, Class and Term for what will be recorded."
START = f"""\
```{{python}}
#| include: false
from analysis.documents import open_document

open_document("{NAME}")
```

```{{python}}
report_setup()
```

# Shells of tables, figures and listings
"""
BREAK = '```{=typst}\n#pagebreak(weak: true)\n```\n\n```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```'


def run(job: Job) -> Done:
    """Make each shell; put a study, its displays and a manuscript in place; render the document."""
    given = read_study(job.one("study"))
    study = _derive_study(given)
    folder = WORK / NAME
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in _write(study).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    folders = Folders(folder / "study", folder / "products", ROOT, folder / "render")
    rendered = render_document(NAME, study, folders, job.settings.get("engine", "auto"))
    files: dict[Path, str | bytes] = {job.out(f"{NAME}.{form}"): made for form, made in rendered.files.items()}
    return Done(files, f"{len(study.displays)} shells")


def _derive_study(given: Study) -> Study:
    """The study with one document, in which every display has its number, and without the stamp of synthetic data."""
    tree = given.model_dump(mode="json", exclude_unset=True)
    tree["study"] |= {"synthetic": False}
    tree["documents"] = [{"id": NAME, "source": f"{NAME}.qmd", "kind": "Shells of tables, figures and listings"}]
    styles = [name for display in given.displays for name in derive_profiles(given, display)]
    tree["documents"][0]["profile"] = max(sorted(set(styles)), key=styles.count, default="journal")
    shown = Counter(document for display in given.displays for document in display.numbers)
    tree |= {"displays": [_derive_block(display, shown) for display in given.displays], "claims": []}
    return Study.model_validate(tree)


def _derive_block(block: DisplayBlock, shown: Mapping[str, int]) -> dict[str, Any]:
    """The display with its number in the document that counts most displays, which is the report where there is one."""
    number = max(block.numbers.items(), key=lambda pair: shown[pair[0]], default=("", "Display"))[1]
    notes = [NOTE, *block.notes]
    return block.model_dump(mode="json", exclude_unset=True) | {"numbers": {NAME: number}, "notes": notes}


def _write(study: Study) -> Mapping[str, str | bytes]:
    """Every file of the shells' study by its place."""
    shows = (f'```{{python}}\nshow("{display.id}")\n```' for display in study.displays)
    files: dict[str, str | bytes] = {
        "study/study.yaml": json.dumps(study.model_dump(mode="json", exclude_unset=True), ensure_ascii=False),
        f"study/manuscript/{NAME}.qmd": "\n\n".join([START, f"\n\n{BREAK}\n\n".join(shows)]) + "\n",
        "products/data/results/results.csv": format_results(()),
    }
    for display in _make(study):
        bundle = render_bundle(study, display)
        files[f"products/data/results/displays/{display.id}.json"] = json.dumps(bundle, ensure_ascii=False)
        if bundle["produces"] == "figure":
            made = render_files(study, display, bundle).items()
            files |= {f"products/figures/{display.id}.{form}": content for form, content in made}
    return files


def _make(study: Study) -> Iterator[Display]:
    """Each display by the module of its kind."""
    results = ShellResults(study)
    for block in study.displays:
        kind = importlib.import_module(f"analysis.displays.{block.kind.replace('-', '_')}")
        make = kind.tabulate if kind.PRODUCES == "table" else kind.draw
        yield derive_unbound(make(study, block, results, derive_shell_frames(study, block.analyses)))
