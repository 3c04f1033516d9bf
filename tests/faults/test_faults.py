"""What goes wrong around a build: right products or a clear message at its end, and the last good products stay."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.killing import Files, Killing, correct_value, make_killing, read_products
from tests.golden.building import ROOT, build

NOTHING = "Nothing to do"
#: What a build says where nothing is to be made: copied products are looked at, and left as they are.
LEFT_ALONE = re.compile(rf"{NOTHING}|^\[1/1\] products: 0 of \d+ files replaced", re.MULTILINE)
#: Snakemake keeps a copy of the Snakefile; every larger file is one of ours.
SNAKEFILE = (ROOT / "Snakefile").stat().st_size


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Killing:
    return make_killing(tmp_path_factory.mktemp("faults"))


#: What one corrected value of hemoglobin at week 8 reaches, in every form. Plan and guide name a digest of the results.
CORRECTED = {
    *(f"data/datasets/adlb.{form}" for form in ("csv", "json", "xpt")),
    *(f"data/results/{name}.csv" for name in ("change", "change.values", "mmrm", "results")),
    *(f"data/results/exports/{name}" for name in ("results-ars.json", "results-cards.csv")),
    *(f"data/results/displays/{name}.json" for name in ("blood-panel", "efficacy-summary")),
    *(f"figures/blood-panel.{form}" for form in ("pdf", "png", "svg", "txt")),
    *(f"tables/efficacy-summary.{form}" for form in ("csv", "html", "rtf")),
    *(f"output/{name}.{form}" for name in ("paper", "csr") for form in ("docx", "html", "pdf")),
    *(f"output/{name}" for name in ("results.html", "tables.rtf", "trace.csv", "trace.html", "sap.html", "adrg.html")),
    *(f"output/verification.{form}" for form in ("html", "json")),
}


@pytest.fixture
def good(built: Killing) -> Iterator[Killing]:
    """The golden study built from its own data; whatever a test does to it is undone."""
    kept = built.study.with_name("kept")
    if not kept.exists():
        correct_value(built.study)
        assert build(built.study).returncode == 0
        shutil.copytree(built.study, kept)
    yield built
    shutil.rmtree(built.study)
    shutil.copytree(kept, built.study)


def rebuild(study: Path, expected: Files) -> str:
    """Build, to these products; what the build said."""
    run = build(study)
    assert run.returncode == 0, run.stderr
    assert read_products(study) == expected
    return run.stdout


def test_a_corrected_value_changes_exactly_what_depends_on_it(built: Killing) -> None:
    assert set(built.before) == set(built.after)
    assert {name for name, content in built.before.items() if built.after[name] != content} == CORRECTED
    assert len(built.before) == len(CORRECTED) + 50


def test_killed_builds_end_with_the_same_bytes(good: Killing) -> None:
    assert [told for told in good.kill_often(3, seed=4) if told] == []


def test_locks_of_builds_that_died_are_no_hindrance(good: Killing) -> None:
    (good.study / ".work/lock").write_text("process 1\n", encoding="utf-8")
    locks = good.study / ".snakemake/locks"
    locks.mkdir(exist_ok=True)
    (locks / "0.output.lock").write_text("output/paper.html\n.work/published-all.json\n", encoding="utf-8")
    assert LEFT_ALONE.search(rebuild(good.study, good.before))


def test_of_two_builds_in_one_folder_the_second_is_refused(good: Killing) -> None:
    code = "import sys; from pathlib import Path; from analysis.steps.lock import lock_folder; "
    code += "lock_folder(Path('.work/lock')); print('held', flush=True); sys.stdin.read()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    first = subprocess.Popen([sys.executable, "-c", code], cwd=good.study, env=environment, **pipes)  # type: ignore[call-overload]
    assert first.stdout.readline() == b"held\n"
    second = build(good.study)
    first.communicate()
    assert second.returncode != 0
    assert f"another build is running in this folder (process {first.pid})" in second.stderr
    assert "Traceback" not in second.stderr
    assert LEFT_ALONE.search(rebuild(good.study, good.before))


def test_the_raw_data_may_be_read_only_and_are_not_touched(good: Killing) -> None:
    raw = good.study / "data/raw"
    correct_value(good.study)
    files = [good.study / "study.yaml", *raw.iterdir()]
    stamps = {path: path.stat().st_mtime_ns for path in [raw, *files]}
    for path in (*files, raw):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        rebuild(good.study, good.after)
        assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    finally:
        raw.chmod(0o755)


def test_what_may_not_be_read_is_told_without_a_traceback(good: Killing) -> None:
    study = good.study / "study.yaml"
    study.chmod(0)
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", sys.executable, "-m", "snakemake"]
    command += ["--snakefile", str(ROOT / "Snakefile"), "--cores", "1", "--directory", str(good.study)]
    if os.geteuid():
        command = command[2:]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    study.chmod(0o644)
    assert run.returncode != 0
    assert "Permission denied: 'study.yaml'\n      → give yourself the right to read it" in run.stderr
    assert "Traceback" not in run.stderr
    assert "File " not in run.stderr


def test_a_working_file_edited_by_hand_never_reaches_a_product(good: Killing) -> None:
    results = good.study / ".work/data/results/mmrm.csv"
    results.write_text(results.read_text(encoding="utf-8").replace("0.", "9."), encoding="utf-8")
    rebuild(good.study, good.before)


def test_an_older_file_with_other_content_is_noticed(good: Killing) -> None:
    lab = good.study / "data/raw/lb.csv"
    correct_value(good.study)
    os.utime(lab, (5, 5))
    assert "dataset adlb" in rebuild(good.study, good.after)
    rebuild(good.study, good.after)  # looks once more, as its reason is gone
    assert LEFT_ALONE.search(rebuild(good.study, good.after))


def test_a_clock_that_was_ahead_is_told_of_sources_and_mended_in_working_files(good: Killing) -> None:
    lab, future = good.study / "data/raw/lb.csv", 4102444800  # 2100
    for path in (good.study / ".work").rglob("*"):
        os.utime(path, (future, future))
    correct_value(good.study)
    rebuild(good.study, good.after)
    os.utime(lab, (future, future))
    run = build(good.study)
    assert run.returncode != 0
    assert "data/raw/lb.csv: was changed in the future" in run.stderr
    assert "→ set the clock" in run.stderr
    assert read_products(good.study) == good.after


def test_without_snakemakes_memory_all_is_made_again(good: Killing) -> None:
    shutil.rmtree(good.study / ".snakemake")
    lab = good.study / "data/raw/lb.csv"
    correct_value(good.study)
    os.utime(lab, (5, 5))
    rebuild(good.study, good.after)


def test_without_a_working_folder_all_is_made_again(good: Killing) -> None:
    shutil.rmtree(good.study / ".work")
    correct_value(good.study)
    rebuild(good.study, good.after)


@pytest.mark.parametrize("domain", ["vs", "ss"])
def test_a_domain_that_is_gone_is_noticed(good: Killing, domain: str) -> None:
    (good.study / f"data/raw/{domain}.csv").unlink()
    run = build(good.study)
    assert NOTHING not in run.stdout
    if run.returncode:
        assert f"{domain}.csv" in run.stderr
        assert read_products(good.study) == good.before


def test_a_record_of_publishing_removes_nothing_but_products(good: Killing) -> None:
    outside = good.study.parent / "mine.txt"
    for path in (outside, good.study / "data/raw/mine.txt", good.study / "output/old.html"):
        path.write_text("mine", encoding="utf-8")
    names = ["../mine.txt", str(outside), "output/../../mine.txt", "data/raw/mine.txt", "output/old.html"]
    record = good.study / ".work/published-all.json"
    record.write_text("{" + ", ".join(f'"{name}": [1, 1]' for name in names) + "}", encoding="utf-8")
    rebuild(good.study, good.before)
    assert outside.is_file()
    assert (good.study / "data/raw/mine.txt").is_file()
    outside.unlink()


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SNAKEFILE + 1000, SNAKEFILE + 1000))


def test_where_files_cannot_grow_it_is_told(good: Killing) -> None:
    """A limit on the size of files stands for a disk that fills up while a step writes."""
    correct_value(good.study)
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "1"]
    command += ["--directory", str(good.study), "--config", "engine=embedded"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit_files)
    assert run.returncode != 0
    assert "File too large" in run.stderr
    assert "→ free some space on this disk" in run.stderr
    assert read_products(good.study) == good.before
    rebuild(good.study, good.after)


def test_a_full_disk_is_told_and_the_products_stay(good: Killing, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        study = disk / "study"
        shutil.copytree(good.study, study)
        build(study)
        correct_value(study)
        filler = disk / "filler"
        free = shutil.disk_usage(disk).free
        filler.write_bytes(b"0" * (free - 40_000))
        run = build(study)
        assert run.returncode != 0
        assert "No space left on device" in run.stderr
        assert "Traceback" not in run.stderr
        assert read_products(study) == good.before
        filler.unlink()
        rebuild(study, good.after)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
