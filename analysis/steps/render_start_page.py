"""start_page: the page that leads to every product, check and log, and the page of the build's steps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.documents.start_page import (
    Check,
    Entry,
    File,
    Shelf,
    Step,
    render_build_page,
    render_start_page,
)
from analysis.steps.declarations import declared
from analysis.steps.history import COSTS, Past, read_history
from analysis.steps.plan import WORK
from analysis.steps.step import Done, Job
from analysis.study import Study, read_study

PROFILES = {"journal": "Journal paper", "sampl": "Report"}
REPORTS = {
    "verification": "Verification",
    "trace": "Where each figure, table and number comes from",
    "data-quality": "Quality of the raw data",
}
TABLES = {"results": "All results, a statistic a row", "description": "Data and methods in words"}
PUBLISHED = ("output/", "tables/", "figures/", "data/datasets/", "data/results/")
STEPS = {
    "check_raw": "Raw data",
    "derive_dataset": "Dataset",
    "estimate_analysis": "Analysis",
    "combine_results": "Results table",
    "describe_study": "Description of data and methods",
    "make_display": "Display",
    "export_results": "Results for other programs",
    "render_document": "Document",
    "verify_numbers": "Numbers of",
    "verify_recomputation": "Second computation",
    "verify_results": "Verification",
    "trace_products": "Origins",
}


def run(job: Job) -> Done:
    """Every product stands on a shelf: those of a sort that is not known here among the further files."""
    study = read_study(job.one("study"))
    products = [path.relative_to(WORK) for path in job.inputs["products"]]
    bundles = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("displays", ())]
    shelves = list(Sorting(study, products, bundles).shelves())
    history = read_history(job.memory, job.inputs["products"])
    steps = [_step(past) for past in history]
    checks = [json.loads(path.read_text(encoding="utf-8"))["summary"] for path in job.inputs["checks"]]
    files: dict[Path, str | bytes] = {
        job.out("index.html"): render_start_page(study, list(_checks(*checks)), shelves),
        job.out("build-log.html"): render_build_page(study, steps, File(f"../{WORK}/logs/{COSTS}", COSTS)),
    }
    return Done(files, f"{len(products)} products, {len(steps)} steps")


def _checks(verification: dict[str, Any], quality: str) -> Iterator[Check]:
    report = File("verification.html", "HTML")
    checked, differ = verification["numbers_checked"], verification["numbers_that_differ"]
    yield Check("bad" if differ else "good", f"{checked:,}", f"printed numbers checked, {differ} differ", report)
    twice = verification["statistics_computed_twice"]
    yield Check("good", f"{twice:,}", "statistics computed a second time by other code, all agree", report)
    claims: dict[str, int] = verification["claims"]
    told = ", ".join(f"{count} {word}" for word, count in claims.items())
    failed = any(word in ("does not hold", "not reproduced") for word in claims)
    if claims:
        yield Check("bad" if failed else "good", f"{sum(claims.values())}", f"published claims: {told}", report)
    else:
        yield Check("open", "No claims", "the study names no published ones", report)
    for asked, answer, state in verification.get("cards", ())[-1:]:
        yield Check(state, asked, answer, report)
    rules, _, found = quality.partition(": ")
    clean = found.startswith("0 errors, 0 warnings") or found == "no findings"
    yield Check(
        "good" if clean else "open",
        rules.split()[0],
        f"rules on the raw data: {found}",
        File("data-quality.html", "HTML"),
    )


class Sorting:
    """The products, each put on one shelf: those of a sort that is not known here among the further files."""

    def __init__(self, study: Study, products: Sequence[Path], bundles: Sequence[dict[str, Any]]) -> None:
        self.study = study
        self.products = products
        self.bundles = bundles
        self.rest = dict.fromkeys(products)

    def shelves(self) -> Iterator[Shelf]:
        """All shelves in the order of the page."""
        yield Shelf("documents", "Documents", "", tuple(self._documents()))
        yield Shelf("figures", "Figures", "", tuple(self._displays("figure")))
        yield Shelf("tables", "Tables and listings", "", tuple(self._displays("table")))
        yield Shelf("reports", "Reports of the checks", "", tuple(self._reports()))
        yield Shelf("results", "Results", "One unformatted statistic a row.", tuple(self._results()))
        yield Shelf("datasets", "Analysis datasets", "", tuple(self._datasets()))
        further = tuple(Entry(path.name, self._take([path]), path.parent.as_posix()) for path in sorted(self.rest))
        yield Shelf("further", "Further files", "Results in the layouts of other programs.", further)
        yield Shelf("sources", "Sources and steps", "What people wrote, and what the build did.", tuple(_sources()))

    def _named(self, folder: str, name: str) -> list[Path]:
        return [p for p in self.products if p.parent.as_posix() == folder and p.name.split(".")[0] == name]

    def _take(self, paths: Iterable[Path]) -> tuple[File, ...]:
        taken = [path for path in paths if path in self.rest]
        for path in taken:
            del self.rest[path]
        return tuple(File(f"../{path.as_posix()}".removeprefix("../output/"), _label(path)) for path in taken)

    def _documents(self) -> Iterator[Entry]:
        for document in self.study.documents:
            yield Entry(document.kind or PROFILES[document.profile], self._take(self._named("output", document.id)))

    def _displays(self, kind: str) -> Iterator[Entry]:
        for bundle in (b for b in self.bundles if b["produces"] == kind):
            parts = self._named("data/results/displays", bundle["id"])
            files = self._take([*self._named(f"{kind}s", bundle["id"]), *parts])
            numbers = bundle["numbers_in_documents"].items()
            note = " · ".join(f"{number} ({document})" for document, number in numbers)
            picture = next((file.href for file in files if file.href.endswith(".svg")), "")
            yield Entry(bundle["title"], files, note, picture)

    def _reports(self) -> Iterator[Entry]:
        names = dict.fromkeys(p.name.split(".")[0] for p in self.rest if p.parent.as_posix() == "output")
        for name in names:
            yield Entry(REPORTS.get(name, name), self._take(self._named("output", name)))

    def _results(self) -> Iterator[Entry]:
        names = TABLES | {block.id: block.label for block in self.study.analyses}
        for name, label in names.items():
            yield Entry(label or name, self._take(self._named("data/results", name)), name)

    def _datasets(self) -> Iterator[Entry]:
        found = [path for path in self.products if path.parent.as_posix() == "data/datasets"]
        for name in dict.fromkeys(path.name.split(".")[0] for path in found):
            label = declared("datasets", name, "LABEL")
            yield Entry(str(label or name), self._take(self._named("data/datasets", name)), name.upper())


def _label(path: Path) -> str:
    """CSV for results.csv, "curve CSV" for survival.curve.csv."""
    return " ".join([*path.name.split(".")[1:-1], path.suffix[1:].upper()])


def _sources() -> Iterator[Entry]:
    yield Entry("The study in one file", (File("../study.yaml", "study.yaml"),))
    yield Entry("The build, step by step, with the log of each", (File("build-log.html", "HTML"),))


def _step(past: Past) -> Step:
    name = " ".join([STEPS.get(past.step, past.step), past.name]).strip()
    inputs, outputs = (tuple(_seen(path) for path in paths) for paths in (past.inputs, past.outputs))
    return Step(name, past.summary, File(f"../{past.log}", "log"), inputs, outputs)


def _seen(path: str) -> File:
    """A file of the build as it is seen from output/: where it is published, or where it lies.

    A file of this project's own is told by its name: where the project stands is no part of a product.
    """
    if Path(path).is_absolute():
        return File("", Path(path).name)
    published = path.removeprefix(f"{WORK}/")
    place = published if published.startswith(PUBLISHED) else path
    return File(f"../{place}".removeprefix("../output/"), published)
