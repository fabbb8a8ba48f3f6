"""The pharmacy application assessment service."""

METHOD_VERSION = "3"
"""Version of how figures are computed; every evidence item carries it, so that a re-check can say that the method moved."""
