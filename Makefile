# Each target sets up .venv by itself, through constraints.txt; the second call starts in seconds.
# PYTHON=/path/to/python names the interpreter; without it the first Python 3.11 to 3.13 is taken.

# Where Python may keep no bytecode, hundreds of processes would compile the same modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench core table corpus cellxgene seconds site coverage pictures audit evidence grid chaos clean

help:     ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup:    ## Make .venv; nothing happens when it is there already
	@PYTHON="$(PYTHON)" sh .ci/setup

demo: setup    ## Simulate, standardize, evaluate every model, log to MLflow, build the page (minutes)
	@.venv/bin/clinicell run --suite demo

# one thread a process: small matrices on many threads are many times slower
test: setup    ## Run all tests and doctests, with coverage
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/pytest -q -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

check: setup    ## Lint, formatting, types, import layers
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo

bench: setup    ## Time the hot paths; writes .benchmarks/bench.json
	@mkdir -p .benchmarks
	@.venv/bin/pytest -q -o addopts=--import-mode=importlib tests/benchmarks --benchmark-only --benchmark-json=.benchmarks/bench.json

core: setup    ## Evaluate on the real data that the store and CLINICELL_MIRROR hold
	@.venv/bin/clinicell run --suite core

table: setup    ## Judge all raw sets of CLINICELL_MIRROR, measure their figures, write docs/datasets.md (minutes)
	@echo dataset,figure,expected,tolerance,measured,why > docs/figures.unsorted
	@CLINICELL_SLOW=1 CLINICELL_FIGURES=$(CURDIR)/docs/figures.unsorted .venv/bin/pytest -q -p no:cacheprovider tests/datasets/convert || true
	@(head -n 1 docs/figures.unsorted; tail -n +2 docs/figures.unsorted | LC_ALL=C sort -u) > docs/figures.csv
	@rm docs/figures.unsorted
	@.venv/bin/clinicell datasets table --figures docs/figures.csv -o docs/datasets.md

corpus: setup    ## Judge all corrupt and sound files; writes tests/corpus/results.json (minutes)
	@CLINICELL_CORPUS=full OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/pytest -q tests/corpus tests/datasets/readers/test_hostile.py

cellxgene: setup    ## Let CELLxGENE's own validator judge an export (1.1 GB, 4 GB of memory, minutes)
	@sh .ci/cellxgene

coverage: setup ## Count how often intervals cover the truth; writes tests/simulations/coverage.csv (minutes)
	@CLINICELL_COVERAGE=full OMP_NUM_THREADS=1 .venv/bin/pytest -q tests/simulations

audit: setup    ## Put every task through the validity battery on the real data; writes leaderboard/audits.json (minutes)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/clinicell tasks audit --suite core -o leaderboard/audits.json

evidence: setup ## Measure the error of every evidence form; writes tests/metrics/evidence_errors.csv (minutes)
	@OMP_NUM_THREADS=1 .venv/bin/python tests/metrics/evidence_errors.py

grid: setup     ## Try the models of subclones on the simulation grid; writes docs/models/subclone_grid.csv (minutes)
	@OMP_NUM_THREADS=1 .venv/bin/python tests/simulations/subclone_grid.py docs/models/subclone_grid.csv

chaos: setup    ## Kill an evaluation 20 times at random moments and resume it (minutes)
	@CLINICELL_KILLS=20 .venv/bin/pytest -q tests/leaderboard/test_evaluate.py -k sigkills

pictures: setup ## Simulate and draw the pictures of docs/who-is-better.md
	@OMP_NUM_THREADS=1 .venv/bin/python tests/simulations/pictures.py

seconds: setup    ## Renew the time estimates of --dry-run from leaderboard/results
	@.venv/bin/python -c "from pathlib import Path; from clinicell.leaderboard.plan import write_seconds; write_seconds(Path('leaderboard/results'))"

site: setup    ## Build the page again from leaderboard/results
	@.venv/bin/clinicell leaderboard build

clean:    ## Remove what can be made again; results, mlflow.db and the store stay
	@rm -rf .venv build dist leaderboard/work leaderboard/site .benchmarks .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
