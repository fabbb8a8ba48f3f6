#!/usr/bin/env bash
# A way may be marked as deleted. pyosmium writes it into a PBF that is no history, and reads what JOSM deleted, as if it were there.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet osmium==4.3.2
cat > "$folder/deleted.opl" <<'END'
w10 v2 dD c1 t2026-01-01T00:00:00Z i1 uu Thighway=footway Nn1,n2
END
cat > "$folder/edited.osm" <<'END'
<osm version='0.6' generator='JOSM'>
<way id='10' action='delete' visible='true' version='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='footway'/></way>
</osm>
END
"$folder/venv/bin/python" - "$folder" <<'END'
import sys

import osmium

folder = sys.argv[1]


def deleted(name: str) -> bool:
    return all(way.deleted for way in osmium.FileProcessor(f"{folder}/{name}"))


for name in ("copy.osm.pbf", "copy.osh.pbf"):
    with osmium.SimpleWriter(f"{folder}/{name}") as writer:
        osmium.apply(f"{folder}/deleted.opl", writer)
seen = {name: deleted(name) for name in ("deleted.opl", "copy.osh.pbf", "copy.osm.pbf", "edited.osm")}
print("osmium 4.3.2, a way that is marked as deleted")
print("Expected of OPL, of its copies as PBF and of XML that JOSM saved: deleted, or an error, or a warning.")
for name, answer in seen.items():
    print(f"Seen in {name}: {'deleted' if answer else 'there, without a word'}.")
raise SystemExit(0 if list(seen.values()) == [True, True, False, False] else 1)
END
