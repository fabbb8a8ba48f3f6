#!/usr/bin/env bash
# Sets up and runs the demo in a clean clone, with each Python that is supported and on this machine, and the pip that it carries.
# Python 3.11 is tried with pip 23.2.1, which Python 3.11.7 carries: later pips forgive what it refuses, so they would hide it.
# There, pip also takes in the whole lock file by itself, as it does where the installer cannot reach an index.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
unset PYTHONPATH VIRTUAL_ENV MAKEFLAGS MAKELEVEL

for version in 3.11 3.12 3.13; do
    python=""
    # On the path, or where pyenv keeps those that it did not put there.
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
        if "$candidate" -c '' 2>/dev/null; then python="$candidate"; break; fi
    done
    if [ -z "$python" ]; then
        if [ "$version" = 3.11 ]; then echo "Python 3.11 is needed for this." >&2; exit 1; fi
        echo "Python $version is not on this machine: not tried."
        continue
    fi
    if [ "$version" = 3.11 ] && ! "$python" -m pip --version | grep --quiet "^pip 23\.2\.1 "; then
        "$python" -m venv "$folder/pip"
        "$folder/pip/bin/python" -m pip install --quiet pip==23.2.1
        python="$folder/pip/bin/python"
    fi
    echo "== Python $version with $("$python" -m pip --version | cut --delimiter=' ' --fields=1-2)"
    git clone --quiet "file://$here" "$folder/$version"
    make --silent --directory="$folder/$version" demo ARGS=--once "PYTHON=$python" > "$folder/demo.txt" || { cat "$folder/demo.txt"; exit 1; }
    grep --quiet "Assessment: .demo/letters/consolidation-assessment.json" "$folder/demo.txt"
    if [ "$version" = 3.11 ]; then
        "$python" -m venv --without-pip "$folder/by-pip"
        "$python" -m pip --python "$folder/by-pip/bin/python" install --quiet --require-hashes --requirement "$folder/$version/requirements.lock"
        "$folder/by-pip/bin/python" -c 'import coverage, fastapi, geopandas'
    fi
    rm -rf "${folder:?}/$version"
    echo "set up, and the demo ran"
done
