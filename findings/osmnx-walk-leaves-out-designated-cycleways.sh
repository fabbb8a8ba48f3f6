#!/usr/bin/env bash
# osmnx's filter for walking networks leaves out every cycleway, also where the map says that people on foot are meant to use it.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet osmnx==2.1.1
"$folder/venv/bin/python" - <<'END'
import re
from osmnx._overpass import _get_network_filter

written = _get_network_filter("walk")
refused = {key: re.compile(value) for key, value in re.findall(r'\["([\w:]+)"!~"([^"]+)"\]', written)}


def taken(tags: dict[str, str]) -> bool:
    """Whether the filter asks for a way with these tags."""
    return not any(key in tags and pattern.search(tags[key]) for key, pattern in refused.items())


path = taken({"highway": "path", "foot": "designated"})
cycleway = taken({"highway": "cycleway", "foot": "designated", "segregated": "yes"})
print("osmnx 2.1.1, the filter of network_type='walk'")
print("Expected: a way with foot=designated is walked, whether it is drawn as a path or as a cycleway.")
print(f"Seen: highway=path with foot=designated is asked for: {path}; highway=cycleway with foot=designated: {cycleway}.")
raise SystemExit(0 if path and not cycleway else 1)
END
