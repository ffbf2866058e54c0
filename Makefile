.PHONY: help demo test bench deps clean
.SILENT: help demo test bench deps

help: ## this list
	awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## install what is missing, build embgo, run two programs on simulated boards
	.ci/install demo
	cargo build --release --quiet
	.ci/demo

test: ## install what is missing, run every test
	.ci/install test
	cargo fmt --check
	cargo clippy --all-targets --quiet -- -D warnings
	cargo test --release --quiet

bench: ## install what is missing, print sizes, times and instructions as tables
	.ci/install test
	cargo bench --quiet --bench table

deps: ## install what the tests need
	.ci/install test

clean: ## remove what was built and installed here
	rm -rf target .venv
