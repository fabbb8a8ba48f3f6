"""What people look at: maps of assessments, and the table and map of every removal. Values in; bytes out at the edge."""

from app.maps.application import LAYERS, OtherFiguresError, application_map
from app.maps.geojson import to_geojson
from app.maps.geopackage import to_geopackage
from app.maps.places import OneSiteError, of_two_sites
from app.maps.removals import RemovalTable, removal_table, removals_map
from app.maps.standards import UnknownStandardError
from app.maps.tables import to_csv, to_json

__all__ = [
    "LAYERS",
    "OneSiteError",
    "OtherFiguresError",
    "RemovalTable",
    "UnknownStandardError",
    "application_map",
    "of_two_sites",
    "removal_table",
    "removals_map",
    "to_csv",
    "to_geojson",
    "to_geopackage",
    "to_json",
]
