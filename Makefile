# Vägar. Each target sets itself up on a fresh machine: Python 3.11, 3.12 or 3.13, git and make are enough.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup reports test lab bench lock audit check-style browser clean

help: ## show this
	@echo "make reports      build every report for Jämtlands län and its municipalities into outputs/site/"
	@echo "make setup        install the packages into .venv, and nothing more"
	@echo "make test         check the style and run the tests"
	@echo "make lab          open the notebooks in JupyterLab"
	@echo "make bench        measure how long reports take"
	@echo "make check-style  only the style"
	@echo "make lock         write requirements.lock after a change in pyproject.toml"
	@echo "make audit        look for known vulnerabilities of the packages (asks the internet)"
	@echo "make clean        remove outputs/ and data/processed/"
	@echo
	@echo "One report for one municipality: $(BIN)/vagar run nulage --region 2303   (more: $(BIN)/vagar --help)"

setup: $(READY)

reports: $(READY)
	@$(BIN)/vagar run

test: $(READY) browser check-style
	@$(BIN)/python -m pytest -n 2

lab: $(READY)
	@$(BIN)/vagar data build
	@$(BIN)/jupyter lab notebooks

bench: $(READY)
	@$(BIN)/python -m benchmarks

check-style: $(READY)
	@$(BIN)/ruff check

lock: $(BIN)/uv
	@$(BIN)/uv pip compile pyproject.toml --group test --universal --generate-hashes --no-annotate --no-header \
		--quiet -o requirements.lock

# In an environment of its own that is thrown away; the hashes of the lock file are those of what is installed.
audit: $(BIN)/uv
	@$(BIN)/uv tool run --quiet --isolated pip-audit --requirement requirements.lock --disable-pip --require-hashes --strict

clean:
	rm -rf outputs data/processed

# The tests look at the pages in a real browser, and look Swedish words up.
browser:
	@wanted=; found=; \
	hunspell -d sv_SE -l < /dev/null > /dev/null 2>&1 || wanted="hunspell hunspell-sv"; \
	for name in chromium chromium-browser google-chrome; do command -v $$name > /dev/null && found=$$name; done; \
	if [ -z "$$found" ]; then wanted="chromium $$wanted"; fi; \
	if [ -z "$$wanted" ]; then exit 0; fi; \
	if ! command -v apt-get > /dev/null; then sudo=missing; elif [ "$$(id -u)" = 0 ]; then sudo=; \
	elif sudo -n true 2> /dev/null; then sudo="sudo -n"; else sudo=missing; fi; \
	if [ "$$sudo" = missing ]; then \
		echo "The tests need a browser and a dictionary: install Debian's packages $$wanted" \
			"(apt install $$wanted), or Google Chrome and hunspell with sv_SE." >&2; exit 1; \
	fi; \
	echo "Installing Debian's packages $$wanted ..."; \
	$$sudo apt-get update -qq && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$wanted > /dev/null

# Once for each requirements.lock and pyproject.toml.
$(READY): $(BIN)/uv requirements.lock pyproject.toml
	@echo "Installing the packages of requirements.lock into .venv ..."
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --compile-bytecode requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2> /dev/null || { \
		found=$$($(PYTHON) --version 2> /dev/null || echo none); \
		echo "Vägar needs Python 3.11, 3.12 or 3.13, found: $$found. Install it (apt install python3 python3-venv)" \
			"or say which one to use: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "Python's venv is missing: install Debian's package python3-venv (apt install python3-venv)." >&2; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check 'uv>=0.9,<1'
