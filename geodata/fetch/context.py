"""What every source needs while an area is fetched."""

from collections.abc import Callable
from dataclasses import dataclass, field

from geodata.fetch.endpoints import Endpoints
from geodata.fetch.piece import Piece
from geodata.fetch.record import Origin
from geodata.fetch.store import digest
from geodata.fetch.wants import Given, Wants
from geodata.fetch.web import Web
from geodata.sources.tables import Citation

_HEADINGS = {
    "pharmacies": False,
    "postcodes": None,
    "boards": None,
    "lsoas": None,
    "wards": None,
    "streets": None,
}
_UNKNOWN = Citation("", "", "", "")


@dataclass
class Context:
    """The door to the servers, where they are, what is wanted, and how to tell of a step."""

    web: Web
    endpoints: Endpoints
    wants: Wants
    step: Callable[[str], None]
    citations: dict[str, Citation] = field(default_factory=dict)

    def given(self, role: str) -> tuple[Piece, ...]:
        """The files that the user gave for a role, none where it is to be downloaded."""
        return tuple(self._piece(role, entry) for entry in self.wants.given.get(role, ()))

    def _piece(self, role: str, entry: Given) -> Piece:
        sha256, _ = digest(entry.file)
        return Piece(
            role,
            entry.file.name,
            entry.file,
            self.citations.get(role, _UNKNOWN),
            entry.vintage,
            (Origin("", sha256, entry.file.stat().st_size, ""),),
            table=_HEADINGS.get(role, True),
            keyed=role in ("pharmacies", "hours"),
        )
