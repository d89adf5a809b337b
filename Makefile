# Two commands matter: `make samples` and `make test`. Each sets up what it needs, on
# Debian and Ubuntu with apt; repeated, it does only what has become necessary.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODE := tools/validators

# Commands that start Python hundreds of times should not compile everything each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help samples test setup setup-test wheel bench packages packages-test lock clean
.DELETE_ON_ERROR:

help:
	@echo "make samples  set up, build every title under books/ into dist/"
	@echo "make test     set up with the outside validators, run every check and test"
	@echo "make setup    the environment in $(VENV), with what a build needs"
	@echo "make wheel    isgpress as a file to install elsewhere, into build/"
	@echo "make bench    measure, beside pandoc"
	@echo "make lock     write the lock files anew from pyproject.toml and $(NODE)/package.json"
	@echo "make clean    remove the environment, the validators, caches and built editions"

samples: setup
	@$(BIN)/isgpress build
	@echo "the finished files are below $(CURDIR)/dist"

test: setup-test
	@ISGPRESS_VALIDATORS=required scripts/run-checks $(BIN)

setup: packages $(VENV)/.build

setup-test: packages-test $(VENV)/.develop $(BIN)/ace-puppeteer
	@scripts/install-chromium $(BIN)
	@scripts/fetch-schemas $(BIN)/python $(VENV)/share/feeds

wheel: setup
	@$(BIN)/python -m hatchling build --target wheel --directory build

bench: setup-test $(VENV)/.bench
	@$(BIN)/python bench/run

packages:
	@scripts/install-packages $(PYTHON) build

packages-test:
	@scripts/install-packages $(PYTHON) build test

$(BIN)/python:
	@echo "making the environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The lock lists every package with its version and digests; nothing else is fetched.
$(VENV)/.build: locks/build.txt pyproject.toml | packages $(BIN)/python
	@echo "installing what a build needs (locks/build.txt)"
	@$(PIP) install --require-hashes --requirement locks/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.develop: locks/develop.txt pyproject.toml | packages-test $(BIN)/python
	@echo "installing what the tests need (locks/develop.txt)"
	@$(PIP) install --require-hashes --requirement locks/develop.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.bench: locks/bench.txt | $(VENV)/.develop
	@echo "installing pandoc (locks/bench.txt)"
	@$(PIP) install --require-hashes --requirement locks/bench.txt
	@touch $@

# The packages' own install scripts fetch browsers from elsewhere; Debian's serves.
$(NODE)/node_modules/.package-lock.json: $(NODE)/package-lock.json | packages-test
	@echo "installing Ace by DAISY (tools/validators)"
	@npm ci --prefix $(NODE) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BIN)/ace-puppeteer: $(NODE)/node_modules/.package-lock.json | $(BIN)/python
	@ln -sfn ../../$(NODE)/node_modules/.bin/ace-puppeteer $@
	@touch $@

lock: $(VENV)/.develop
	@$(PIP) install uv
	@scripts/lock $(BIN)

clean:
	rm -rf $(VENV) tools/*/node_modules dist build .isgpress
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
