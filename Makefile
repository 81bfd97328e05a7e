# Everything a person types here. The work is done by the platform command (cli/) and by pytest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

STAGE ?= local
# How many processes share the tests. On two processors a third one runs while tests of stages wait:
# `make test` takes a ninth less time.
WORKERS ?= 3
PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.installed
BIN := $(VENV)/bin
# Runs a command in the time that nothing else wants.
IDLE := $(if $(shell command -v chrt),chrt --idle 0,nice -n 19)
# The compiled packages of layers, whose wheels for Lambda are part of the environment.
LOCKS := $(wildcard services/*/*.lock examples/*/*.lock)
# What it says is wrong, it says in the words of this file.
PLATFORM := PLATFORM_CALLED_BY=make $(BIN)/python -m cli

# A misspelt variable would be ignored.
KNOWN := STAGE WORKERS PYTHON VENV QUEUE ERROR REASON LIMIT CONSUMER SINCE UNTIL
GIVEN := $(foreach name,$(.VARIABLES),$(if $(findstring command line,$(origin $(name))),$(name)))
$(foreach name,$(filter-out $(KNOWN) -*-%,$(GIVEN)),$(error there is no variable $(name); there are $(KNOWN)))

# $(call option,--error=,ERROR): the option and the value of the variable, if that is given. The shell
# reads the value from the environment, where make has put it, whatever is in it.
option = $(if $(filter-out undefined,$(origin $(2))),$(1)"$$$(2)")

# $(call timed,what,command): runs a check, says what it took.
timed = SECONDS=0; $(2) || { echo "$(1): failed after $$SECONDS s" >&2; exit 1; }; echo "$(1): $$SECONDS s"

.PHONY: help venv up down status env setup preview test lint format docs bench campaign faults replay lake dead-letters redrive backfill

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

up: venv ## deploy the local stage and run a first order through it
	@$(PLATFORM) up --stage="$(STAGE)"

down: venv ## end the local stage; nothing is left of it
	@$(PLATFORM) down --stage="$(STAGE)"

status: venv ## show the local stage by service: stacks, alarms, messages that wait
	@$(PLATFORM) status --stage="$(STAGE)"

preview: venv ## preview a stage with the policies, offline: make preview STAGE=prod
	@$(PLATFORM) preview --stage="$(STAGE)"

replay: venv ## place real purchases as orders on the deployed local stage
	@$(PLATFORM) replay --stage="$(STAGE)"

lake: venv ## load the whole purchase history into the data lake and compare what Athena answers
	@$(PLATFORM) lake --stage="$(STAGE)"

dead-letters: venv ## what is in the dead-letter queues, since when, and by which error
	@$(PLATFORM) dead-letters --stage="$(STAGE)" $(call option,-- ,QUEUE)

redrive: venv ## send messages of a dead-letter queue back: make redrive QUEUE=analytics-count-order REASON="fixed in 1a2b3c"
	@$(PLATFORM) redrive --stage="$(STAGE)" $(call option,--reason=,REASON) $(call option,--limit=,LIMIT) \
		$(call option,--error=,ERROR) $(call option,-- ,QUEUE)

backfill: venv ## replay archived events to one consumer: make backfill CONSUMER=... SINCE=... UNTIL=...
	@$(PLATFORM) backfill --stage="$(STAGE)" $(call option,--since=,SINCE) $(call option,--until=,UNTIL) \
		$(call option,-- ,CONSUMER)

env: venv ## variables for plain pulumi: eval "$(make -s env)"
	@$(PLATFORM) env

setup: venv ## find or build the Pulumi engine
	@$(PLATFORM) setup

test: venv ## all checks: format, lint, types, then the tests tier by tier
	@$(call timed,ruff format,$(BIN)/ruff format --check --quiet .)
	@$(call timed,ruff check,$(BIN)/ruff check --quiet .)
	@$(call timed,dependencies,$(BIN)/python -m tests.dependencies)
	@$(PLATFORM) setup
	@# Two minutes of compiling, once on a machine: beside the tests, one of which waits for it.
	@$(IDLE) env $(PLATFORM) setup --yaml > .local/yaml-host.log 2>&1 &
	@# Types are checked while tests wait; what is wrong with them is printed at the end.
	@$(IDLE) $(BIN)/mypy --no-error-summary > .local/mypy.log 2>&1 & types=$$!; failed=0; \
	$(BIN)/python -m pytest --numprocesses $(WORKERS) || failed=$$?; \
	wait $$types || { cat .local/mypy.log >&2; failed=1; }; exit $$failed

lint: venv ## format, lint and types only
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: venv ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

campaign: venv ## 600 orders in each mode under killed workers, duplicates and a restarted emulator
	@$(BIN)/python -m bench.campaign

faults: venv ## interrupt deployments and spoil files, recover, and compare state and emulator
	@$(BIN)/python -m faults

docs: venv ## build the documentation site, .local/site/site/index.html; every link is checked
	@$(BIN)/python -m tests.docs.site

bench: venv ## run the benchmarks
	@$(BIN)/python -m bench

venv: $(STAMP)

$(STAMP): requirements.txt requirements-dev.txt constraints.txt $(LOCKS) tests/aws/node/package-lock.json
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "once, two minutes where two processors are free, ten where they are busy:" >&2
	@echo "1 of 3: installing $$(grep -c == constraints.txt) Python packages into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--requirement requirements-dev.txt --constraint constraints.txt >&2
	@echo "2 of 3: downloading the packages of layers ..." >&2
	@$(BIN)/python -m components.compute.wheels $(LOCKS)
	@echo "3 of 3: installing the npm packages of the tests ..." >&2
	@mkdir -p $(VENV)/node && cp tests/aws/node/package.json tests/aws/node/package-lock.json $(VENV)/node
	@cd $(VENV)/node && ../bin/npm ci --silent --no-audit --no-fund --ignore-scripts >&2
	@touch $@
