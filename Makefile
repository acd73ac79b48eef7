# What each target does: README.md. Recipes use relative paths only: the folder's own may hold spaces.
.DEFAULT_GOAL := run
.PHONY: run test check design messages diagrams
PY := .venv/bin/python
UV := .venv/bin/uv
INSTALL := $(UV) pip install --quiet --python $(PY) --require-hashes --only-binary :all:
RUN_LOCKS := requirements.txt requirements-demo.txt
ALL_LOCKS := $(RUN_LOCKS) requirements-dev.txt

run: .venv/run.stamp
	@exec $(PY) -m secondopinion.run.supervisor

test: .venv/all.stamp
	@$(PY) -m tests.packages
	@exec $(PY) -m pytest -n 2

check: .venv/all.stamp
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m djlint --check --lint templates --quiet
	$(PY) -m tests.checks

messages: .venv/all.stamp
	cd secondopinion && ../$(PY) ../manage.py makemessages --locale es --locale ar --no-obsolete --no-wrap
	$(PY) manage.py compilemessages --locale es --locale ar

.venv/bin/python:
	@python3 -m venv .venv

# uv comes with its hash out of the dev lock.
.venv/bin/uv: .venv/bin/python requirements-dev.txt
	@awk '/^uv==/{p=1} p&&/^[^ #]/&&!/^uv==/{exit} p' requirements-dev.txt > .venv/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r .venv/uv.txt
	@touch $@

.venv/run.stamp: .venv/bin/uv $(RUN_LOCKS)
	@$(INSTALL) -r requirements.txt -r requirements-demo.txt
	@touch $@

.venv/all.stamp: .venv/bin/uv $(ALL_LOCKS)
	@$(INSTALL) -r requirements.txt -r requirements-demo.txt -r requirements-dev.txt
	@touch $@ .venv/run.stamp
