"""What a document can draw on while it is rendered: its study, its results and its displays."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.displays.format import format_number
from analysis.documents.places import Places, find_places
from analysis.errors import DocumentError, Fault, TrialError
from analysis.results.table import Results, read_results
from analysis.study import Study, read_study
from analysis.study.displays import Display


@dataclass(frozen=True)
class Session:
    """What the verbs of prose read. The same call gives the same answer, however often it is made."""

    document: str
    study: Study
    results: Results
    places: Places

    def bind(self, row: str, form: str) -> str:
        """A results row in a form (see displays/format.py) as Markdown: a span that names both.

        Its id comes later, from its place in the document (styles/format.lua).
        """
        return _mark(format_number(self.results[row].stat, form), row, form)

    def fact(self, path: str) -> str:
        """A value of study.yaml as Markdown, bound to its path there: facts/infusions/value, visits/D57/day."""
        return _mark(read_fact(self.study, path), f"study:{path}", "text")

    @functools.cached_property
    def description(self) -> Mapping[str, Any]:
        """What datasets, methods and software are, as the build has told it. Raises DocumentError."""
        path = self.places.description
        if not path.is_file():
            raise DocumentError(Fault(str(path), "the description of data and methods is not built", "run `make`"))
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return told

    def display(self, name: str) -> Display:
        """A display of study.yaml. DocumentError names the near ones."""
        known = [display.id for display in self.study.displays]
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known
            raise DocumentError(
                Fault(
                    name, "no such display in study.yaml", f"did you mean {', '.join(near)}?" if near else "it has none"
                )
            )
        return self.study.display(name)

    def bundle(self, name: str) -> Mapping[str, Any]:
        """A display as it was built for documents. Raises DocumentError."""
        self.display(name)
        path = self.places.display(name)
        if not path.is_file():
            raise DocumentError(Fault(name, "this display is not built", "run `make`"))
        bundle: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        profile = self.study.document(self.document).profile
        bundle.update(bundle.get("profiles", {}).get(profile, {}))
        return bundle


def _mark(text: str, row: str, form: str) -> str:
    return f'[{escape(text)}]{{.n data-row="{row}" data-form="{form}"}}'


def read_fact(study: Study, path: str) -> str:
    """The text at a path of study.yaml; items of a list by their id or position. Raises DocumentError."""
    value: Any = study
    for part in path.split("/"):
        try:
            if isinstance(value, tuple):
                value = value[int(part)] if part.isdigit() else next(item for item in value if item.id == part)
            else:
                value = value[part] if isinstance(value, dict) else getattr(value, part)
        except (KeyError, AttributeError, StopIteration, IndexError):
            raise DocumentError(Fault(path, f"study.yaml has no {part} there", _known(value))) from None
    return f"{value:g}" if isinstance(value, float) else str(value)


def _known(value: Any) -> str:
    names = (
        list(value)
        if isinstance(value, dict)
        else [getattr(item, "id", "") for item in value]
        if isinstance(value, tuple)
        else []
    )
    return f"known: {', '.join(names)}" if any(names) else "see study.yaml"


def escape(text: str) -> str:
    """Text in which pandoc's Markdown finds no markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#~^|$@'\"" else c for c in text)


def open_document(name: str) -> None:
    """Make the verbs of prose ready in the notebook of the document ``name`` (an id of study.yaml's documents).

    Raises TrialError where the study, its results or the document can't be used.
    """
    from IPython.core.getipython import get_ipython

    session = read_session(name, find_places(Path.cwd()))
    get_ipython().push(bind_verbs(session), interactive=False)  # type: ignore[union-attr]


def read_session(name: str, places: Places) -> Session:
    """The session of a document at these places. Raises TrialError."""
    study = read_study(Path(places.study))
    known = [document.id for document in study.documents]
    if name not in known:
        raise DocumentError(Fault(name, "no such document in study.yaml", f"known: {', '.join(known) or 'none'}"))
    return Session(name, study, read_results(places.results), places)


def bind_verbs(session: Session) -> dict[str, Callable[..., Any]]:
    """Every verb by the name that prose uses, working on this session and answering in Markdown."""
    from analysis.documents.prose import VERBS
    from analysis.documents.report import VERBS as REPORT

    return {name: _answering(verb, session) for name, verb in (VERBS | REPORT).items()}


def _answering(verb: Callable[..., str], session: Session) -> Callable[..., Any]:
    from IPython.display import Markdown

    @functools.wraps(verb)
    def answer(*names: Any, **options: Any) -> Any:
        try:
            return Markdown(verb(session, *names, **options))  # type: ignore[no-untyped-call]
        except (TypeError, StopIteration) as error:
            raise _misuse(verb, names, error) from None

    return answer


def _misuse(verb: Callable[..., str], names: tuple[Any, ...], error: Exception) -> TrialError:
    called = f"{verb.__name__.removeprefix('format_')}({', '.join(map(repr, names))})"
    return DocumentError(
        Fault(called, str(error) or "a name is not in study.yaml", (verb.__doc__ or "").split("\n")[0])
    )
