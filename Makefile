# Set-up, build and tests. Needs Python 3.11 or later, make and git; everything else comes from requirements.lock.
# Programs are called as modules (`.venv/bin/python -m ...`): scripts in .venv/bin break where the path has spaces.

# Four steps at once, or as many as the machine has processors: more would only be in each other's way.
CORES ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 4); [ "$$n" -lt 4 ] && echo "$$n" || echo 4)
ARGS ?=
STUDY ?= .
PY := .venv/bin/python
unexport PYTHONPATH PYTHONHOME

# Snakemake, Jupyter and matplotlib keep caches at home; a user without a home of his own gets one here.
ifneq ($(shell test -w "$$HOME" && echo writable),writable)
export HOME := $(CURDIR)/.work/home
endif

# The environment is ready when it was installed, to the end, from this very lock file.
ifneq ($(shell test -x $(PY) && cmp -s requirements.lock .venv/installed.lock && echo ready),ready)
ENVIRONMENT := set-up
endif

.PHONY: build test shells take-back bundle verify seal bench accessible lock clean help set-up

build: $(ENVIRONMENT) ## paper, report and verification (the default; CORES, at most 4 by itself; ARGS for snakemake)
	@$(PY) -m snakemake --cores $(CORES) $(ARGS)

test: $(ENVIRONMENT) ## style, types and all tests (ARGS for pytest)
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { echo "make test: run '$(PY) -m ruff format .'" >&2; exit 1; }
	@$(PY) -m mypy --no-error-summary
	@$(PY) -m pytest --numprocesses 2 --dist loadfile $(ARGS)

shells: $(ENVIRONMENT) ## every display empty, before there are data: output/shells.* (STUDY=folder)
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)" "$(CURDIR)/$(PY)" -m analysis.steps make_shells --inputs study=study.yaml \
	  --outputs output/shells.html output/shells.pdf output/shells.docx --code "$$(date)" --log .work/logs/shells.log
	@echo "The shells of all displays are in $(STUDY)/output/shells.html .pdf .docx"

take-back: $(ENVIRONMENT) ## bring a text edited in Word back into manuscript/ (WORD=paper-edited.docx)
	@$(PY) -m analysis.steps.take_back "$(WORD)" $(ARGS)

verify: $(ENVIRONMENT) ## build twice in empty folders and compare with the seal: output/verify/index.html
	@$(PY) -m analysis.steps.reproduce --cores $(CORES) $(ARGS)

seal: $(ENVIRONMENT) ## make the build at hand the sealed one (tests/seal), with a review of what changes
	@$(PY) -m snakemake --cores $(CORES) --config engine=embedded
	@$(PY) -m analysis.steps.renew_seal

bench: $(ENVIRONMENT) ## measure set-up, builds and imports, and print them beside their bars
	@$(PY) tests/bench.py $(ARGS)
	@$(PY) -m tests.methods.bench
	@$(PY) -m tests.displays.bench

accessible: $(ENVIRONMENT) ## look at every page of output/ with axe in Chromium (axe is brought by .ci/run; ARGS=page)
	@$(PY) -m tests.accessibility $(ARGS)

bundle: build ## one file to hand over: sources, data, products, packages; rebuilds without a network (bundle.zip)
	@cmp -s requirements.lock .work/wheels/requirements.lock || rm -rf .work/wheels
	@$(PY) -m pip download --quiet --require-hashes --no-deps -r requirements.lock --dest .work/wheels
	@cp requirements.lock .work/wheels
	@$(PY) -m analysis.archive --wheels .work/wheels

lock: $(ENVIRONMENT) ## make requirements.lock from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(PY) -m uv pip compile pyproject.toml --group test --group set-up --output-file requirements.lock --quiet \
	  --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header $(ARGS)
	@echo "requirements.lock is made from pyproject.toml; the next make installs it."

clean: ## remove what a build makes; raw data and the environment stay
	@echo "Removing output/ tables/ figures/ data/datasets/ data/results/ .work/ .snakemake/"
	@rm -rf output tables figures data/datasets data/results .work .snakemake

help: ## this list
	@sed -nE 's/^([a-z-]+):.* ## (.*)/make \1\t\2/p' Makefile | expand -t 17

# With a folder of packages (wheels/, as in the archive of `make bundle`) nothing is asked of a network.
# Always from an empty folder, so an interrupted set-up needs no repair. uv is much faster than pip; where it can't be
# had or can't reach the packages, pip installs the same files.
set-up:
	@set -e; \
	wheels=$$(ls wheels/numpy-*.whl 2>/dev/null | sed 's/.*-cp3\([0-9]*\)-.*/python3.\1/'); \
	for python in $(PYTHON) $$wheels python3.11 python3 python3.12 python3.13 python3.14 python; do \
	  command -v "$$python" >/dev/null 2>&1 || continue; \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "make: Python 3.11 or later is needed, found: $$(python3 --version 2>&1 || true)" >&2; \
	  echo "      Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	name=$$("$$found" -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
	if [ -n "$$wheels" ] && [ "$$name" != "$$wheels" ]; then \
	  echo "make: the packages in wheels/ are for $$wheels, found: $$name" >&2; \
	  echo "      Name such a one: make PYTHON=/path/to/$$wheels; or move wheels/ away to install from the network" >&2; exit 1; \
	fi; \
	echo "Setting up .venv from requirements.lock (once, about 30 seconds) ..."; \
	"$$found" -m venv --clear .venv; \
	from=; if [ -d wheels ]; then from="--no-index --find-links wheels"; fi; \
	awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements.lock > .venv/uv.lock; \
	if $(PY) -m pip install --quiet $$from --require-hashes --no-deps -r .venv/uv.lock 2>/dev/null \
	  && $(PY) -m uv pip install --quiet $$from --compile-bytecode --require-hashes --no-deps --python $(PY) -r requirements.lock 2>.venv/uv.log; \
	then :; else \
	  echo "uv is not to be had here; pip installs (about 90 seconds) ..."; \
	  $(PY) -m pip install --quiet --quiet $$from --require-hashes --no-deps -r requirements.lock; \
	fi; \
	cp requirements.lock .venv/installed.lock
