"""Word's contents: fields filled with linked entries."""

from __future__ import annotations

from analysis.documents.word_contents import format_word_contents

HEADING = (
    '<w:bookmarkStart w:id="1" w:name="s1" /><w:p><w:pPr><w:pStyle w:val="Heading{n}" /></w:pPr>'
    "<w:r><w:t>{text}</w:t></w:r></w:p>"
)
CAPTION = (
    '<w:p><w:pPr><w:pStyle w:val="TableCaption"/></w:pPr><w:bookmarkStart w:id="0" w:name="display-a"/>'
    "<w:r><w:t>Table 1 </w:t></w:r><w:r><w:t>Who &amp; what</w:t></w:r></w:p>"
)


def document(*names: str) -> str:
    marks = "".join(f"<w:p><w:r><w:t>CONTENTS:{name}</w:t></w:r></w:p>" for name in names)
    headings = f"{HEADING.format(n=1, text='1 One')}{HEADING.format(n=2, text='1.1 Two')}"
    return f"<w:body><w:p>before</w:p>{marks}{headings}{CAPTION}</w:body>"


def test_a_document_without_contents_stays_as_it_is() -> None:
    assert format_word_contents(document()) == document()


def test_sections_are_listed_by_level_with_links() -> None:
    made = format_word_contents(document("sections"))
    assert "CONTENTS" not in made
    assert made.count('<w:pStyle w:val="TOC1"/>') == 1
    assert made.count('<w:pStyle w:val="TOC2"/>') == 1
    assert '<w:hyperlink w:anchor="s1" w:history="1"><w:r><w:t xml:space="preserve">1 One</w:t></w:r>' in made
    assert r"TOC \o &quot;1-4&quot;" in made
    assert made.count('w:fldCharType="begin"') == made.count('w:fldCharType="end"') == 3
    assert "<w:p>before</w:p>" in made


def test_tables_are_listed_by_their_captions() -> None:
    made = format_word_contents(document("Table"))
    assert (
        '<w:hyperlink w:anchor="display-a" w:history="1"><w:r><w:t xml:space="preserve">Table 1 Who &amp; what' in made
    )
    assert "1.1 Two" not in made.split("Heading1")[0]


def test_main_sections_of_a_report_begin_a_page() -> None:
    assert format_word_contents(document("sections")).count("<w:pageBreakBefore/>") == 1


def test_a_marked_section_begins_on_no_page_of_its_own() -> None:
    mark = "<w:p><w:r><w:t>RUN:ON</w:t></w:r></w:p>"
    heading = '<w:bookmarkStart w:id="1" w:name="s1" /><w:p><w:pPr><w:pStyle w:val="Heading1" /></w:pPr></w:p>'
    made = format_word_contents(f'<w:p>CONTENTS:sections</w:p>{heading}{mark}\n<w:bookmarkEnd w:id="1" />{heading}')
    assert made.count("<w:pageBreakBefore/>") == 1
    assert made.count('<w:pageBreakBefore w:val="0"/>') == 1
    assert "RUN:ON" not in made
    assert "RUN:ON" not in format_word_contents(f"{mark}{heading}")
