SHELL := /usr/bin/env bash
.SHELLFLAGS := -Eeuo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Everything that the project makes on this machine.
PALIER := $(CURDIR)/.palier

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the npm packages and a pinned Pulumi (PALIER_TOOLCHAIN=official|offline forces a way)
	@toolchain/setup/setup.sh
	@node policies/build.cjs

.PHONY: engine
engine: ## Make sure that a Docker engine answers (PALIER_INSTALL_DOCKER=0 never installs one)
	@images/host/engine.sh

.PHONY: images
images: engine ## Build the images that are outdated (IMAGES="postgres nginx" chooses)
	@node --require ./register.cjs images/build.ts $(IMAGES)

# The stack that up, down, preview and recover work on.
STACK ?= local
export PALIER_STACK := $(STACK)

# Only development stacks use images that are built here; the others name theirs by digest.
BUILT := $(if $(filter local,$(STACK)),images)

.PHONY: up
up: setup $(BUILT) ## Deploy a stack and print its address (STACK=local PLAN=)
	@scripts/up.sh

.PHONY: down
down: setup ## Take a stack down; protected data stays (STACK=local)
	@scripts/down.sh

.PHONY: preview
preview: setup ## Show what an update would change (STACK=local PLAN=file-to-save)
	@scripts/preview.sh

.PHONY: guard
guard: setup ## Tell whether an update may happen: losses of data, too many replacements, wrong time (STACK=local PREVIEW= ANY_TIME=1 JSON=1)
	@scripts/guard.sh

.PHONY: preview-comment
preview-comment: setup ## Write what a change would do to stacks as one comment (STACKS="preprod prod" BASE= OUT= LOGS=)
	@scripts/preview-comment.sh

.PHONY: drift
drift: setup ## Tell whether what runs is what is declared (STACK=local)
	@scripts/drift.sh

.PHONY: recover
recover: setup ## Settle what an interrupted update left behind (STACK=local)
	@source ./env.sh && node --require ./register.cjs release/recover/main.ts --stack $(STACK)

.PHONY: status
status: setup ## Show what runs, and what needs somebody (STACK=local APP= JSON=1)
	@scripts/status.sh

.PHONY: journal
journal: setup ## Show what releases did (STACK=local APP= LIMIT=20 ID= JSON=1)
	@scripts/journal.sh

.PHONY: logs
logs: setup ## Show what the containers in service wrote (STACK=local APP= PROCESS= LINES=100 FOLLOW=1)
	@scripts/logs.sh

.PHONY: policies
policies: setup ## List the policies with their levels, and the exemptions (STACK=local)
	@scripts/policies.sh

.PHONY: audit
audit: setup ## Hold what is deployed against the policies of today (STACK=local)
	@scripts/audit.sh

.PHONY: may-deploy
may-deploy: setup ## Tell whether a branch or tag may be deployed to a stack (STACK=local REF=refs/tags/v1.0.0 ANSWER=)
	@scripts/may-deploy.sh

.PHONY: enter
enter: setup ## Print the address that leads past the maintenance page (STACK=local APP=)
	@scripts/enter.sh

.PHONY: plan
plan: setup ## Show what the declared image would do to the database (STACK=local APP=)
	@scripts/plan.sh

.PHONY: approve
approve: setup ## Consent to the migrations of the declared image, in a file to commit (STACK=local APP= REASON= ACKNOWLEDGE=)
	@scripts/approve.sh

.PHONY: rollback
rollback: setup ## Go back to an earlier release (STACK=local APP= TO= METHOD=code|revert|restore-point CONFIRM=)
	@scripts/rollback.sh

.PHONY: restore-drill
restore-drill: setup ## Restore what runs into throwaway containers, and compare (STACK=local APP= JSON=1)
	@scripts/restore-drill.sh

.PHONY: unlock
unlock: setup ## Take away the lock of a release that is gone (STACK=local APP= CONFIRM=)
	@scripts/unlock.sh

.PHONY: check
check: setup ## Check format, lint, types, import rules, shell, Dockerfiles, workflows, generated documents
	@scripts/check.sh

.PHONY: scan-secrets
scan-secrets: ## Look for secrets in all that was ever committed, or in images (IMAGES=all)
	@scripts/scan-secrets.sh

.PHONY: test
test: setup images ## Run every test (SUITES="unit contract conformance e2e" chooses, JOBS=1 runs one after the other)
	@source ./env.sh && node --require ./register.cjs test/runner/main.ts $(SUITES)

.PHONY: mutate
mutate: setup ## Change each condition of the policies and tell which changes no sample notices (POLICIES="name …")
	@node --require ./register.cjs test/mutation/main.ts $(POLICIES)

.PHONY: docs
docs: setup ## Write the generated reference
	@node --require ./register.cjs docs/generate.ts

.PHONY: bench
bench: setup images ## Measure speed, memory and releases as ratios, into bench/RESULTS.md (BENCH="start release" chooses)
	@source ./env.sh && node --require ./register.cjs bench/run.ts
