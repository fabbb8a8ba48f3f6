"""Make snapshots of an area: streets, homes, pharmacies and boundaries, from publishers' files.

This package knows nothing of applications, law or letters. ``app`` reads what it makes through
``geodata.snapshot`` and speaks of it with the value types in ``geodata.model``.
"""

METHOD_VERSION = "3"
"""Version of how publishers' files become a snapshot, raised when the same files would give other figures. It is in the
manifest, so it changes the snapshot's id."""
