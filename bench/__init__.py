"""How fast and how large the access engine is, beside what its users would otherwise write. `make bench`."""
