#!/usr/bin/env bash
# A street network is a multigraph: two streets may join the same two junctions. As a COO matrix, scipy adds their lengths.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'END'
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

# Two streets of 100 and 250 metres between junction 0 and junction 1.
streets = coo_array(([100.0, 250.0], ([0, 0], [1, 1])), shape=(2, 2))
metres = dijkstra(streets, indices=0)[1]
print("scipy 1.17.1, scipy.sparse.csgraph.dijkstra on a COO array")
print("Two streets of 100 m and 250 m join the same junctions. Expected of a shortest path: 100 m.")
print(f"Seen: {metres:.0f} m, the two added together.")
raise SystemExit(0 if metres == 350.0 else 1)
END
