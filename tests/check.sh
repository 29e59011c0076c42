#!/bin/sh
# `make check`: each habit has a check that fails when it is broken. Takes the environment's bin folder.
bin=$1
failed=0
say() { name=$1; shift; if out=$("$@" 2>&1); then echo "ok    $name"; else echo "FAULT $name"; echo "$out"; failed=1; fi; }
say "style" "$bin/ruff" check .
say "format" "$bin/ruff" format --check .
say "security rules" "$bin/bandit" -q -r app config.py migrations
say "types" "$bin/mypy"
say "layers (import contracts)" "$bin/lint-imports" --no-cache
say "sizes" "$bin/python" -m tests.checks.sizes
say "private access" "$bin/python" -m tests.checks.private_access
say "content" "$bin/orienteer" catalogue check
say "translations" "$bin/python" -m tests.checks.translations
say "migrations" "$bin/python" -m tests.checks.migrations
say "templates" "$bin/djlint" app/web/templates --lint --quiet
say "locks hold no address" sh -c '! grep -nE "https?://|file://" locks/*.txt'
exit $failed
