"""The recipe of the made-up town, as anybody would write it for a real one."""

from collections.abc import Sequence

from geodata.demo.places import BOROUGH_CODE

AS_AT = "2026-07-01"
VINTAGE = "July 2026 (made up)"

RESIDENTS = "census-ts001-lsoa.csv"
AGES = "census-age-lsoa.csv"
DEPRIVATION = "imd-lsoa.csv"
LOOKUP = "lookup-lsoa-ward-district.csv"
POSTCODES = "postcodes-code-point-open-layout.csv"
PHARMACIES = "pharmacies-nhsbsa-layout.csv"
SERVICES = "pharmacy-services.csv"
STREETS = "streets.osm.pbf"
BOARDS_OUTLINES = "boards.gpkg"
WARDS_OUTLINES = "wards.gpkg"
LSOA_OUTLINES = "lsoas.gpkg"


def recipe_text(distance_selling: Sequence[str]) -> str:
    """The recipe as TOML."""
    codes = ", ".join(f'"{code}"' for code in distance_selling)
    return f"""# The made-up borough of Quernwick. Every name, person and place in its files is invented.
name = "quernwick"
as_at = {AS_AT}
hwbs = ["{BOROUGH_CODE}"]
reach_m = 3000
invented = true
notes = ["Quernwick is a made-up borough, drawn by the program from a fixed seed at a place in the North Sea."]

[pharmacies]
layout = "nhsbsa"
file = "{PHARMACIES}"
title = "Made-up list of pharmacies"
vintage = "{VINTAGE}"
distance_selling = [{codes}]

[services]
file = "{SERVICES}"
title = "Made-up services of pharmacies"
vintage = "{VINTAGE}"

[[postcodes]]
layout = "code-point-open"
file = "{POSTCODES}"
title = "Made-up postcodes"
vintage = "{VINTAGE}"
homes = true

[census.residents]
file = "{RESIDENTS}"
title = "Made-up census, usual residents"
vintage = "{VINTAGE}"

[census.ages]
file = "{AGES}"
title = "Made-up census, usual residents by age"
vintage = "{VINTAGE}"

[deprivation]
file = "{DEPRIVATION}"
title = "Made-up index of deprivation"
vintage = "{VINTAGE}"

[lookup]
file = "{LOOKUP}"
title = "Made-up lookup of small areas to wards and districts"
vintage = "{VINTAGE}"

[boundaries.hwb]
file = "{BOARDS_OUTLINES}"
title = "Made-up boundaries of boards"
vintage = "{VINTAGE}"

[boundaries.ward]
file = "{WARDS_OUTLINES}"
title = "Made-up boundaries of wards"
vintage = "{VINTAGE}"

[boundaries.lsoa]
file = "{LSOA_OUTLINES}"
title = "Made-up boundaries of small areas"
vintage = "{VINTAGE}"

[streets.walk]
file = "{STREETS}"
title = "Made-up streets"
vintage = "{VINTAGE}"
"""
