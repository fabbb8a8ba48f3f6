"""Distances and coverage over a snapshot: snapping, routes, nearest two, what-ifs. Values in, values out."""
