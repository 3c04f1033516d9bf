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
#: axe runs when the page is there. A long page is looked at a part after the other, the rest of it taken out, and a
#: long table some rows after the other: axe takes more than twice as long for twice as much. What asks about the page
#: as a whole is asked once, of all of it.
RUN = """
(async function () {
  const options = { resultTypes: ["violations"], reporter: "no-passes" }, found = [];
  const whole = ["heading-order", "page-has-heading-one", "bypass", "skip-link", "landmark-one-main", "region"];
  const off = Object.fromEntries(whole.map(rule => [rule, { enabled: false }]));
  const count = element => 1 + element.getElementsByTagName("*").length;
  const main = document.querySelector("main"), parts = [[]];
  let size = 0;
  for (const child of main ? [...main.children] : []) {
    if (size && size + count(child) > SIZE) { parts.push([]); size = 0; }
    parts[parts.length - 1].push(child);
    size += count(child);
  }
  if (parts.length === 1) return tell((await axe.run(document, options)).violations);
  found.push(await axe.run(document, { ...options, runOnly: { type: "rule", values: whole } }));
  for (const part of parts) {
    const long = part.length === 1 && count(part[0]) > SIZE ? [...part[0].querySelectorAll("tbody > tr")] : [];
    const step = Math.max(1, Math.floor(long.length * SIZE / count(part[0] || main)));
    const homes = long.map(row => row.parentNode);
    long.forEach(row => row.remove());
    main.replaceChildren(...part);
    for (let at = 0; at < Math.max(1, long.length); at += step) {
      const rows = long.slice(at, at + step);
      rows.forEach((row, number) => homes[at + number].append(row));
      found.push(await axe.run(document, { ...options, rules: off }));
      rows.forEach(row => row.remove());
    }
  }
  tell(found.flatMap(one => one.violations));
})();"""
#: Elements of a part.
SIZE = 4000
#: What a script tells is left where the browser prints the page.
TELL = """<script>function tell(found) {{ document.documentElement.innerHTML = "";
  const told = document.createElement("pre"); told.id = "told"; told.textContent = JSON.stringify(found);
  document.documentElement.append(told); }}
{script}</script></body>"""


def find_violations(page: str, folder: Path, seconds: int = 120) -> list[str]:
    """What axe finds in a page: its rule, what it asks for, and the first places."""
    with open_checker("axe_playwright_python") as wheel:
        axe = wheel.read("axe_playwright_python/axe.min.js").decode()
    script = axe.replace("</script", "<\\/script") + RUN.replace("SIZE", str(SIZE))
    return [_told(one) for one in run_in_browser(page, script, folder, seconds)]


def run_in_browser(page: str, script: str, folder: Path, seconds: int = 120) -> Any:
    """What a script at the end of a page tells, by calling ``tell``."""
    before, after = page.rsplit("</body>", 1)
    file = folder / "page.html"
    file.write_text(before + TELL.format(script=script) + after, encoding="utf-8")
    browser = next(found for name in BROWSERS if (found := shutil.which(name)))
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    options += ["--virtual-time-budget=60000", "--window-size=1280,900"]
    done = subprocess.run(
        [browser, *options, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=seconds, check=False
    )
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, f"the script did not finish: {done.stderr[-500:]}"
    return json.loads(unescape(told[1]))


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}, {len(violation['nodes'])}): {violation['help']}: {places}"
