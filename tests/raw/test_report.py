import ast
import json
from pathlib import Path

import analysis.raw
from analysis.raw.checking import RULES
from analysis.raw.findings import Finding
from analysis.raw.report import READING, format_quality_html, format_quality_json, format_summary
from tests.raw.breaking import STUDY, make_findings, make_frames, put


def broken() -> list[Finding]:
    frames = make_frames()
    put("AE", 0, AETERM="<b>pain</b>, call 13800138000")(frames)
    return make_findings(frames, rule="identifying-text")


def test_the_first_line_counts() -> None:
    assert format_summary([]) == f"{len(RULES) + len(READING)} rules checked: 0 errors, 0 warnings"
    assert len(RULES) + len(READING) > 50


def test_json_has_rules_and_findings() -> None:
    tree = json.loads(format_quality_json(STUDY, broken()))
    assert tree["summary"].endswith("0 errors, 1 warning")
    assert tree["rules"]["identifying-text"] == 1
    assert tree["findings"][0]["subjects"] == ["S-1"]
    assert tree["findings"][0]["kind"] == "plausibility"


def test_html_shows_findings_without_trusting_them() -> None:
    page = format_quality_html(STUDY, broken())
    assert "&lt;b&gt;pain" in page
    assert "<b>pain" not in page
    assert "<code>identifying-text</code><br><small>plausibility</small></td>" in page
    assert "rules checked: 0 errors, 1 warning" in page


def test_every_rule_of_the_reading_is_known_to_the_report() -> None:
    """Each Finding(...) in the code names a rule that the report counts."""
    named = set()
    for path in Path(analysis.raw.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                named |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert named <= set(READING)
