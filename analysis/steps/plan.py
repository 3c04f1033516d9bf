"""What the Snakefile asks: which files each step reads and writes. Imports no statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import Fault, StudyError
from analysis.raw.files import read_files
from analysis.steps.declarations import ROOT, declared, plugins
from analysis.study import Study, read_study
from analysis.study.displays import format_file_name

WORK = Path(".work")
COUNTED = "counted"  # the frame of an analysis that names the subjects behind its counts
RAW = Path("data/raw")
DATASETS = WORK / "data/datasets"
RESULTS = WORK / "data/results"
DISPLAYS = RESULTS / "displays"
OUTPUT = WORK / "output"
#: The reports on the whole: what was checked, and where everything comes from.
REPORTS = {"verification": ("html", "json"), "data-quality": ("html", "json"), "trace": ("html", "csv")}
CHECKS = tuple(OUTPUT / f"{name}.{form}" for name, forms in REPORTS.items() for form in forms)
#: What a study's build gave when it was sealed.
SEAL = Path("tests/seal")
START_PAGES = (OUTPUT / "index.html", OUTPUT / "build-log.html")


class Plan:
    """The build of one study folder (the working directory), by the code beside this file."""

    def __init__(self, study: Study, engine: str = "auto") -> None:
        self.study = study
        self.engine = engine

    # --- data ---------------------------------------------------------------------------------------------------------
    @cached_property
    def raw(self) -> dict[str, tuple[Path, ...]]:
        """Domain (or given dataset) → its files in data/raw: several where it was split. Raises RawDataError."""
        return read_files(RAW, self.study.given)

    def raw_files(self, *domains: str) -> list[Path]:
        """The files of these domains, as far as they exist; of all of them where none is named."""
        return [path for domain in domains or sorted(self.raw) for path in self.raw.get(domain, ())]

    @property
    def exports(self) -> list[Path]:
        """The results in the layouts of others."""
        return [RESULTS / f"exports/{name}" for name in ("results-ars.json", "results-cards.csv")]

    @property
    def transports(self) -> list[Path]:
        """The datasets in the formats of other programs."""
        return [DATASETS / f"{name}.{form}" for name in self.datasets for form in ("xpt", "json")]

    @property
    def dictionary(self) -> list[Path]:
        """The data dictionary beside the raw data, where there is one."""
        return [path for path in (RAW / "dictionary.csv",) if path.is_file()]

    @cached_property
    def datasets(self) -> list[str]:
        """The datasets to derive: all whose domains and parameters exist, and all that an analysis needs."""
        asked = {dataset for block in self.study.analyses for dataset in self.analysis_needs(block.id)}
        return sorted(self.derivable | set(self._closure(asked)))

    @cached_property
    def derivable(self) -> set[str]:
        """The datasets whose domains exist; those of parameters only where study.yaml has such parameters."""
        found = {name for name in plugins("datasets", "SOURCES") if self._has_sources(name)}
        kinds = {"score" if one.score else one.domain for one in self.study.parameters}
        kinds |= {"event-time"} if self.study.event_times else set()
        return {name for name in found if declared("datasets", name, "PARAMETERS") in (*kinds, ())}

    @property
    def needed_domains(self) -> list[str]:
        """The domains without which this study's analyses can't be made."""
        asked = {dataset for block in self.study.analyses for dataset in self.analysis_needs(block.id)}
        derived = [name for name in self._closure(asked) if name.upper() not in self.raw]
        return sorted({domain for name in derived for domain in declared("datasets", name, "SOURCES")})

    def raw_of(self, dataset: str) -> list[Path]:
        """The raw files behind a dataset, those that exist: its own where the study brings it along."""
        if dataset.upper() in self.raw:
            return self.raw_files(dataset.upper())
        return self.raw_files(*declared("datasets", dataset, "SOURCES"), *declared("datasets", dataset, "OPTIONAL"))

    def datasets_of(self, dataset: str) -> list[Path]:
        """The datasets behind a dataset, those that this study has."""
        needs = declared("datasets", dataset, "NEEDS")
        if dataset.upper() in self.raw:  # taken as given; its subjects are compared with ADSL
            needs = [name for name in needs if name == "ADSL"]
        names = [name.lower() for name in needs]
        return [DATASETS / f"{name}.csv" for name in names if name in self.datasets]

    def behind(self, dataset: str) -> list[str]:
        """A dataset and all datasets that it is made from."""
        return sorted(self._closure([dataset]))

    def _has_sources(self, name: str) -> bool:
        given = name.upper() in self.raw
        return given or all(domain in self.raw for domain in declared("datasets", name, "SOURCES"))

    def _closure(self, names: Iterable[str]) -> Iterator[str]:
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                yield name
                todo += [n.lower() for n in declared("datasets", name, "NEEDS") if self._has_sources(n.lower())]

    # --- results ------------------------------------------------------------------------------------------------------
    def analysis_needs(self, analysis: str) -> list[str]:
        """The datasets that an analysis reads."""
        block = self.study.analysis(analysis)
        needs: set[str] = set()
        for name in declared("results", block.kind, "NEEDS"):
            needs |= set(self._parameter_datasets(block)) if name == "parameters" else {self._named(block, name)}
        optional = {name.lower() for name in declared("results", block.kind, "OPTIONAL")}
        return sorted(needs | (optional & self.derivable))

    def _named(self, block: Any, name: str) -> str:
        """A dataset; "dataset" stands for the one that the analysis itself names."""
        known = plugins("datasets", "SOURCES")
        if name == "dataset" and block.dataset.lower() not in known:
            where, remedy = f"study.yaml, analysis {block.id}", f"known: {', '.join(known).upper()}"
            raise StudyError(Fault(where, f"there is no dataset '{block.dataset}'", remedy))
        return str(block.dataset if name == "dataset" else name).lower()

    def _parameter_datasets(self, block: Any) -> Iterator[str]:
        named = [*getattr(block, "parameters", ()), *(c.parameter for c in getattr(block, "characteristics", ()))]
        for name in filter(None, named):
            yield f"ad{self.study.parameter(name).domain or 'EFF'}".lower()

    def frames_of(self, analysis: str) -> list[Path]:
        """The frames (curves, subject-level extracts) that an analysis writes beside its rows."""
        frames = declared("results", self.study.analysis(analysis).kind, "FRAMES")
        return [RESULTS / f"{analysis}.{frame}.csv" for frame in frames]

    # --- displays and documents ---------------------------------------------------------------------------------------
    def produces(self, display: str) -> str:
        """Whether a display is a table or a figure."""
        return str(declared("displays", self.study.display(display).kind, "PRODUCES"))

    def files_of(self, display: str) -> list[Path]:
        """What a display is published as."""
        if self.produces(display) == "table":
            return [WORK / f"tables/{display}.{form}" for form in ("html", "rtf", "csv")]
        return [WORK / f"figures/{display}.{form}" for form in ("svg", "pdf", "png", "txt")]

    @property
    def rtf_files(self) -> list[Path]:
        """Every table and listing as RTF."""
        return [WORK / f"tables/{name}.rtf" for name in self.displays("table")]

    @property
    def volume(self) -> list[Path]:
        """All of them in one file."""
        return [OUTPUT / "tables.rtf"] if self.rtf_files else []

    def displays(self, produces: str = "", document: str = "all") -> list[str]:
        """The ids of all displays, or of all tables or figures; of all documents, or those numbered in one."""
        shown = [d.id for d in self.study.displays if document == "all" or document in d.numbers]
        return [name for name in shown if produces in ("", self.produces(name))]

    def results_of(self, display: str) -> list[Path]:
        """The results files that a display reads."""
        return [RESULTS / f"{name}.csv" for name in self.study.display(display).analyses]

    def display_frames(self, display: str) -> list[Path]:
        """The frames that a display reads."""
        wanted = declared("displays", self.study.display(display).kind, "FRAMES")
        frames = [f for name in self.study.display(display).analyses for f in self.frames_of(name)]
        return [f for f in frames if f.name.split(".")[1] in (*wanted, COUNTED)]

    def document_files(self, document: str) -> list[Path]:
        """The formats of a document."""
        return [OUTPUT / f"{document}.{form}" for form in self.study.document(document).formats]

    def checklists(self, document: str) -> list[Path]:
        """The lists of items that a document is held against: the study's own before this project's."""
        block = self.study.document(document).checklist
        places = [Path(f"manuscript/checklists/{name}.yaml") for name in (block.lists if block else ())]
        return [path if path.is_file() else ROOT / path for path in places]

    def checklist_files(self, document: str) -> list[Path]:
        """A document's filled checklist, where it has one."""
        forms = ("html", "pdf", "docx", "csv") if self.study.document(document).checklist else ()
        return [OUTPUT / f"{document}-checklist.{form}" for form in forms]

    def submission_files(self, document: str) -> dict[str, Path]:
        """What goes to the journal with a document, by its name in output/submission; nothing without such a block."""
        block = self.study.document(document).submission
        if not block:
            return {}
        names = ["article.xml", "cover.json", "cover.docx", "cover.html"]
        names += [f"manuscript{path.suffix}" for path in self.document_files(document)]
        names += [f"checklist{path.suffix}" for path in self.checklist_files(document)]
        names += [
            f"supplement{path.suffix}" for path in (self.document_files(block.supplement) if block.supplement else ())
        ]
        for display in self.displays(document=document):
            stem = format_file_name(self.study.display(display).numbers[document])
            kind = self.produces(display)
            names += [f"{kind}s/{stem}.{form}" for form in (("pdf", "tif") if kind == "figure" else ("rtf", "csv"))]
        return {name: OUTPUT / "submission" / name for name in names}

    def products(self, scope: str) -> list[Path]:
        """What is published: everything, or one document with the data and displays behind it."""
        return [*self.made(scope), *(START_PAGES if scope == "all" else ())]

    def made(self, scope: str) -> list[Path]:
        """The products without the pages that lead to them."""
        data = [DATASETS / f"{name}.csv" for name in self.datasets]
        data += [f for a in self.study.analyses for f in (RESULTS / f"{a.id}.csv", *self.frames_of(a.id))]
        displays = self.displays(document=scope)
        shown = [f for name in displays for f in (DISPLAYS / f"{name}.json", *self.files_of(name))]
        documents = [f for d in self.study.documents if scope in ("all", d.id) for f in self.document_files(d.id)]
        checks = [*CHECKS, *self.transports, *self.volume] if scope == "all" else []
        data += [RESULTS / "results.csv", RESULTS / "description.json", OUTPUT / "results.html"]
        data += self.exports if scope == "all" else []
        checks += [f for d in self.study.documents if scope == "all" for f in self.checklist_files(d.id)]
        checks += [f for d in self.study.documents if scope == "all" for f in self.submission_files(d.id).values()]
        return [*data, *shown, *documents, *checks]

    def sealed(self) -> list[Path]:
        """The products that a seal covers: all but those of ``unsealed``."""
        apart = {path for paths in self.unsealed().values() for path in paths}
        return [path for path in self.products("all") if path not in apart]

    def unsealed(self) -> dict[str, list[Path]]:
        """Why a product is not in the seal as a file → these products; two builds are compared in them all the same."""
        rows = [RESULTS / f"{name}.csv" for name in (*(a.id for a in self.study.analyses), "results")]
        sent = [path for d in self.study.documents for path in self.submission_files(d.id).values()]
        checks = [OUTPUT / f"verification.{form}" for form in REPORTS["verification"]]
        return {
            "results, which are sealed row by row, and the page that shows the rows": [*rows, OUTPUT / "results.html"],
            "pages that tell of this comparison": [*checks, *START_PAGES],
            "the list of this machine's software": [RESULTS / "description.json"],
            "figures as the journal wants them, drawn from sealed ones": [
                f for f in sent if f.parent.name == "figures"
            ],
        }

    def sources(self) -> list[Path]:
        """Every file that people write and the build only reads."""
        return [Path("study.yaml"), *self.raw_files(), *self.manuscript()]

    def manuscript(self) -> list[Path]:
        """The text of the documents, the styles and the engines' options: the study's own before this project's."""
        own = [f for f in sorted(Path("manuscript").rglob("*")) if f.is_file() and not _generated(f)]
        names = {f.relative_to("manuscript") for f in own}
        options = Path("_quarto.yml") if Path("_quarto.yml").is_file() else ROOT / "_quarto.yml"
        return [*own, *(f for f in _shared(self.study) if f.relative_to(ROOT / "manuscript") not in names), options]


def _shared(study: Study) -> Iterator[Path]:
    """What a study without its own uses: styles, and the text of documents such as the report."""
    for folder in ("styles", *(Path(document.source).stem for document in study.documents)):
        yield from (f for f in sorted((ROOT / "manuscript" / folder).glob("*")) if f.is_file())
    yield ROOT / "manuscript/references.bib"
    yield from (f for d in study.documents if (f := ROOT / "manuscript" / d.source).is_file())


def _generated(path: Path) -> bool:
    hidden = any(part.startswith(".") or part.endswith("_files") for part in path.parts)
    beside_the_text = len(path.parts) == 2  # in styles/ an .html is a template
    return hidden or (beside_the_text and path.suffix in (".html", ".pdf"))


def read_plan(engine: str) -> Plan:
    """The plan of the study in the working directory. Raises StudyError."""
    return Plan(read_study(Path("study.yaml")), engine)
