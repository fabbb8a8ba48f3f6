#!/usr/bin/env bash
# An OpenStreetMap file may keep places on its ways (LocationsOnWays). pyosmium's with_locations() makes those invalid.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet osmium==4.3.2
cat > "$folder/ways.opl" <<'END'
w10 v1 dV Thighway=residential Nn1x-0.73y52.67,n2x-0.72y52.67
END
"$folder/venv/bin/python" - "$folder/ways.opl" <<'END'
import sys

import osmium

plain = [node.location.valid() for way in osmium.FileProcessor(sys.argv[1]) for node in way.nodes]
looked_up = [
    node.location.valid() for way in osmium.FileProcessor(sys.argv[1]).with_locations() for node in way.nodes
]
print("osmium 4.3.2, FileProcessor on a way that has its places with it")
print("Expected with and without with_locations(): two valid places.")
print(f"Seen without it: {plain}; with it: {looked_up}, and no error.")
raise SystemExit(0 if all(plain) and not any(looked_up) else 1)
END
