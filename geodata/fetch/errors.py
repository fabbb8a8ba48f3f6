"""What fetching raises when a publisher's server, or what it answered, cannot be used."""

from geodata.errors import SourceError


class FetchError(SourceError):
    """A source that could not be fetched. The message names the source and its address, what is wrong, what to do."""

    def __init__(self, title: str, address: str, wrong: str, todo: str) -> None:
        self.title = title
        self.address = address
        super().__init__(f"{title} ({_shown(address)})" if address else title, wrong, todo)

    def naming(self, setting: str, option: str) -> "FetchError":
        """The same error, whose advice names the setting of endpoints.toml to correct, and the option of its file."""
        todo = self.todo.replace(_ADDRESS, _CORRECT.format(setting=setting)).replace(OWN_OPTION, option)
        return FetchError(self.title, self.address, self.wrong, todo)


OWN_OPTION = "its own option"
"""Stands for the option of a file where only its address is known; ``naming`` puts the option in its place."""

_ADDRESS = "correct the address with --endpoints (docs/fetching.md)"
_CORRECT = (
    'look up where the publisher keeps it now, write {setting} = "..." into a file of your own, and give that with '
    "--endpoints (docs/fetching.md#addresses)"
)


_LONGEST_ADDRESS = 200


def _shown(address: str) -> str:
    """An address as far as it can be read: one that names a hundred areas buries what is wrong."""
    return address if len(address) <= _LONGEST_ADDRESS else f"{address[:_LONGEST_ADDRESS]}…"


DO_LATER = "Try again later: what was downloaded so far is kept and is not asked for again."
"""What to do where a server is at fault."""


def do_file(option: str) -> str:
    """What to do where an address has changed or a server stays away."""
    return f"If it stays so, download the file in a browser and give it with {option}, or {_ADDRESS}."
