"""A snapshot as a GeoPackage, for QGIS and other geographic information systems."""
