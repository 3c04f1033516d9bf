"""``make seal``: the build at hand becomes the sealed one, with a review of what that changes.

The review is printed, and kept with the seal (``changes.txt``) so that it stands in the commit beside the new values.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.errors import Fault, TrialError
from analysis.results.table import read_results
from analysis.steps.plan import RESULTS, SEAL, WORK, Plan, read_plan
from analysis.steps.step import write_file
from analysis.steps.verify_results import read_products, read_sources
from analysis.verification.comparison import SealCheck, verify_seal
from analysis.verification.seal import Seal, format_seal, read_seal
from analysis.verification.tolerance import Kind

CHANGES = "changes.txt"
#: So many changes are told one by one.
SHOWN = 40


def main(arguments: Sequence[str]) -> int:
    """Seal the study in the working directory, or in the one that is named."""
    parser = argparse.ArgumentParser(prog="make seal", description=__doc__)
    parser.add_argument("directory", nargs="?", default=".", help="the study's folder")
    os.chdir(parser.parse_args(arguments).directory)
    try:
        print(seal(read_plan("auto")))
    except TrialError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def seal(plan: Plan) -> str:
    """Write the seal and return the review. TrialError where the build at hand is not whole."""
    missing = [p.as_posix() for p in (*plan.sealed(), WORK / "published-all.json") if not p.is_file()]
    if missing:
        raise TrialError(Fault(missing[0], "the build at hand is not whole", "run `make`, then `make seal` again"))
    results = read_results(RESULTS / "results.csv")
    software = json.loads((RESULTS / "description.json").read_text(encoding="utf-8"))["software"]
    products = read_products(plan.sealed(), frozenset(one["name"] for one in software), {})
    data = read_sources(plan.sources())
    old = read_seal(sorted(SEAL.rglob("*.*")))
    about = {**_read_about(plan), **{one["name"]: one["version"] for one in software}}
    files = format_seal(about, results, products, data)
    review = "\n".join(_review(old, verify_seal(old, results, products, data) if old else None, files))
    for path in SEAL.rglob("*.tsv"):
        if path.relative_to(SEAL).as_posix() not in files:
            path.unlink()
    for name, text in {**files, CHANGES: review + "\n"}.items():
        write_file(SEAL / name, text.encode("utf-8"))
    return review


def _read_about(plan: Plan) -> dict[str, str]:
    engines = {
        json.loads((WORK / f"documents/{document.id}.json").read_text(encoding="utf-8"))["engine"]
        for document in plan.study.documents
    }
    if len(engines) > 1:
        raise TrialError(Fault("documents", f"made by several engines: {', '.join(sorted(engines))}", "build anew"))
    return {
        "study": plan.study.study.id,
        "engine": next(iter(engines), ""),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def _review(old: Seal | None, check: SealCheck | None, files: Mapping[str, str]) -> Iterator[str]:
    size = sum(len(text.encode("utf-8")) for text in files.values())
    if old is None or check is None:
        yield f"The first seal: {len(files)} files, {size / 1e6:.1f} MB."
        return
    yield "What this seal changes against the one before:"
    for name, counts in (("results", check.results), ("products", check.products)):
        yield f"  {name}: {', '.join(f'{count:,} {kind.word}' for kind, count in counts.items() if count) or 'none'}"
    yield from (f"  data: {line}" for line in check.data)
    by_analysis = Counter(one.name.split(".")[0] for one in check.material)
    for name, count in sorted(by_analysis.items()):
        if f"results/{name}.tsv" in files:
            yield f"  {name}: {count:,} results of another value, new or gone"
    told = [one for one in check.differences if one.kind is not Kind.SAME_VALUE]
    yield from (f"    {one.kind.word}: {one.name}: {one.sealed} → {one.found}" for one in told[:SHOWN])
    if len(told) > SHOWN:
        yield f"    ... and {len(told) - SHOWN:,} more"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
