SHELL := /bin/bash
.PHONY: run test dev check seed schema

# Build and start the product with the demo marketplace: http://localhost:8080
run:
	@.ci/need go && { [ -n "$$DATABASE_URL" ] || .ci/need postgres; }
	go build -buildvcs=false -o bin/sellercenter ./cmd/sellercenter
	@exec bin/sellercenter serve --demo

# Run every test, browser journeys included; a slow machine has 25 minutes for each package.
test:
	@.ci/need go postgres chromium
	@PATH="$$PATH:$$(.ci/need path)" go test -timeout 25m ./...

# Start the product and again after every change, with the browser following at :7331.
dev:
	@.ci/need go postgres
	go tool templ generate --watch --proxy=http://localhost:8080 --cmd "go run ./cmd/sellercenter serve --demo"

# All that must hold before a change is handed in.
check:
	@.ci/need go postgres chromium gcc
	@.ci/lint
	@PATH="$$PATH:$$(.ci/need path)" go test -timeout 25m -race ./...

# Fill the empty database of this machine with the demo marketplace.
seed:
	@.ci/need go postgres
	go run ./cmd/sellercenter seed

# Write down the schema that the migrations make.
schema:
	@.ci/need go postgres
	go run ./cmd/sellercenter migrate --dump db/schema.sql
