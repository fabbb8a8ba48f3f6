"""What fetching raises when a publisher's server, or what it answered, cannot be used."""

from geodata.errors import SourceError


class FetchError(SourceError):
    """A source that could not be fetched. The message names the source and its address, what is wrong, what to do."""

    def __init__(self, title: str, address: str, wrong: str, todo: str) -> None:
        self.title = title
        self.address = address
        super().__init__(f"{title} ({address})" if address else title, wrong, todo)


DO_LATER = "Try again later: what was downloaded so far is kept and is not asked for again."
"""What to do where a server is at fault."""


def do_file(option: str) -> str:
    """What to do where an address has changed or a server stays away."""
    return (
        f"If it stays so, download the file in a browser and give it with {option}, or correct the address with --endpoints "
        "(docs/fetching.md)."
    )
