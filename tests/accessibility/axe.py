"""Pages in headless Chromium, looked at by axe: what a reader with other senses would stumble over."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

from tests.checkers import open_checker

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: axe runs when the page is there.
RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(found => tell(found.violations));"""
#: What a script tells is left where the browser prints the page.
TELL = """<script>function tell(found) {{ document.documentElement.innerHTML = "";
  const told = document.createElement("pre"); told.id = "told"; told.textContent = JSON.stringify(found);
  document.documentElement.append(told); }}
{script}</script></body>"""


def find_violations(page: str, folder: Path) -> list[str]:
    """What axe finds in a page: its rule, what it asks for, and the first places."""
    with open_checker("axe_playwright_python") as wheel:
        axe = wheel.read("axe_playwright_python/axe.min.js").decode()
    script = axe.replace("</script", "<\\/script") + RUN
    return [_told(one) for one in run_in_browser(page, script, folder)]


def run_in_browser(page: str, script: str, folder: Path) -> Any:
    """What a script at the end of a page tells, by calling ``tell``."""
    before, after = page.rsplit("</body>", 1)
    file = folder / "page.html"
    file.write_text(before + TELL.format(script=script) + after, encoding="utf-8")
    browser = next(found for name in BROWSERS if (found := shutil.which(name)))
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    options += ["--virtual-time-budget=60000", "--window-size=1280,900"]
    done = subprocess.run(
        [browser, *options, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=120, check=False
    )
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, f"the script did not finish: {done.stderr[-500:]}"
    return json.loads(unescape(told[1]))


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}, {len(violation['nodes'])}): {violation['help']}: {places}"
