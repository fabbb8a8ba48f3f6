#!/usr/bin/env bash
# Hugh Town on St Mary's is the largest place of the Isles of Scilly, and OSTN15 covers it. Asked for degrees, convertbng does not.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet convertbng==2.0.0 numpy==2.4.6 pyproj==3.7.2
"$folder/venv/bin/python" - <<'END'
from math import isnan

from convertbng.cutil import convert_bng, convert_etrs89_to_osgb36
from pyproj import Transformer

LONGITUDE, LATITUDE = -6.3150, 49.9140

asked = [float(value[0]) for value in convert_bng([LONGITUDE], [LATITUDE])]
etrs89 = Transformer.from_pipeline(
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=GRS80"
)
east, north = etrs89.transform(LONGITUDE, LATITUDE)
shifted = [float(value[0]) for value in convert_etrs89_to_osgb36([east], [north])]
print(f"convertbng 2.0.0 at Hugh Town, St Mary's: longitude {LONGITUDE}, latitude {LATITUDE}")
print("Expected of convert_bng: an easting and a northing, as everywhere in Great Britain.")
print(f"Seen: {asked}. South of latitude 49.922 it gives no number, and no error.")
print(f"Seen of convert_etrs89_to_osgb36, from ETRS89 by PROJ: {shifted}: the same package holds the shift.")
raise SystemExit(0 if all(map(isnan, asked)) and not any(map(isnan, shifted)) else 1)
END
