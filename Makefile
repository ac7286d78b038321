# Two commands are enough: `make run` (a living server) and `make test` (everything that must hold).
# PORT, DATABASE_URL and DATA_DIR can be given to each: `make run PORT=9000 DATA_DIR=/srv/sacoche`.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
# A CAS server for the tests: another program, under another licence, never in our environment.
VENV_CAS := .venv-cas
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Only what was given is exported: an empty value would hide the default of the settings.
$(foreach name,PORT DATABASE_URL DATA_DIR PUBLIC_URL SECRET_KEY DEMO DEBUG,$(if $($(name)),$(eval export $(name))))

.PHONY: help setup run dev check fix test loop slow bench crash cluster-test rights requirements

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(VENV)/.packages-dev $(VENV_CAS)/.packages ## The environments (.venv, and .venv-cas for the ENT of the tests), nothing else

run: $(VENV)/.packages ## A server on http://127.0.0.1:8000/, with a demonstration school when the database is empty
	@exec scripts/run.sh

dev: $(VENV)/.packages-dev ## The development server: DEBUG, reloading
	@DEBUG=1 python scripts/prepare.py && exec env DEBUG=1 python manage.py runserver 127.0.0.1:$(or $(PORT),8000)

check: $(VENV)/.packages-dev ## Style, templates, types, layers, migrations, settings; JavaScript and its unit tests
	@scripts/test.sh static

fix: $(VENV)/.packages-dev ## Put style right
	@ruff check --fix --quiet . ; ruff format --quiet . ; find templates -name '*.html' -print0 | xargs -0 -r djade --target-version 5.2
	@[ ! -d node_modules/.bin ] || node_modules/.bin/biome check --write --log-level=warn

test: $(VENV)/.packages-dev $(VENV_CAS)/.packages ## Everything: check, pytest on SQLite and PostgreSQL, browsers (REQUIRE_ALL=1: the slow lane too, all on PostgreSQL, no skip allowed)
	@scripts/test.sh

loop: $(VENV)/.packages-dev ## While writing: the tests that what changed concerns, on a database that is kept (TESTS="-x tests/imports")
	@python -m pytest -q --testmon-forceselect --reuse-db -m "not e2e and not slow and not full" --ignore tests/e2e $(TESTS) || [ $$? = 5 ]

slow: $(VENV)/.packages-dev ## The slow lane alone: memory, and tables of a hundred thousand cells
	@python -m pytest -q -n 2 -m slow --ignore tests/e2e

bench: $(VENV)/.packages-dev ## How long the main job takes, on SQLite and PostgreSQL (ROWS="grid export_zip": some rows)
	@python -m bench $(ROWS)

crash: $(VENV)/.packages-dev ## Kill the server a hundred times while it writes, on both databases: schools as before or as after (KILLS=50 each)
	@python -m tests.crash

cluster-test: $(VENV)/.packages-dev ## Several servers behind a balancer, a primary and its standby: one machine is lost at a time (Debian's packages, installed when root)
	@scripts/test.sh cluster

rights: $(VENV)/.packages-dev ## Write docs/droits.md, docs/tables.md and docs/mes-donnees.md again from what the code declares
	@python manage.py rights_table > docs/droits.md
	@python manage.py parts_table > docs/tables.md
	@python manage.py person_table > docs/mes-donnees.md
	@python manage.py person_table --schema > docs/schemas/mes-donnees-1.json

requirements: $(VENV)/.packages-dev ## Pin pyproject.toml's packages again (UPGRADE=-U for the latest versions)
	@scripts/pin.sh $(UPGRADE)

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

# Packages are installed again only when their pins changed.
$(VENV)/.packages: requirements.txt | $(VENV)/bin/python
	@echo "Installation des paquets…"
	@python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

$(VENV)/.packages-dev: requirements-dev.txt | $(VENV)/.packages
	@echo "Installation des outils de développement…"
	@python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

$(VENV_CAS)/.packages: requirements-cas.txt
	@echo "Installation du serveur CAS des tests…"
	@$(PYTHON) -m venv $(VENV_CAS)
	@$(VENV_CAS)/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@
