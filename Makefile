# Everything a person or a machine runs here. Each target first sees to its own environment.

PYTHON_HERE := .venv/bin/python
TEST_ENVIRONMENT := QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1

.PHONY: run demo test lint bench screens soak installer lock setup setup-dev
.NOTPARALLEL:

# Qt reads compiled texts; their sources are what is tracked.
TEXTS := $(patsubst %.ts,%.qm,$(wildcard resources/locale/qt/*.ts))

# The window on a training store; without a display, the demo.
run: setup $(TEXTS)
	@$(PYTHON_HERE) -m tools.run

# The main job without a person: real window, key events only. Results in build/demo/.
demo: setup $(TEXTS)
	@$(PYTHON_HERE) -m tools.demo

# All checks, as the commit gate runs them. Figures in build/.
test: lint $(TEXTS)
	@mkdir -p build
	@rm -f build/coverage.json .coverage .coverage.*
	$(TEST_ENVIRONMENT) $(PYTHON_HERE) -m pytest -n auto --dist worksteal \
		-m "not faults and not end_to_end and not soak" --cov --cov-report= \
		--junit-xml=build/tests.xml
	$(PYTHON_HERE) -m coverage json -q -o build/coverage.json
	$(PYTHON_HERE) -m tools.coverage_gate build/coverage.json
	@# Killing processes and measuring coverage disturb each other, and thousands of random rounds
	@# take half as long again with it: these run without.
	@# A file stays whole: its tests share servers. The longest files first, or one runs on alone.
	$(TEST_ENVIRONMENT) $(PYTHON_HERE) -m pytest -n auto --dist loadfile --no-loadscope-reorder \
		-m "faults or end_to_end or soak" --junit-xml=build/tests-faults.xml \
		tests/sync/model tests/faults tests --ignore=tests/end_to_end
	@# Only when something it is made from changed: half a minute.
	$(PYTHON_HERE) -m tools.installer --folder
	@# By itself: it waits for a window as a person would, and fills both cores with three programs.
	$(TEST_ENVIRONMENT) $(PYTHON_HERE) -m pytest --junit-xml=build/tests-demo.xml tests/end_to_end
	$(PYTHON_HERE) -m tools.audit requirements/runtime.txt requirements/dev.txt

lint: setup-dev
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m mypy
	.venv/bin/lint-imports --no-cache

# Ratios of one run each, written to build/bench.json. Aims, never tests.
bench: setup-dev $(TEXTS)
	@mkdir -p build
	@$(PYTHON_HERE) -m tests.bench

# Pictures of every screen, state and look, from invented data, in build/screens/. Minutes.
screens: setup-dev $(TEXTS)
	@$(PYTHON_HERE) -m tools.screens

# The full counts of every harness, written to docs/soak.md. Hours.
soak: setup-dev $(TEXTS)
	@mkdir -p build
	@$(PYTHON_HERE) -m tools.soak

# The program in one folder, and the setup program around it, into dist/. Minutes: it packs tightly.
installer: setup-dev $(TEXTS)
	@$(PYTHON_HERE) -m tools.installer

# Resolve the dependencies anew; `make lock` after editing pyproject.toml.
lock: setup-dev
	@tools/lock.sh

setup:
	@tools/setup.sh runtime

setup-dev:
	@tools/setup.sh dev

resources/locale/qt/%.qm: resources/locale/qt/%.ts
	@.venv/bin/pyside6-lrelease -silent $< -qm $@
