"""transport: an analysis dataset as SAS transport file, version 5, and as CDISC Dataset-JSON 1.1."""

from __future__ import annotations

from datetime import date

from analysis.datasets.dataset_json_writer import format_dataset_json
from analysis.datasets.description import derive_frame_columns
from analysis.datasets.files import read_dataset
from analysis.datasets.schema import read_module
from analysis.datasets.xpt_writer import format_xpt
from analysis.steps.step import Done, Job
from analysis.study import read_study


def run(job: Job) -> Done:
    """Both files of the dataset as built, dated by the data cut-off: the same data give the same bytes.

    Raises DatasetError where a name, label or text doesn't fit into a transport file.
    """
    study, name = read_study(job.one("study")), job.name.upper()
    frame, module = read_dataset(job.one("dataset"), name), read_module(name)
    columns = derive_frame_columns(study, name, frame)
    title = (name, str(module.LABEL))
    day = study.study.data_date
    xpt = format_xpt(frame, columns, title, date.fromisoformat(day))
    text = format_dataset_json(frame, columns, title, (study.study.id, f"{day}T00:00:00"), tuple(module.KEY))
    return Done({job.out(".xpt"): xpt, job.out(".json"): text}, f"{len(frame):,} records, {len(columns)} variables")
