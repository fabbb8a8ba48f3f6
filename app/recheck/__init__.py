"""Check every application again when a new assessment of needs, list, street extract or census arrives."""
