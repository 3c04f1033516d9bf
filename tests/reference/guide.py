"""How each method is called: docs/methods.md, read off the code itself.

``python -m tests.reference.validate`` writes the page; a test keeps it in step.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.methods.result import LABELS, Result, Statistic

METHODS = Path(__file__).resolve().parents[2] / "analysis" / "methods"
GUIDE = METHODS.parents[1] / "docs" / "methods.md"
INSIDE = ("mmrm_inference", "mmrm_optimiser")  # parts of a method that nobody calls for themselves
HEAD = f"""\
# How the methods are called

Generated from the docstrings of analysis/methods by `python -m tests.reference.validate`; a test keeps it in step.
What each was compared with stands in [validation.md](validation.md).

Methods take arrays (lists, numpy arrays, columns of a data frame) of one value for each patient, know no trial, and
leave out rows with a missing value. Each returns a frozen `Result`:

| field | what |
| --- | --- |
| `method`, `options` | what was done, as text for a footnote |
| `n` | patients (or pairs, events, values) analysed |
| `estimate`, `std_error`, `conf_low`, `conf_high`, `conf_level` | the quantity, its standard error and interval |
| `statistic`, `df`, `df2`, `p_value` | the test; `df2` are the denominator's degrees of freedom of an F |
| `more` | further statistics, each with `name`, `label`, `value` |
| `reason`, `warning` | why something is missing (NaN), or doubtful; else empty |
| `to_rows()` | all of it as rows of the results table: {", ".join(f"`{name}`" for name in LABELS)}, and `more` |

A wrong call (unequal lengths, an unknown option) raises `analysis.errors.MethodError`; data from which nothing can be
estimated don't: the result's `reason` says why.

```python
from analysis.methods.wilcoxon_rank_sum import estimate_rank_sum

result = estimate_rank_sum([4, 5, 6], [1, 2, 3])
result.p_value  # 0.1
result.options  # ("two-sided", "exact, all allocations enumerated")
```

The mixed model takes a data frame with one row for each patient and visit:

```python
from analysis.methods.design import Factor
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmModel

model = MmrmModel(
    response="FEV1",
    subject="USUBJID",
    visit="AVISIT",
    factors=(Factor("ARMCD", ("PBO", "TRT")), Factor("AVISIT", ("VIS1", "VIS2", "VIS3", "VIS4"))),
    covariates=("FEV1_BL",),
    terms=(("ARMCD",), ("AVISIT",), ("FEV1_BL",), ("ARMCD", "AVISIT")),
    covariance="UN",
    method="REML",
    ddf="kenward-roger-linear",
)
fit = estimate_mmrm(data, model)
fit.ls_mean({{"ARMCD": "TRT", "AVISIT": "VIS4"}})
fit.difference({{"ARMCD": "TRT", "AVISIT": "VIS4"}}, minus={{"ARMCD": "PBO", "AVISIT": "VIS4"}})
fit.test(("ARMCD", "AVISIT"))  # type III F
fit.deviance, fit.covariance, fit.fit_statistics()
```
"""


def render_guide() -> str:
    """docs/methods.md."""
    names = sorted(path.stem for path in METHODS.glob("[a-z]*.py") if path.stem not in INSIDE)
    modules = [importlib.import_module(f"analysis.methods.{name}") for name in names]
    return "\n".join([HEAD, *(line for module in modules for line in _render_module(module))])


def _render_module(module: ModuleType) -> Iterator[str]:
    own = [each for _, each in inspect.getmembers(module) if getattr(each, "__module__", "") == module.__name__]
    functions = [each for each in own if inspect.isfunction(each) and each.__name__.startswith("estimate_")]
    if not functions:
        return
    yield f"## {module.__name__.rpartition('.')[2]}\n"
    yield f"{(module.__doc__ or '').splitlines()[0]}\n"
    for name, choices in sorted(vars(module).items()):
        if name.isupper() and not name.startswith("_") and isinstance(choices, (dict, tuple)):
            yield f"`{name}`: {', '.join(f'`{choice}`' for choice in choices)}\n"
    for function in sorted(functions, key=lambda each: each.__code__.co_firstlineno):
        yield from _render_call(function, f"{module.__name__}.{function.__name__}")
    for name, kind in vars(module).items():
        told = (
            inspect.isclass(kind) and kind.__module__.startswith("analysis.methods") and kind not in (Result, Statistic)
        )
        if told and any(re.search(rf"\b{name}\b", str(inspect.signature(function))) for function in functions):
            yield from _render_class(kind)


def _render_class(kind: Any) -> Iterator[str]:
    yield f"**{kind.__name__}** {_fold(kind)}\n"
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield from _render_call(method, f"{kind.__name__}.{name}")


def _render_call(function: Any, name: str) -> Iterator[str]:
    signature = inspect.signature(function)
    arguments = [_format_argument(each) for each in signature.parameters.values() if each.name != "self"]
    yield f"- `{name}({', '.join(arguments)})` → `{signature.return_annotation}`\n"
    yield f"  {_fold(function)}\n"


def _format_argument(argument: inspect.Parameter) -> str:
    return argument.name if argument.default is inspect.Parameter.empty else f"{argument.name}={argument.default!r}"


def _fold(described: Any) -> str:
    return " ".join((inspect.getdoc(described) or "").replace("``", "`").replace("\n\n", "\n").splitlines())
