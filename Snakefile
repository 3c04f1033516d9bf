# The build, in the order of the data:
#   data/raw ─▶ datasets ─▶ results ─▶ tables, figures ─▶ documents ─▶ verification ─▶ published products
# Steps work in .work/ and the products are replaced together at the end. What each step reads is told by
# analysis/steps/plan.py from study.yaml; what it does stands in analysis/steps/<rule>.py.
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, workflow.basedir)
# Snakemake would load pandas (half a second) only to look for data frames among the parameters; there are none
sys.modules.setdefault("pandas", None)
from snakemake.logging import logger

try:
    from analysis.errors import TrialError
    from analysis.steps import plan as planning
    from analysis.steps.declarations import ROOT, code_digest
    from analysis.steps.history import write_costs
    from analysis.steps.lock import lock_folder
    from analysis.steps.machine import explain_machine
    from analysis.steps.memory import Memory, check_time_stamps, remove_orphaned_work
    from analysis.steps.progress import Progress
    from analysis.steps.published import set_aside_damaged
except ModuleNotFoundError as error:
    sys.exit(f"{sys.executable} lacks {error.name}\n      → run `make`, or activate the environment of environment.yml")

# The package is found from any study folder, and the same input gives the same bytes in any setting
os.environ |= {"PYTHONPATH": workflow.basedir, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PYTHON = sys.executable
ASK = str(ROOT / "analysis/steps/ask.py")

try:
    plan = planning.read_plan(config.get("engine", "auto"))
    if workflow.is_main_process:
        lock_folder(planning.WORK / "lock")
        remove_orphaned_work(planning.WORK, Path(".snakemake"))
        set_aside_damaged(planning.WORK)
        check_time_stamps(plan.sources(), planning.WORK, time.time())
except TrialError as error:
    sys.exit(str(error))
except OSError as error:
    sys.exit(explain_machine(str(error)) or str(error))
memory = Memory(planning.WORK / "steps")

progress = Progress(planning.WORK, [d.id for d in plan.study.documents], lambda: workflow.dag_settings.targets)
progress.take_over(logger)

DATASETS, RESULTS, DISPLAYS, OUTPUT = planning.DATASETS, planning.RESULTS, planning.DISPLAYS, planning.OUTPUT
STUDY = "study.yaml"
CHECKED = ".work/data/raw-checked.txt"


def one_of(names):
    return "|".join(names) or "none"


wildcard_constraints:
    dataset=one_of(plan.datasets),
    analysis=one_of(a.id for a in plan.study.analyses),
    table=one_of(plan.displays("table")),
    figure=one_of(plan.displays("figure")),
    document=one_of(d.id for d in plan.study.documents),


def given(wildcards, input):
    """The inputs with their roles, as the steps read them."""
    return [f"{role}={path}" for role, paths in input.items() for path in ([paths] if isinstance(paths, str) else paths)]


def disturbed(step):
    """What time stamps don't show; a change of it makes the step run again."""
    return memory.find_disturbance(step)


def code(*modules):
    return code_digest(*modules)


STEP = (
    "{PYTHON:q} -I -S {ASK:q} {params.step} --inputs {params.given:q} --outputs {output:q}"
    " --settings {params.settings:q} --code {params.code} --log {log:q}"
)


# Of the steps that could run, those with the longest way to the end go first: data, results and displays (priority 2),
# then documents (1); what nothing waits for goes last (-1).
rule all:
    input:
        ".work/published-all.json",


# --- data ------------------------------------------------------------------------------------------------------------
rule check_raw:
    message: "raw data"
    input:
        study=STUDY,
        raw=plan.raw_files(),
    output:
        update([CHECKED, OUTPUT / "data-quality.html", OUTPUT / "data-quality.json"]),
    log: ".work/logs/check_raw.log"
    params:
        step="check_raw",
        given=given,
        disturbed=disturbed("check_raw"),
        settings=[f"needed={' '.join(plan.needed_domains)}"],
        code=code("steps.check_raw"),
    shell: STEP


rule dataset:
    message: "dataset {wildcards.dataset}"
    priority: 2
    input:
        study=STUDY,
        checked=CHECKED,
        raw=lambda w: plan.raw_of(w.dataset),
        datasets=lambda w: plan.datasets_of(w.dataset),
    output:
        update(DATASETS / "{dataset}.csv"),
    log: ".work/logs/dataset-{dataset}.log"
    params:
        step=lambda w: f"derive_dataset {w.dataset}",
        given=given,
        disturbed=lambda w: disturbed(f"derive_dataset {w.dataset}"),
        settings=[],
        code=lambda w: code("steps.derive_dataset", *(f"datasets.{name}" for name in plan.behind(w.dataset))),
    shell: STEP


rule transport:
    message: "dataset {wildcards.dataset} for other programs"
    priority: -1
    input:
        study=STUDY,
        dataset=DATASETS / "{dataset}.csv",
    output:
        update([DATASETS / "{dataset}.xpt", DATASETS / "{dataset}.json"]),
    log: ".work/logs/transport-{dataset}.log"
    params:
        step=lambda w: f"export_dataset {w.dataset}",
        given=given,
        disturbed=lambda w: disturbed(f"export_dataset {w.dataset}"),
        settings=[],
        code=lambda w: code("steps.export_dataset", f"datasets.{w.dataset}"),
    shell: STEP


# --- results ---------------------------------------------------------------------------------------------------------
for block in plan.study.analyses:

    rule:
        name: f"analysis_{block.id}"
        message: f"analysis {block.id}"
        priority: 2
        input:
            study=STUDY,
            datasets=[DATASETS / f"{name}.csv" for name in plan.analysis_needs(block.id)],
        output:
            update([RESULTS / f"{block.id}.csv", *plan.frames_of(block.id)]),
        log: f".work/logs/analysis-{block.id}.log"
        params:
            step=f"estimate_analysis {block.id}",
            given=given,
            disturbed=disturbed(f"estimate_analysis {block.id}"),
            settings=[],
            code=code("steps.estimate_analysis", f"results.{block.kind}", *(f"datasets.{n}" for n in plan.analysis_needs(block.id))),
        shell: STEP


rule results:
    message: "results table"
    priority: 2
    input:
        study=STUDY,
        results=[RESULTS / f"{a.id}.csv" for a in plan.study.analyses],
    output:
        update(RESULTS / "results.csv"),
    log: ".work/logs/results.log"
    params:
        step="combine_results",
        given=given,
        disturbed=disturbed("combine_results"),
        settings=[],
        code=code("steps.combine_results"),
    shell: STEP


rule description:
    message: "description of data and methods"
    priority: 2
    input:
        study=STUDY,
        datasets=[DATASETS / f"{name}.csv" for name in plan.datasets],
        dictionary=plan.dictionary,
    output:
        update(RESULTS / "description.json"),
    log: ".work/logs/description.log"
    params:
        step="describe_study",
        given=given,
        disturbed=disturbed("describe_study"),
        settings=[],
        code=code("steps.describe_study", *(f"results.{a.kind}" for a in plan.study.analyses), *(f"datasets.{n}" for n in plan.datasets)),
    shell: STEP


rule results_page:
    message: "results page"
    input:
        study=STUDY,
        results=RESULTS / "results.csv",
        description=RESULTS / "description.json",
    output:
        update(OUTPUT / "results.html"),
    log: ".work/logs/results-page.log"
    params:
        step="render_results",
        given=given,
        disturbed=disturbed("render_results"),
        settings=[],
        code=code("steps.render_results"),
    shell: STEP


# --- displays --------------------------------------------------------------------------------------------------------
for display in plan.study.displays:

    rule:
        name: f"display_{display.id}"
        message: f"{plan.produces(display.id)} {display.id}"
        priority: 2
        input:
            study=STUDY,
            results=plan.results_of(display.id),
            frames=plan.display_frames(display.id),
        output:
            update([DISPLAYS / f"{display.id}.json", *plan.files_of(display.id)]),
        log: f".work/logs/display-{display.id}.log"
        params:
            step=f"make_display {display.id}",
            given=given,
            disturbed=disturbed(f"make_display {display.id}"),
            settings=[],
            code=code("steps.make_display", f"displays.{display.kind}"),
        shell: STEP


rule exports:
    message: "results for other programs"
    input:
        study=STUDY,
        results=RESULTS / "results.csv",
        displays=[DISPLAYS / f"{name}.json" for name in plan.displays()],
    output:
        update(plan.exports),
    log: ".work/logs/exports.log"
    params:
        step="export_results",
        given=given,
        disturbed=disturbed("export_results"),
        settings=[],
        code=code("steps.export_results"),
    shell: STEP


rule tables:
    message: "tables and listings in one file"
    input:
        study=STUDY,
        tables=plan.rtf_files,
    output:
        update(plan.volume),
    log: ".work/logs/tables.log"
    params:
        step="combine_tables",
        given=given,
        disturbed=disturbed("combine_tables"),
        settings=[],
        code=code("steps.combine_tables"),
    shell: STEP


# --- documents -------------------------------------------------------------------------------------------------------
for document in plan.study.documents:

    rule:
        name: f"document_{document.id}"
        message: f"document {document.id}"
        priority: 1
        input:
            study=STUDY,
            results=RESULTS / "results.csv",
            description=RESULTS / "description.json",
            displays=[DISPLAYS / f"{name}.json" for name in plan.displays(document=document.id)],
            figures=[f for name in plan.displays("figure", document.id) for f in plan.files_of(name)],
            manuscript=plan.manuscript(),
        output:
            update([*plan.document_files(document.id), f".work/documents/{document.id}.json"]),
        log: f".work/logs/document-{document.id}.log"
        params:
            step=f"render_document {document.id}",
            given=given,
            disturbed=disturbed(f"render_document {document.id}"),
            settings=[f"engine={plan.engine}"],
            code=code("steps.render_document"),
        shell: STEP


for document in plan.study.documents:
    if document.checklist:

        rule:
            name: f"checklist_{document.id}"
            message: f"checklist of {document.id}"
            input:
                study=STUDY,
                products=plan.document_files(document.id),
                lists=plan.checklists(document.id),
                manuscript=plan.manuscript(),
            output:
                update(plan.checklist_files(document.id)),
            log: f".work/logs/checklist-{document.id}.log"
            params:
                step=f"make_checklist {document.id}",
                given=given,
                disturbed=disturbed(f"make_checklist {document.id}"),
                settings=[],
                code=code("steps.make_checklist"),
            shell: STEP


for document in plan.study.documents:
    if document.submission:

        rule:
            name: f"submission_{document.id}"
            message: f"submission of {document.id}"
            input:
                study=STUDY,
                document=plan.document_files(document.id),
                ledger=f".work/documents/{document.id}.json",
                checklist=plan.checklist_files(document.id),
                supplement=plan.document_files(document.submission.supplement) if document.submission.supplement else [],
                displays=[DISPLAYS / f"{name}.json" for name in plan.displays(document=document.id)],
                parts=[f for name in plan.displays(document=document.id) for f in plan.files_of(name)],
                manuscript=plan.manuscript(),
            output:
                update(list(plan.submission_files(document.id).values())),
            log: f".work/logs/submission-{document.id}.log"
            params:
                step=f"make_submission {document.id}",
                given=given,
                disturbed=disturbed(f"make_submission {document.id}"),
                settings=[],
                code=code("steps.make_submission"),
            shell: STEP


# --- verification and publishing ---------------------------------------------------------------------------------------
for document in plan.study.documents:

    rule:
        name: f"numbers_{document.id}"
        message: f"numbers of {document.id}"
        input:
            study=STUDY,
            results=RESULTS / "results.csv",
            ledger=f".work/documents/{document.id}.json",
            displays=[DISPLAYS / f"{name}.json" for name in plan.displays(document=document.id)],
            products=[
                *plan.document_files(document.id),
                *(f for name in plan.displays(document=document.id) for f in plan.files_of(name)),
            ],
        output:
            update(f".work/verification/{document.id}.json"),
        log: f".work/logs/numbers-{document.id}.log"
        params:
            step=f"verify_numbers {document.id}",
            given=given,
            disturbed=disturbed(f"verify_numbers {document.id}"),
            settings=[],
            code=code("steps.verify_numbers"),
        shell: STEP


rule recomputation:
    message: "second computation"
    input:
        study=STUDY,
        results=RESULTS / "results.csv",
        datasets=[DATASETS / f"{name}.csv" for name in plan.datasets],
        raw=[path for domain in ("DM", "EX", "DS", "AE", "ADSL") for path in plan.raw_files(domain)],
    output:
        update(".work/verification/recomputation.json"),
    log: ".work/logs/recomputation.log"
    params:
        step="verify_recomputation",
        given=given,
        disturbed=disturbed("verify_recomputation"),
        settings=[],
        code=code("steps.verify_recomputation"),
    shell: STEP


rule verification:
    message: "verification"
    input:
        study=STUDY,
        results=RESULTS / "results.csv",
        datasets=[DATASETS / f"{name}.csv" for name in plan.datasets],
        numbers=[f".work/verification/{d.id}.json" for d in plan.study.documents],
        recomputation=".work/verification/recomputation.json",
        methods=planning.ROOT / "docs/validation.json",
        description=RESULTS / "description.json",
        ledgers=[f".work/documents/{d.id}.json" for d in plan.study.documents],
        sealed=plan.sealed(),
        sources=plan.sources(),
        seal=sorted(path for path in planning.SEAL.rglob("*") if path.suffix in (".json", ".csv", ".tsv")),
    output:
        update([OUTPUT / "verification.html", OUTPUT / "verification.json"]),
    log: ".work/logs/verification.log"
    params:
        step="verify_results",
        given=given,
        disturbed=disturbed("verify_results"),
        settings=[],
        code=code("steps.verify_results"),
    shell: STEP


rule start_page:
    message: "start page"
    input:
        study=STUDY,
        products=plan.made("all"),
        displays=[DISPLAYS / f"{name}.json" for name in plan.displays()],
        checks=[OUTPUT / "verification.json", OUTPUT / "data-quality.json"],
    output:
        update(planning.START_PAGES),
    log: ".work/logs/start_page.log"
    params:
        step="render_start_page",
        given=given,
        disturbed=disturbed("render_start_page"),
        settings=[],
        code=code("steps.render_start_page"),
    shell: STEP


rule trace:
    message: "origins"
    input:
        study=STUDY,
        results=RESULTS / "results.csv",
        ledgers=[f".work/documents/{d.id}.json" for d in plan.study.documents],
        pages=[f for d in plan.study.documents for f in plan.document_files(d.id)],
        displays=[DISPLAYS / f"{name}.json" for name in plan.displays()],
    output:
        update([OUTPUT / "trace.html", OUTPUT / "trace.csv"]),
    log: ".work/logs/trace.log"
    params:
        step="trace_products",
        given=given,
        disturbed=disturbed("trace_products"),
        settings=[f"domains={' '.join(sorted(plan.raw))}"],
        code=code("steps.trace_products", *(f"results.{a.kind}" for a in plan.study.analyses), *(f"displays.{d.kind}" for d in plan.study.displays)),
    shell: STEP


for scope in ["all", *(d.id for d in plan.study.documents)]:

    rule:
        name: f"publish_{scope}"
        message: f"products" if scope == "all" else f"products of {scope}"
        input:
            study=STUDY,
            products=plan.products(scope),
            numbers=[f".work/verification/{d.id}.json" for d in plan.study.documents if scope in ("all", d.id)],
            # a document alone has its numbers checked; the second computation is part of the whole
            recomputation=[".work/verification/recomputation.json"] if scope == "all" else [],
        output:
            update(f".work/published-{scope}.json"),
        log: f".work/logs/publish-{scope}.log"
        params:
            step=f"publish_products {scope}",
            given=given,
            disturbed=disturbed(f"publish_products {scope}"),
            settings=[],
            code=code("steps.publish_products"),
        shell: STEP


# --- what can be asked for by name -----------------------------------------------------------------------------------
for document in plan.study.documents:

    rule:
        name: document.id
        input:
            f".work/published-{document.id}.json",


rule verify:
    input:
        rules.all.input,


onstart:
    # A pace for clusters: it would look for work again and again while all cores are busy, and end a second late
    workflow.scheduler.job_rate_limiter = None
    # Ends with this process, however it ends: its input is our pipe
    warm = subprocess.Popen([PYTHON, "-m", "analysis.steps.warm"], stdin=subprocess.PIPE)


onsuccess:
    progress.tell_last_line()
    write_costs(planning.WORK, plan.products("all"))
