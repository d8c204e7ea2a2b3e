# Each target is one line of a tool or of `python -m clusterbook`; `make` alone lists them.
# Another Python can be named: make book PYTHON=python3.12

PYTHON ?= python3
RUN := .venv/bin/python
UV := .venv-lock/bin/uv
# On all cores, each file on one, so that what its tests share is made once, in the order that tests/conftest.py gives.
PYTEST := $(RUN) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder
# `make lock UPGRADE=--upgrade` takes the newest versions; otherwise versions already locked are kept.
UPGRADE ?=
LOCK = $(UV) pip compile -q pyproject.toml --universal --python-version 3.11 --no-header $(UPGRADE)
SINCE ?=
VERSION ?=
FORMAT ?= text
TIMES ?= 5
OPTIONS ?=
CASES ?= 1000

.DEFAULT_GOAL := help
.PHONY: help setup book pdf epub lab test test-slow test-exhaustive fuzz mutate coverage audit bench serve import tally check changes release accept lint lock lighthouse validate clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "$(PYTHON) was not found: install Python 3.11 or newer, or name one you have, as in \`make book PYTHON=python3.12\`." >&2; exit 1; }
	@"$(PYTHON)" tools/setup_env.py

book: setup ## Build the book into _build/html
	@$(RUN) -m clusterbook build

pdf: setup ## Build the book and write it as _build/clusterbook.pdf, linked from the site
	@$(RUN) -m clusterbook pdf

epub: setup ## Build the book and write it as _build/clusterbook.epub, linked from the site
	@$(RUN) -m clusterbook epub

lab: ## Open the notebooks in JupyterLab, in an environment of their own, as in Binder
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "$(PYTHON) was not found: install Python 3.11 or newer, or name one you have, as in \`make lab PYTHON=python3.12\`." >&2; exit 1; }
	@"$(PYTHON)" tools/setup_env.py lab
	@.venv-lab/bin/python -m clusterbook lab $(OPTIONS)

test: setup ## Run the tests that are not slow, and re-execute the reference notebooks and compare
	@$(PYTEST) --nbval

import: setup ## Show what FILE=<spreadsheet> would change in data/; WRITE=yes writes it, PARTIAL=yes adds its rows only
	@$(RUN) -m clusterbook import $(if $(PARTIAL),--partial) $(if $(WRITE),--write) $(if $(TABLE),--table="$(TABLE)") "$(FILE)"

tally: setup ## Show what FILE=<firm rows> gives for the tables of data/; OPTIONS="--threshold 1 --write" go along
	@$(RUN) -m clusterbook tally $(OPTIONS) "$(FILE)"

bench: setup ## Time the commands beside stock Jupyter Book and MyST (takes long; needs npm); TIMES=<runs of each>
	@npm ci --prefix tests/web --silent
	@$(RUN) tests/benchmarks/build_times.py --write --times $(TIMES)

lighthouse: book ## Ask Lighthouse about every page (takes long; needs nginx, npm, Chromium); TIMES=<runs of each>
	@$(RUN) tests/benchmarks/lighthouse.py --write --times $(TIMES)

validate: book ## Check the HTML of every page (needs npm)
	@npm ci --prefix tests/web --omit=dev --silent
	@tests/web/node_modules/.bin/html-validate --config tests/web/htmlvalidate.config.mjs "_build/html/**/*.html"

test-slow: setup ## Run the tests that build books many times, serve them, or set up environments
	@$(PYTEST) -p no:nbval -m "slow and not exhaustive"

test-exhaustive: setup ## Run the slow tests of every like case too, as each file of the data (takes long)
	@$(RUN) -m pytest -q -n auto --dist load -m exhaustive

fuzz: setup ## Give the readers of files CASES=<number> spoilt ones (100000 take an hour)
	@CASES=$(CASES) $(RUN) -m pytest -q -n auto --dist worksteal --hypothesis-show-statistics tests/test_fuzz.py

mutate: setup ## Put every kind of error into the data, see what notices it, and write docs/mutation.md (takes minutes)
	@$(RUN) tests/mutating.py

coverage: setup ## Tell which lines and branches of the library no test runs
	@$(PYTEST) -m "not exhaustive" --cov --cov-report=term:skip-covered

audit: ## Ask the Python Packaging Advisory Database about the locked packages (needs a network)
	@test -x .venv-lock/bin/pip-audit || { "$(PYTHON)" -m venv .venv-lock && .venv-lock/bin/python -m pip install -q pip-audit; }
	@grep -v '^-e' requirements.txt | .venv-lock/bin/pip-audit --strict --no-deps --disable-pip --requirement /dev/stdin

serve: setup ## Build, serve and reload the browser on each save
	@$(RUN) -m clusterbook serve

check: setup ## Check the data, and name the claims and sentences that they make false
	@$(RUN) -m clusterbook check

changes: setup ## Tell what has changed since SINCE=<revision> (by default the last release); FORMAT=md for Markdown
	@$(RUN) -m clusterbook changes --since="$(SINCE)" --format=$(FORMAT)

release: setup ## Publish an edition: make release VERSION=1.1.0; run make test first
	@$(RUN) -m clusterbook release "$(VERSION)"

accept: setup ## Record verdicts and reference notebooks, after you have looked at the book
	@$(RUN) -m clusterbook accept

lint: setup ## Check style and types of the code
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy src

lock: ## Remake requirements.txt and .binder/requirements.txt from pyproject.toml
	@test -x $(UV) || { "$(PYTHON)" -m venv .venv-lock && .venv-lock/bin/python -m pip install -q uv; }
	@grep -v '^-e' requirements.txt > .venv-lock/lock.txt || true
	@grep -v '^-e' .binder/requirements.txt > .venv-lock/lab.txt || true
	@$(LOCK) --extra book --extra test -o .venv-lock/lock.txt > /dev/null
	@$(LOCK) --extra lab --no-annotate -c .venv-lock/lock.txt -o .venv-lock/lab.txt > /dev/null
	@{ echo '# The lock: every package the book needs, pinned. Made by `make lock` from pyproject.toml; do not edit.'; grep -v '^# The lock' .venv-lock/lock.txt; echo '-e .'; } > requirements.txt
	@{ echo '# The lock of the library and JupyterLab alone. Made by `make lock` from pyproject.toml; do not edit.'; grep -v '^# The lock' .venv-lock/lab.txt; echo '-e .'; } > .binder/requirements.txt

clean: ## Remove what was built (the environment stays)
	@rm -rf _build
