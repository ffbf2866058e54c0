.PHONY: help demo test test-std test-long boards bench deps clean
.SILENT: help demo test test-std test-long boards bench deps

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

test-long: ## random programs for hours: PROGRAMS=10000, SEED=1 the first of them
	.ci/install test
	EMBGO_DIFF_PROGRAMS=$(or $(PROGRAMS),10000) EMBGO_DIFF_SEED=$(or $(SEED),1) EMBGO_DIFF_SECONDS=1000000 EMBGO_DIFF_ALL=1 \
		cargo test --release --quiet --test differential new_programs -- --nocapture

test-std: ## install what is missing, run the Go library's own tests, write docs/std.md
	.ci/install test
	cargo test --release --quiet --test std_tests -- --ignored

boards: ## install what is missing, build programs for every board, print their sizes
	.ci/install test
	cargo test --release --quiet --test board_matrix -- --nocapture

bench: ## install what is missing, print sizes, times and instructions as tables
	.ci/install test
	cargo bench --quiet --bench table

deps: ## install what the tests need
	.ci/install test

clean: ## remove what was built and installed here
	rm -rf target .venv
