"""Figures in a journal's sizes, and the data for its forms read from the article."""

from __future__ import annotations

import io
import json

import pypdfium2
import pytest
from PIL import Image

from analysis.documents.submission.cover import derive_cover, format_cover, format_cover_text
from analysis.documents.submission.figures import find_width, render_journal_figure
from analysis.documents.submission.lengths import derive_lengths
from analysis.errors import DocumentError
from analysis.study.model import Limit
from tests.documents.jats.test_article import ABOUT, JOURNAL, article

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><text x="1" y="4">8</text></svg>'


@pytest.mark.parametrize(("width", "taken"), [(8.0, 8.5), (8.5, 8.5), (14.0, 17.0), (20.0, 17.0)])
def test_a_figure_takes_the_smallest_width_that_it_fits(width: float, taken: float) -> None:
    assert find_width(width, (8.5, 17.0)) == taken


def test_a_figure_has_the_journal_s_size_and_resolution() -> None:
    made = render_journal_figure(SVG, {"width": 7.0, "title": "Flow", "alt": 'A "square"'}, (8.5, 17.0), 300)
    image = Image.open(io.BytesIO(made["tif"]))
    assert (image.format, image.mode, image.info["dpi"]) == ("TIFF", "RGB", (300, 300))
    assert image.width == pytest.approx(8.5 / 2.54 * 300, abs=1)
    (page,) = pypdfium2.PdfDocument(made["pdf"])
    assert page.get_width() == pytest.approx(8.5 / 2.54 * 72, abs=0.1)
    assert made == render_journal_figure(SVG, {"width": 7.0, "title": "Flow", "alt": 'A "square"'}, (8.5, 17.0), 300)


def test_the_cover_data_are_those_of_the_article() -> None:
    cover = derive_cover(article(), ABOUT, JOURNAL, {"reported": 3, "does not apply": 1, "missing": 2})
    assert cover["abstract_words"] == {"AIM": 2, "all": 2}
    assert cover["key_words"] == ["Trial", "Synthetic data"]
    assert (cover["counts"]["fig"], cover["counts"]["table"], cover["counts"]["ref"]) == (1, 1, 1)
    assert cover["statements"] == {"Funding": "None.", "Data sharing": "All."}
    told = json.loads(format_cover(cover, {"b.txt": b"b", "a.txt": b""}))
    assert [(one["name"], one["bytes"]) for one in told["files"]] == [("a.txt", 0), ("b.txt", 1)]
    assert told["files"][0]["sha256"].startswith("e3b0c44298fc1c14")  # of nothing
    text = format_cover_text(cover, {"a.txt": "a file"})
    assert "3 reported, 1 do not apply, 2 missing" in text
    assert "B Other, A school, b\\@example.org (corresponding)" in text


def test_lengths_are_counted_and_held_against_those_of_the_journal() -> None:
    limits = {"AIM": Limit(most=1), "key words": Limit(least=2, most=5), "Title": Limit(least=1)}
    told = {one.part: (one.count, one.fits) for one in derive_lengths(article(), "Two words", limits)}
    assert told["AIM"] == (2, False)
    assert told["key words"] == (2, True)
    assert told["title"][1]


def test_a_draft_may_be_too_long_and_a_final_paper_may_not() -> None:
    journal = JOURNAL.model_copy(update={"limits": {"AIM": Limit(most=1)}})
    cover = derive_cover(article(), ABOUT.model_copy(update={"status": "draft"}), journal, None)
    assert "2 (at most 1; **does not fit**)" in format_cover_text(cover, {})
    with pytest.raises(DocumentError, match="AIM: has 2 words, the journal asks for at most 1"):
        derive_cover(article(), ABOUT.model_copy(update={"status": "final"}), journal, None)


def test_a_limit_of_a_part_that_the_paper_does_not_have_is_told() -> None:
    with pytest.raises(DocumentError, match=r"limits, core: the paper has no such part[\s\S]*core tip"):
        derive_lengths(article(), "", {"core": Limit(most=100)})
