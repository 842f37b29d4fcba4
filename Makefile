.PHONY: run test check lock openapi screenshot bench

run: ## build what is missing and serve on http://127.0.0.1:8000 (HOST, PORT, DATA_DIR, DATABASE_URL)
	@bin/run

test: ## the whole suite, on SQLite, on PostgreSQL and in a browser
	@bin/test

check: ## format, lint, types, templates, migrations, deploy check, import contract, catalogues
	@bin/check

lock: ## renew requirements*.txt from pyproject.toml
	@bin/lock

openapi: ## renew docs/openapi.json from the code and the example commission
	@bin/openapi

bench: ## what pages cost, with the demo records and with a made-up world (BENCH_SIZE=100000)
	@bin/bench

screenshot: ## renew the README's pictures from the demo records
	@bin/screenshot
