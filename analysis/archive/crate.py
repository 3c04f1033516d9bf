"""The description of the archive: RO-Crate 1.1 with the Workflow Run Crate profile 0.5, as JSON-LD.

Sources: https://w3id.org/ro/crate/1.1, https://w3id.org/ro/wfrun/workflow/0.5, https://w3id.org/workflowhub/workflow-ro-crate/1.0
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.study import Study

Entity = dict[str, Any]

CONTEXT = ("https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context")
CRATE = "https://w3id.org/ro/crate/1.1"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
CODE_LICENCE = ("https://spdx.org/licenses/MIT", "MIT License", "of the code and the text")
DATA_LICENCE = ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0 Universal", "of the data")
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
WORKFLOW, AUTHORS, RUN = "Snakefile", "#authors", "#build"
MEDIA = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "json": "application/json",
    "log": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xpt": "application/x-sas-xport",
    "yaml": "application/yaml",
    "yml": "application/yaml",
}


@dataclass(frozen=True)
class Member:
    """A file of the archive: its path in it, size in bytes and SHA-256, and its part in the run."""

    path: str
    size: int
    digest: str
    part: str  # "input", "product", "log" or "source"


@dataclass(frozen=True)
class Build:
    """What is known of the run: version of the code, its date, the end of the run, programs with their versions."""

    version: str
    published: str
    ended: str
    programs: Mapping[str, str]


def format_crate(study: Study, build: Build, members: Sequence[Member], folders: Mapping[str, str]) -> str:
    """ro-crate-metadata.json. ``folders`` are described as a whole: path ending with / → what is in it."""
    graph = [
        _descriptor(),
        _root(study, build, members, folders),
        *_profiles(),
        *_licences(),
        {"@id": AUTHORS, "@type": "Organization", "name": ", ".join(a.name for a in study.study.authors) or "Authors"},
        *_programs(build),
        _run(build, members),
        *(_file(member, build) for member in members),
        *({"@id": path, "@type": "Dataset", "name": path, "description": text} for path, text in folders.items()),
    ]
    return json.dumps({"@context": list(CONTEXT), "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _descriptor() -> Entity:
    profile = {"@id": "https://w3id.org/workflowhub/workflow-ro-crate/1.0"}
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": [{"@id": CRATE}, profile],
    }


def _root(study: Study, build: Build, members: Sequence[Member], folders: Mapping[str, str]) -> Entity:
    invented = " The data are synthetic: they describe no real person." if study.study.synthetic else ""
    return {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": [{"@id": profile} for profile in PROFILES],
        "name": f"{study.study.id}: {study.study.short_title}",
        "description": f"{study.study.title}. Data, program and products of one build.{invented}",
        "datePublished": build.published,
        "version": build.version,
        "license": {"@id": CODE_LICENCE[0]},
        "author": {"@id": AUTHORS},
        "publisher": {"@id": AUTHORS},
        "mainEntity": {"@id": WORKFLOW},
        "mentions": {"@id": RUN},
        "hasPart": [*({"@id": member.path} for member in members), *({"@id": path} for path in folders)],
    }


def _profiles() -> Iterator[Entity]:
    for url, (name, version) in PROFILES.items():
        yield {"@id": url, "@type": "CreativeWork", "name": name, "version": version}


def _licences() -> Iterator[Entity]:
    for url, name, what in (CODE_LICENCE, DATA_LICENCE):
        yield {"@id": url, "@type": "CreativeWork", "name": name, "description": f"Licence {what}", "url": url}


def _programs(build: Build) -> Iterator[Entity]:
    versions = build.programs
    yield {
        "@id": SNAKEMAKE,
        "@type": "ComputerLanguage",
        "name": "Snakemake",
        "url": {"@id": "https://snakemake.github.io"},
        "identifier": {"@id": "https://snakemake.github.io"},
        "version": versions["snakemake"],
    }
    for name, version in versions.items():
        url = f"pkg:pypi/{name}@{version}" if name != "python" else "https://www.python.org/"
        yield {"@id": url, "@type": "SoftwareApplication", "name": name, "softwareVersion": version}


def _run(build: Build, members: Sequence[Member]) -> Entity:
    """The build as an action: raw data and study.yaml in, products out."""
    return {
        "@id": RUN,
        "@type": "CreateAction",
        "name": "The build that made the products",
        "description": "Time and memory of each step stand in .work/logs/steps.csv.",
        "instrument": {"@id": WORKFLOW},
        "agent": {"@id": AUTHORS},
        "endTime": build.ended,
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "object": [{"@id": member.path} for member in members if member.part == "input"],
        "result": [{"@id": member.path} for member in members if member.part == "product"],
        "subjectOf": [{"@id": member.path} for member in members if member.part == "log"],
    }


def _file(member: Member, build: Build) -> Entity:
    entity: Entity = {
        "@id": member.path,
        "@type": "File",
        "name": member.path,
        "contentSize": str(member.size),
        "sha256": member.digest,
        "encodingFormat": MEDIA.get(member.path.rsplit(".", 1)[-1], "text/plain"),
    }
    if member.part == "log":
        entity["about"] = {"@id": RUN}
    if member.path.startswith("data/"):
        entity["license"] = {"@id": DATA_LICENCE[0]}
    if member.path == "README.md":
        entity["about"] = {"@id": "./"}
    if member.path == WORKFLOW:
        entity |= {
            "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
            "name": "The build from raw data to verified products",
            "programmingLanguage": {"@id": SNAKEMAKE},
            "license": {"@id": CODE_LICENCE[0]},
            "version": build.version,
            "conformsTo": {"@id": "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"},
            "creator": {"@id": AUTHORS},
        }
    return entity
