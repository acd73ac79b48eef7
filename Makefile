# What each target is for: README.md. Only relative paths here: the folder's own may hold spaces.
.DEFAULT_GOAL := run
.PHONY: run test check design messages diagrams pictures faults ux bench-chasing bench-queue
PY := .venv/bin/python
# A hospital's own network is often signed by a hospital's own authority.
CERTS := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),--system-certs)
INSTALL := .venv/bin/uv pip install --quiet $(CERTS) --python $(PY) --require-hashes --only-binary :all:

run: .venv/run.stamp
	@exec $(PY) -m secondopinion.run.supervisor

test: .venv/all.stamp
	@$(PY) -m tests.packages
	@exec $(PY) -m pytest -n 2

check: .venv/all.stamp
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m djlint --quiet --lint templates
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PY) -m tests.deploy
	$(PY) -m tests.messages
	$(PY) static/design/sums.py check

design:
	sh static/design/build.sh

messages: .venv/all.stamp
	$(PY) manage.py makemessages --locale es --locale ar --no-obsolete --ignore .venv --ignore var --ignore tests
	$(PY) -m tests.messages compile

diagrams: .venv/all.stamp
	$(PY) -m secondopinion.diagrams

$(PY):
	@python3 -m venv .venv

# uv comes in with its own hash, cut out of the lock.
.venv/bin/uv: $(PY) requirements-dev.txt
	@awk '/^uv==/{p=1} p&&/^[^ #]/&&!/^uv==/{exit} p' requirements-dev.txt > .venv/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r .venv/uv.txt
	@touch $@

.venv/run.stamp: .venv/bin/uv requirements.txt requirements-demo.txt
	@$(INSTALL) -r requirements.txt -r requirements-demo.txt
	@touch $@

.venv/all.stamp: .venv/bin/uv requirements.txt requirements-demo.txt requirements-dev.txt
	@$(INSTALL) -r requirements.txt -r requirements-demo.txt -r requirements-dev.txt
	@touch $@ .venv/run.stamp

pictures: .venv/all.stamp
	$(PY) -m tests.pictures

ux: .venv/all.stamp
	@exec $(PY) -m tests.ux $(TOOLS)

faults: .venv/all.stamp
	@exec $(PY) -m pytest -n 0 -p no:randomly tests/faults

bench-chasing: .venv/all.stamp
	@exec $(PY) -m tests.bench.chasing

bench-queue: .venv/all.stamp
	@exec $(PY) -m tests.bench.queue
