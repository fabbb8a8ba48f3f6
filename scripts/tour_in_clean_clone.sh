#!/usr/bin/env bash
# Clones this checkout as it was committed, and goes through the README there as a newcomer would: set up, demo, tour.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT

git clone --quiet "file://$here" "$folder/clone"
cd "$folder/clone"
# Nothing of this checkout is lent to the clone: neither its modules nor its environment.
unset PYTHONPATH VIRTUAL_ENV
make setup
.venv/bin/python scripts/run_document.py README.md
