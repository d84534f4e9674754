# Everything goes through `make setup`: it makes .venv with the `stemmen` command in it.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.klaar

.PHONY: setup demo test quick lint types notebooks bench lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and 'stemmen needs Python 3.11, 3.12 or 3.13: make setup PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: setup
	$(BIN)/stemmen demo --uit reports/voorbeeldstudie

test: setup
	$(BIN)/python -m pytest

quick: setup  ## the tests that a developer runs all day
	$(BIN)/python -m pytest -m "not slow"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

notebooks: setup
	$(BIN)/python -m tests.run_notebooks

bench: setup
	$(BIN)/python -m benchmarks

lock:  ## needs uv; packages that a marker switches off are left out
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet \
	  | awk '/^[a-z]/ { keep = !/ == .never./ } keep' > requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
