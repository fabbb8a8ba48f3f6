"""One file of an area before it is put into its folder: where its bytes are, and what there is to say of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import SourceError
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.record import Origin
from geodata.fetch.store import Answer
from geodata.fetch.wants import ROLES
from geodata.sources.tables import Citation


@dataclass(frozen=True)
class Piece:
    """A file of a role. ``content`` is where its bytes stand; ``name`` what it is called in the area's folder.

    ``table``: None where it is no table, else whether it has a row of headings. ``keyed``: what changed is told by its first
    column.
    """

    role: str
    name: str
    content: Path
    citation: Citation
    vintage: str
    origins: tuple[Origin, ...]
    table: bool | None = None
    keyed: bool = False
    note: str = ""


@contextmanager
def reading(piece: Piece) -> Iterator[None]:
    """While a file is read to see whether it can be used: what is wrong names the source, not its place in the store.

    Raises FetchError for a download, SourceError for a file that was given.
    """
    try:
        yield
    except SourceError as error:
        address = piece.origins[0].address
        if error.file != piece.content or not address:
            raise
        raise FetchError(
            piece.citation.title, address, error.wrong, f"{error.todo} {do_file(ROLES[piece.role])}"
        ) from error


def origin(answer: Answer) -> Origin:
    """A download as the record tells of it."""
    return Origin(answer.address.split("#")[0], answer.sha256, answer.size, answer.retrieved_at)
