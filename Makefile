.PHONY: run test check lock screenshot bench

run: ## build what is missing and serve on http://127.0.0.1:8000 (HOST, PORT, DATA_DIR, DATABASE_URL)
	@bin/run

test: ## the whole suite, on SQLite, on PostgreSQL and in a browser
	@bin/test

check: ## format, lint, types, templates, migrations, deploy check, import contract
	@bin/check

lock: ## renew requirements*.txt from pyproject.toml
	@bin/lock

bench: ## what each kind of page costs against a bare view, with the demo records
	@bin/bench

screenshot: ## renew the README's pictures from the demo records
	@bin/screenshot
