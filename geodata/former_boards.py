"""Boards that are no more, under the names and codes by which they are still asked for, and what became of them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from geodata.wording import in_words

_FILE = Path(__file__).with_name("former_boards.toml")


@dataclass(frozen=True)
class Former:
    """A board that is no more, and the codes of those that its area belongs to now."""

    name: str
    code: str
    ended: date
    became: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ended on {in_words(self.ended)}; its area is now of {', '.join(self.became)}"


@cache
def other_names() -> dict[str, str]:
    """Other words for the names of boards of today, in small letters."""
    also: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["also"]
    return also


@cache
def former_boards() -> tuple[Former, ...]:
    """Every board that is no more."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))["former"]
    return tuple(Former(each["name"], each["code"], each["ended"], tuple(each["became"])) for each in told)


def what_became(code: str) -> str:
    """A sentence on the board that had a code and ended, or that has it since another ended; "" for others."""
    for former in former_boards():
        if former.code == code:
            return f"{former}."
        if code in former.became:
            return f"It is of boards since {in_words(former.ended)}: {former}."
    return ""
