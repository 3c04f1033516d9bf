"""What a build says while it runs: one line a step, and where a failed one left its log.

A logging handler on Snakemake's own events, so that ``snakemake --cores 4`` alone reads well.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from analysis.steps.machine import explain_machine
from analysis.steps.published import read_last_lines, state_of

#: Names under which everything is asked for.
EVERYTHING = {"all", "verify", ".work/published-all.json"}


class Progress(logging.Handler):
    """Prints ``[3/25] adlb: 4,012 records of 24 patients (0.8 s)`` as steps end, and what to do when one fails.

    ``documents`` can be asked for by name; ``targets`` tells what was, once Snakemake knows.
    """

    def __init__(self, work: Path, documents: Collection[str], targets: Callable[[], Iterable[str]]) -> None:
        super().__init__(logging.INFO)
        self.work = work
        self.documents = documents
        self.targets = targets
        self.total = 0
        self.ended = 0
        self.failed = False
        self.jobs: dict[int, tuple[str, Path | None, float]] = {}
        self.logs: dict[int, list[int]] = {}

    @property
    def asked(self) -> list[str]:
        """``all``, or the documents, steps or files that were asked for."""
        return sorted({"all" if name in EVERYTHING else name for name in self.targets()} or {"all"})

    def take_over(self, logger: logging.Logger) -> None:
        """Speak for Snakemake, whose own words stay in its log file; of a dry run it speaks itself."""
        for handler in logger.handlers:
            for own in handler.filters if handler.name == "DefaultStreamHandler" else ():
                if not getattr(own, "dryrun", True):
                    handler.setLevel(logging.CRITICAL + 1)
        logging.raiseExceptions = False  # on a full disk the log's own complaints would drown what is to be done
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "event", None)
        known = {
            "run_info": self._begin,
            "job_info": self._job,
            "job_finished": self._finish,
            "job_error": self._error,
        }
        name = str(getattr(event, "value", event))
        if name in known:
            known[name](record)
        elif record.levelno >= logging.ERROR and name == "error":
            self._problem(record.getMessage())
        elif record.getMessage().startswith("Nothing to be done"):
            if "all" in self.asked:
                self._say("Nothing to do: all products are up to date.")
            else:
                self._say(
                    f"Nothing to do: {', '.join(self.asked)} {'are' if len(self.asked) > 1 else 'is'} up to date."
                )
            self.tell_last_line()

    def tell_last_line(self) -> None:
        """How every good build ends: where the products are that were asked for, and what was checked."""
        for name in self.asked:
            if name == "all" or name in self.documents:
                for line in read_last_lines(self.work, name):
                    self._say(line)
            else:
                self._say(f"In .work/ alone: {name}. `snakemake` publishes all products, or with its name a document.")

    def _begin(self, record: Any) -> None:
        counts = getattr(record, "stats", {})
        names = {"total", "all", "verify", *self.documents}  # these do nothing themselves
        self.total = sum(n for rule, n in counts.items() if rule not in names)

    def _job(self, record: Any) -> None:
        log = getattr(record, "log", None) or []
        message = getattr(record, "rule_msg", None) or record.rule_name
        self.jobs[record.jobid] = (message, Path(log[0]) if log else None, time.monotonic())
        self.logs[record.jobid] = state_of(Path(log[0])) if log else []

    def _finish(self, record: Any) -> None:
        number = getattr(record, "job_id", -1)
        message, log, start = self.jobs.pop(number, ("", None, 0.0))
        if log is None:
            return
        self.ended += 1
        summary = log.read_text(encoding="utf-8").strip() if log.is_file() else ""
        took = f"({time.monotonic() - start:.1f} s)"
        self._say(f"[{self.ended:>{len(str(self.total))}}/{self.total}] {message}: {summary} {took}")

    def _error(self, record: Any) -> None:
        message, log, _ = self.jobs.get(record.jobid, (record.getMessage(), None, 0.0))
        self.failed = True
        self._say(f"FAILED  {message}", sys.stderr)
        if log and state_of(log) != self.logs[record.jobid]:
            self._say(f"        log: {log}", sys.stderr)
        elif log:
            self._say("        It ended without a word: stopped from outside, perhaps as memory ran out.", sys.stderr)
        self._say(
            "        The last good products are untouched. Mend the cause and run the same command again:", sys.stderr
        )
        self._say("        the build goes on from this step.", sys.stderr)

    def _problem(self, message: str) -> None:
        # A failed step has told its own story; Snakemake's view of it stays in .snakemake/log
        if not self.failed and "CalledProcessError" not in message:
            self._say(explain_machine(message) or message, sys.stderr)

    @staticmethod
    def _say(text: str, stream: Any = None) -> None:
        print(text, file=stream or sys.stdout, flush=True)
