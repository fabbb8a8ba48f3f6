"""Streets of a small area from an Overpass server, as at a moment that is pinned in the question."""

from datetime import date
from urllib.parse import urlencode

from geodata.fetch.arcgis import Bounds
from geodata.fetch.endpoints import Overpass
from geodata.fetch.errors import FetchError
from geodata.fetch.kinds import Kind
from geodata.fetch.store import Answer
from geodata.fetch.web import Web
from geodata.sources.osm_access import SOLID

TITLE = "OpenStreetMap (Overpass)"
OPTION = "--street-file"
_SECONDS = 180
_M2 = 1_000_000


def question(degrees: Bounds, day: date) -> str:
    """Every street and area of streets that reaches into a rectangle (west, south, east, north) at midnight UTC, whole."""
    west, south, east, north = degrees
    box = f"{south:.6f},{west:.6f},{north:.6f},{east:.6f}"
    head = f'[out:xml][timeout:{_SECONDS}][date:"{day.isoformat()}T00:00:00Z"];'
    lines = f'way(bn)["barrier"~"^({"|".join(sorted(SOLID))})$"]'  # those that pass a point of a street
    return f'{head}(way["highway"]({box});>;{lines};>;rel["highway"]({box});>;);out meta;'


def fetch_streets(web: Web, overpass: Overpass, metres: Bounds, degrees: Bounds, day: date) -> Answer:
    """Ask for the streets of a rectangle, in metres (EPSG:27700) and in degrees. Raises FetchError."""
    west, south, east, north = metres
    size = (east - west) * (north - south) / _M2
    if size > overpass.largest_km2:
        raise FetchError(
            TITLE,
            overpass.interpreter,
            f"the area with its reach is {size:,.0f} km2, and a shared server is asked for at most "
            f"{overpass.largest_km2:,.0f}.",
            "Take the extracts: --streets geofabrik.",
        )
    address = f"{overpass.interpreter}?{urlencode({'data': question(degrees, day)})}"
    return web.download(TITLE, address, Kind.OSM_XML, OPTION, pinned=True)
