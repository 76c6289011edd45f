# Two commands: `make release` and `make test`. Each sets up what it needs; Python and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: release test bench generate clean

release: $(STAMP)
	$(BIN)/bouhan release datapackage

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bouhan generate --check
	$(BIN)/python -m pytest -n 2 --durations=25 --durations-min=5

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bench]"
	$(BIN)/python tests/benchmarks/bench.py
	$(PYTHON) -m venv $(VENV)/others
	$(VENV)/others/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/others.txt
	$(BIN)/python tests/benchmarks/bench_convert.py --others $(VENV)/others/bin/python
	$(BIN)/python tests/benchmarks/bench_verify.py
	$(BIN)/python tests/benchmarks/bench_reading.py
	$(BIN)/python tests/benchmarks/bench_forms.py
	$(BIN)/python tests/benchmarks/bench_forms_pdf.py

generate: $(STAMP)
	$(BIN)/bouhan generate

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $(STAMP)

clean:
	rm -rf $(VENV)
