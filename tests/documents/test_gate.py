"""What a writer may not type, and what is no result although it holds a digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.gate import check_source, find_typed, read_known
from analysis.documents.gate_subjects import find_mistaken
from analysis.documents.notebook import read_document
from analysis.errors import DocumentError
from tests.documents.made_up import made_study

STUDY = made_study()
KNOWN = read_known(STUDY)


def typed(folder: Path, text: str) -> list[str]:
    (folder / "note.qmd").write_text(text, encoding="utf-8")
    return [f"{fault.where}: {fault.what}" for fault in find_typed(read_document(folder / "note.qmd"), KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "In all 24 patients.",
        "Survival was 66.7% (n = 24).",
        "A mean of ２４ in full width, or ٢٤.",
        "Up to 10⁷ cells.",
        "In ½ of them.",
        "In three patients.",
        "Twice as many as in half of the others.",
        "One of the patients died.",
        "| Group | Mean |\n|---|---|\n| Low | 31.5 |",
        "![Course of 24 patients](figure.png)",
        'A [part]{.x title="24 patients"}.',
        "Code `24` in the text.",
        "<b>24</b> patients.",
        "```{=html}\n<p>24 patients</p>\n```",
        "*P* < 0.05, and P=0.03.",
        "A value[^a].\n\n[^a]: It was 24.",
        "See Table 2.",
        "# Results of 24 patients",
        "The year 2031.",
        '<img alt="24 patients" src="a.png">',
        "<span aria-label='24 patients'>x</span>",
        "![Course](figure.png){alt='24 patients'}",
        '[Text]{aria-label="24 patients"}',
        "text^[In 24 patients.]",
        "$n = 24$",
    ],
)
def test_a_number_is_found_in_whatever_dress(tmp_path: Path, text: str) -> None:
    assert typed(tmp_path, text)


@pytest.mark.parametrize(
    "word",
    [
        "significantly",
        "increased",
        "rose",
        "fell",
        "improved",
        "was higher",
        "healthier",
        "the endpoint was met",
        "every patient completed treatment",
        "no difference",
        "no significant difference",
        "did not differ",
        "differed",
        "remained unchanged",
        "was similar",
        "well tolerated",
        "was safe",
        "No deaths occurred",
        "most patients",
        "went up",
        "was up",
        "climbed",
        "subsided",
        "showed a trend towards normal",
        "was favored",
        "was dose-dependent",
        "_rose_",
        "[ro]{}se",
        "**ro**se",
        "r<b>os</b>e",
        "in\u00adcreased",
        "ro&#115;e",
        "\uff52\uff4f\uff53\uff45",
        "r\u043ese",
        "\u2191",
        "&uarr;",
        "None of the patients died",
    ],
)
def test_a_word_of_results_is_found(tmp_path: Path, word: str) -> None:
    assert typed(tmp_path, f"# Results\n\nAlbumin {word} after the infusions.")
    assert typed(tmp_path, f"# Discussion\n\nAlbumin {word} after the infusions.")


@pytest.mark.parametrize(
    "text",
    [
        "Survival was excellent.",
        "Adverse events were rare.",
        "Ascites resolved.",
        "A marked change was seen.",
        "The infusions were tolerated.",
        "The interval excluded zero.",
    ],
)
def test_a_judgment_is_found_where_results_are_told_or_discussed(tmp_path: Path, text: str) -> None:
    assert typed(tmp_path, f"# Results\n\n{text}")
    assert typed(tmp_path, f"# Discussion\n\n{text}")
    assert typed(tmp_path, f"# Abstract\n\n**RESULTS:** {text}")
    assert typed(tmp_path, f"# Methods\n\n{text}") == []


@pytest.mark.parametrize("word", ["few", "several", "only", "low", "below the limit", "many"])
def test_a_word_of_amount_is_found_where_results_are_told(tmp_path: Path, word: str) -> None:
    assert typed(tmp_path, f"# Results\n\nThere it was {word}.")
    assert typed(tmp_path, f"# Abstract\n\n**BACKGROUND:** There it was {word}.") == []


@pytest.mark.parametrize("heading", ["Results\n=======", "# Text\n\n## Results {#r}", "# Trial results"])
def test_results_are_told_below_any_such_heading(tmp_path: Path, heading: str) -> None:
    assert typed(tmp_path, f"{heading}\n\nThere were few.")
    assert typed(tmp_path, f"{heading}\n\n# Methods\n\nThere were few.") == []


def test_a_text_taken_in_counts_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "safety-conclusions.qmd").write_text("Few events were seen.", encoding="utf-8")
    (tmp_path / "note.qmd").write_text('```{python}\nauthor("safety-conclusions", "x")\n```\n', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"safety-conclusions\.qmd, line 1"):
        check_source(
            read_document(tmp_path / "note.qmd"), STUDY, STUDY.documents[0], lambda name: tmp_path / f"{name}.qmd"
        )


def test_what_is_told_of_this_trial_is_not_excused_by_a_citation(tmp_path: Path) -> None:
    assert typed(tmp_path, "# Discussion\n\nIn our patients albumin rose, as others saw it[@Peng2012].")


def test_a_fault_is_told_at_its_line_however_the_word_is_written(tmp_path: Path) -> None:
    found = typed(tmp_path, "# Results\n\nFine here[@Peng2012], &amp;\n<i>fine</i> here,\nand it ro<b>s</b>e.")
    assert [told.split(": ")[0] for told in found] == ["note.qmd, line 5"]


@pytest.mark.parametrize(
    "text",
    [
        'Of `{python} participants("treated")` patients on `{python} day("W8")`.',
        "Earlier trials[@Holm1979; @Peng2012, p. 33] and [a link](https://doi.org/10.1/22) or <https://x.org/24>.",
        "By CONSORT 2025 and ICH E9(R1), with SF-36, CD4+ cells and IL-8; grade 1 or 2, phase 1, class B; TRT01A.",
        "# 9.4.1 Treatments {#s9-4-1 .unnumbered}\n\nSee [section 9.4.1](#s9-4-1) and section 16.2.8.",
        "1. First\n2. Second\n\nA two-sided test, double-blind, above the lower limit.",
        "# Introduction\n\nAntiviral drugs improved the liver[@Peng2012].",
        "# Methods\n\nIt is called [higher]{.term} where the interval lies above.",
        "::: {.abstract}\nA text.[^1]\n:::\n\n[^1]: A note.",
        "<!-- 24 patients to be told -->",
        "---\nbibliography: refs2.bib\nlang: en-US\n---\n\nText.",
        "# Methods\n\nIt was asked whether albumin increased; the EQ-5D-5L was used, cells were maintained in culture.",
        "# Results\n\nThe low dose group and the high-dose group are described below.",
        "# Discussion\n\nThe trial is small, and many questions are open.",
    ],
)
def test_what_is_no_result_passes(tmp_path: Path, text: str) -> None:
    assert typed(tmp_path, text) == []


def test_a_registered_text_passes_with_its_brackets_escaped(tmp_path: Path) -> None:
    text = "A significant dose (0, 50 cm2 [54 mg])"
    known = read_known(made_study(protocol={"objectives": [{"id": "one", "level": "primary", "text": text}]}))
    (tmp_path / "note.qmd").write_text(f"Aim: {text.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}.")
    assert find_typed(read_document(tmp_path / "note.qmd"), known) == []


def test_a_citation_or_a_marked_term_excuses_nothing_among_the_results(tmp_path: Path) -> None:
    assert typed(tmp_path, "# Results\n\nAlbumin improved as before[@Peng2012].")
    assert typed(tmp_path, "# Conclusion\n\nAlbumin was [higher]{.term}.")
    assert typed(tmp_path, "# Introduction\n\nOthers saw it in 24 patients[@Peng2012].")


def test_a_title_in_the_header_counts_as_text(tmp_path: Path) -> None:
    assert typed(tmp_path, "---\ntitle: Albumin improved in 24 patients\n---\n\nText.")


def test_all_faults_are_told_by_file_and_line_includes_too(tmp_path: Path) -> None:
    (tmp_path / "more.qmd").write_text("Fine.\n\nAlbumin rose.\n", encoding="utf-8")
    told = typed(tmp_path, 'In 24 `{python} day("W8")`,\nand 25.\n\n{{< include more.qmd >}}\n')
    assert [fault.split(": ")[0] for fault in told] == ["note.qmd, line 1", "note.qmd, line 2", "more.qmd, line 3"]


@pytest.mark.parametrize(
    "code",
    [
        '`{python} Markdown("24 patients")`',
        '`{python} "24"`',
        '`{python} day("W8").data + "24"`',
        '```{python}\nprint("24 patients")\n```',
        '```{python}\nfrom IPython.display import Markdown\nMarkdown("24 patients")\n```',
        '`{python} title_page("Results of 24 patients")`',
        '```{python}\nshow("d", "## Albumin rose in 24")\n```',
    ],
)
def test_code_may_only_call_verbs(tmp_path: Path, code: str) -> None:
    (tmp_path / "note.qmd").write_text(f"Text.\n\n{code}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"note\.qmd, line 3|note\.qmd, line 4"):
        check_source(read_document(tmp_path / "note.qmd"), STUDY, STUDY.documents[0], lambda name: tmp_path / name)


def test_texts_that_a_document_takes_in_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "talk.qmd").write_text("It was safe in 24 patients.", encoding="utf-8")
    (tmp_path / "note.qmd").write_text('```{python}\nauthor("talk", "what belongs here")\n```\n', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"talk\.qmd, line 1") as failed:
        check_source(
            read_document(tmp_path / "note.qmd"), STUDY, STUDY.documents[0], lambda name: tmp_path / f"{name}.qmd"
        )
    assert len(failed.value.faults) == 2


def test_a_caption_states_no_result(tmp_path: Path) -> None:
    displays = [{"id": "d", "kind": "flow-diagram", "title": "Albumin improved in 24", "analyses": ["flow"]}]
    study = made_study(displays=[displays[0] | {"numbers": {"note": "Figure 1"}}])
    (tmp_path / "note.qmd").write_text("Text.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="display d, title"):
        check_source(read_document(tmp_path / "note.qmd"), study, study.documents[0], lambda name: tmp_path / name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('C-reactive protein `{python} change("HGB", "W8")`.', True),
        ('CRP, at last, `{python} says("fell", "HGB", "W8")`.', True),
        ('Hemoglobin `{python} change("HGB", "W8")`, and CRP `{python} course("CRP")`.', False),
        ('Hemoglobin, other than CRP, `{python} change("HGB", "W8")`.', False),
        ('CRP was measured. On `{python} day("W8")` it `{python} change("HGB", "W8")`.', False),
        ('It `{python} change("HGB", "W8")`.', False),
    ],
)
def test_a_sentence_and_its_call_are_about_the_same(tmp_path: Path, text: str, told: bool) -> None:
    (tmp_path / "note.qmd").write_text(f"Text.\n\n{text}\n", encoding="utf-8")
    faults = list(find_mistaken(read_document(tmp_path / "note.qmd"), STUDY))
    assert bool(faults) is told
    assert all(fault.where.startswith("note.qmd, line 3, ") for fault in faults)
