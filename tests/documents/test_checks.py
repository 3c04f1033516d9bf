from __future__ import annotations

import pytest

from analysis.documents.checks import check_page
from analysis.errors import DocumentError

GOOD = """<!DOCTYPE html><html><head><title>x</title><style>a{}</style></head><body><main>
<h2 id="a">Results</h2><p>Albumin rose by <span class="n" id="n_prose_1">2.8</span> g/L <a href="#a">above</a>.
A nanogram of Nancy's finances.</p>
<svg aria-label="Nothing"><text id="a">nan {python}</text></svg><script>nan</script></main></body></html>"""


def said(inside: str) -> str:
    with pytest.raises(DocumentError) as error:
        check_page(GOOD.replace("<p>Albumin", f"{inside}<p>Albumin").encode(), "paper.qmd")
    assert len(error.value.faults) == 1
    return str(error.value.faults[0])


def test_a_good_page_passes() -> None:
    check_page(GOOD.encode(), "paper.qmd")


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<p>Version ?var:version.</p>", "an unknown variable: ?var:version"),
        ("<p>See ?fig-flow.</p>", "an unknown cross-reference: ?fig-flow"),
        ("<p>{{&lt; video x >}}</p>", "a shortcode that nothing understood"),
        ("<p>{python} change()</p>", "inline code that was not run"),
        ("<table><tr><th>nan</th></tr></table>", "a missing value: nan"),
        ("<p>It was NE.</p>", "NE without its reason"),
        ("<p>As told [@nobody].</p>", "a citation or note that was not resolved"),
        ('<p><a href="#display-x">Table 9</a></p>', "leads nowhere: #display-x"),
        ('<p><span class="citation" data-cites="z"><strong>z?</strong></span></p>', "is not in the bibliography"),
        ('<p id="n_prose_1">2</p>', "this id stands 2 times in the page"),
        ("<h4>Albumin</h4>", "is 2 levels below the one before it"),
        ("<figure><img src='x.png'><figcaption>Flow</figcaption></figure>", "has no alternative text"),
        ("<svg><text>8</text></svg>", "has no alternative text"),
        ("<table><tr><td>8</td></tr></table>", "has no header cells"),
    ],
)
def test_each_thing_that_must_not_be_printed_is_told(inside: str, what: str) -> None:
    assert what in said(inside)


def test_ne_is_fine_where_a_note_explains_it() -> None:
    note = "<table><tr><th>NE</th></tr></table><p>NE, not estimable: no event.</p>"
    check_page(GOOD.replace("<p>Albumin", f"{note}<p>Albumin").encode(), "paper.qmd")


def test_ne_is_fine_in_a_list_of_abbreviations() -> None:
    listed = "<table><tr><th>NE</th><td>not estimable</td></tr></table>"
    check_page(GOOD.replace("<p>Albumin", f"{listed}<p>Albumin").encode(), "paper.qmd")
