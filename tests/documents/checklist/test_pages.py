from __future__ import annotations

from analysis.documents.checklist.pages import find_pages, read_pages


def test_a_text_is_found_across_lines_hyphens_and_ligatures_in_reading_order() -> None:
    pages = ["abstractadultswithcirrhosis", "methodsadultswithcirrhosiswereofferedtreatment", "results"]
    texts = [
        "Abstract",
        "Adults with cirrho\u00adsis were of\ufb01ered",
        "Methods: adults",
        "Methods, adults with",
        "—",
        "no such text here",
    ]
    assert find_pages(texts, pages) == [1, 2, 2, 2, None, None]
    assert find_pages(["Methods", "Adults with cirrhosis"], pages) == [2, 2]


def test_the_pages_of_a_pdf_are_read() -> None:
    import typst

    made = typst.compile(b"Of-\n#pagebreak()\nficial *5%*", format="pdf")
    assert read_pages(made) == ["of", "ficial5"]
