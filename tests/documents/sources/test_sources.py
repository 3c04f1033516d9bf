"""What a reader is told of a number, and that every format carries it."""

from __future__ import annotations

import io
import json
import math
import zipfile
from pathlib import Path

from lxml import etree

from analysis.documents.sources.appendix import format_appendix
from analysis.documents.sources.compact import find_marks, format_compact
from analysis.documents.sources.page import find_shown, format_json, format_map, render_results_page, render_sources
from analysis.documents.sources.reading import Origins, format_record, read_sources
from analysis.documents.sources.word import NAMESPACE, PART, format_word_sources
from tests.documents.made_up import TREE, made_results, made_study

STUDY = made_study()
RESULTS = made_results(
    {"model.ls-mean/HGB/W8/ALL/estimate": 2.8412, "model.ls-mean/HGB/W8/ALL/p.value": math.nan},
    {"model.ls-mean/HGB/W8/ALL/p.value": "no variance"},
)
ROWS = ["model.ls-mean/HGB/W8/ALL/estimate", "study:facts/doses/value", "model.ls-mean/HGB/W8/ALL/p.value"]
ANCHORS = [
    {"id": f"n_prose_{number}", "text": text, "row": ROWS[index], "form": "f1"}
    for number, (text, index) in enumerate((("2.8", 0), ("2", 1), ("NE", 2), ("2.84", 0)), 1)
]


def read(folder: Path) -> dict[str, object]:
    (folder / "study.yaml").write_text(json.dumps(TREE, indent=1), encoding="utf-8")
    lines = {"": {"ls-mean": "analysis/results/mmrm.py, line 107", "": "analysis/results/mmrm.py, line 41"}}
    return dict(read_sources((a["row"] for a in ANCHORS), Origins(STUDY, folder / "study.yaml", RESULTS, lines)))


def unfolded(text: str) -> list[list[str]]:
    """What numbers.js makes of the rows, worked out anew."""
    rows, before = [], ""
    for line in json.loads(text)["rows"].split("\n"):
        shared, rest, *others = line.split("\t")
        before = before[: int(shared)] + rest
        rows.append([before, *others])
    return rows


def test_a_source_tells_value_analysis_dataset_n_script_and_line(tmp_path: Path) -> None:
    source = read(tmp_path)[ROWS[0]]
    told = (source.value, source.analysis, source.dataset, source.n, source.script, source.place)  # type: ignore[attr-defined]
    assert told == (
        "2.8412",
        "Model",
        "D",
        "12",
        "analysis/results/mmrm.py, line 107",
        "data/results/results.csv, line 2",
    )


def test_a_fact_leads_to_its_line_of_study_yaml(tmp_path: Path) -> None:
    fact = read(tmp_path)[ROWS[1]]
    line = int(fact.place.removeprefix("study.yaml, line "))  # type: ignore[attr-defined]
    lines = (tmp_path / "study.yaml").read_text(encoding="utf-8").splitlines()
    assert any('"doses"' in text for text in lines[line - 2 : line])


def test_what_cannot_be_estimated_has_its_reason(tmp_path: Path) -> None:
    source = read(tmp_path)[ROWS[2]]
    assert (source.value, source.note) == ("", "no variance")  # type: ignore[attr-defined]


def test_the_compact_map_unfolds_to_every_row_and_tells_which_number_has_which(tmp_path: Path) -> None:
    sources = read(tmp_path)
    told = format_compact(sources.values())  # type: ignore[arg-type]
    assert [row[0] for row in unfolded(told)] == ROWS
    assert unfolded(told)[0][1:3] == ["2.8412", "12"]
    assert find_marks(ANCHORS, sources) == [0, 1, 2, 0]  # type: ignore[arg-type]
    assert json.loads(told)["notes"] == {"2": "no variance"}


def test_a_page_carries_one_map_in_place_of_attributes(tmp_path: Path) -> None:
    page = "<html><body><main>" + "".join(
        f'<span class="n" id="{a["id"]}" data-row="{a["row"]}" data-form="{a["form"]}">{a["text"]}</span>'
        for a in ANCHORS
    )
    drawn = [{"id": "n_figure_1", "text": "2.8", "row": ROWS[0], "form": "f1"}]
    held = format_map(ANCHORS, drawn, read(tmp_path), {})  # type: ignore[arg-type]
    assert json.loads(held)["drawn"] == {"n_figure_1": 0}
    told = render_sources(f"{page}</main></body></html>", held)
    assert "data-row" not in told
    assert '<span class="n" id="n_prose_1">2.8</span>' in told
    assert told.count('id="number-sources"') == 1
    assert "http" not in told.split("<main>")[0] + told.split("</main>")[1]  # nothing is loaded from elsewhere


def test_a_table_tells_what_it_is_made_from() -> None:
    shown = find_shown(STUDY, ["display-base-table"], {"base-table": {"anchors": [{}, {}]}})
    assert "base-table (baseline-table)" in shown["display-base-table"]
    assert "Population\tSafety" in shown["display-base-table"]


def test_word_carries_the_map_as_a_part_that_its_relations_name(tmp_path: Path) -> None:
    parts = {
        "[Content_Types].xml": b"<Types></Types>",
        "word/_rels/document.xml.rels": b"<Relationships></Relationships>",
    }
    told = format_word_sources(parts, format_record(ANCHORS, read(tmp_path)), "T")  # type: ignore[arg-type]
    numbers = etree.fromstring(told[PART]).findall(f"{{{NAMESPACE}}}number")
    assert [(n.get("id"), n.get("row")) for n in numbers] == [(a["id"], a["row"]) for a in ANCHORS]
    assert PART in told["word/_rels/document.xml.rels"].decode()


def test_the_printed_appendix_has_a_line_for_each_number_in_every_format(tmp_path: Path) -> None:
    appendix = format_appendix(format_record(ANCHORS, read(tmp_path)))  # type: ignore[arg-type]
    assert appendix.count("<tr>") == 1 + len(ANCHORS)
    assert appendix.count("<w:tr>") == 1 + len(ANCHORS)
    assert appendix.count('"2.8412"') == 2  # in typst
    assert 'class="n"' not in appendix


def test_the_whole_map_is_json_and_the_results_page_holds_all_rows(tmp_path: Path) -> None:
    sources = read(tmp_path)
    told = json.loads(format_json(format_record(ANCHORS, sources), "note", STUDY))  # type: ignore[arg-type]
    assert [number["text"] for number in told["numbers"]] == ["2.8", "2", "NE", "2.84"]
    page = render_results_page(STUDY, tuple(sources.values()))  # type: ignore[arg-type]
    held = page.split('id="number-sources">')[1].split("</script>")[0]
    assert [row[0] for row in unfolded(held.replace("<\\/", "</"))] == ROWS


def test_a_finished_document_carries_its_sources_in_every_format(tmp_path: Path) -> None:
    import pypdfium2

    from tests.documents.test_engine import rendered

    files = rendered(tmp_path / "study").files
    assert b'id="number-sources"' in files["html"]
    assert b"data-row" not in files["html"]
    assert PART in zipfile.ZipFile(io.BytesIO(files["docx"])).namelist()
    pdf = pypdfium2.PdfDocument(files["pdf"])
    attached = pdf.get_attachment(0)
    assert attached.get_name() == "numbers.json"
    told = json.loads(bytes(attached.get_data()))
    assert told["numbers"][0]["row"] == "flow.counts/treated/ALL/n"
