"""Distances and coverage over a snapshot: snapping, routes, nearest two, what-ifs. Values in, values out."""

from app.access.prepared import NoEngineError, PreparedSnapshot, prepare

__all__ = ["NoEngineError", "PreparedSnapshot", "prepare"]
