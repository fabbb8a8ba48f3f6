"""What is found in the text of a notice, and the words that it was found in."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Suggestion:
    """Something that the text seems to say. ``about`` is the field or site that it speaks of: of those about the same one
    only one can be right.

    ``values`` are fields of an application by their path and what each would be; a date is given as "2026-05-04".
    ``words`` are the words of the text that it was taken from.
    """

    about: str
    values: tuple[tuple[str, str], ...]
    words: str


@dataclass(frozen=True)
class Reading:
    """Everything that was found in a text, and notes on what stands there and could not be placed."""

    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...]

    def about(self, what: str) -> tuple[Suggestion, ...]:
        """The suggestions about one thing."""
        return tuple(each for each in self.suggestions if each.about == what)


def words_around(text: str, start: int, end: int, reach: int = 60) -> str:
    """A place in a text with some words around it, on one line."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    if first:
        first = _boundary(text, first, start)
    if last < len(text):
        cut = text.rfind(" ", end, last)
        last = cut if cut > end else last
    found = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{found}{' …' if last < len(text) else ''}"


def _boundary(text: str, first: int, start: int) -> int:
    match = re.compile(r"\s").search(text, first, start)
    return match.end() if match else first


def once(found: list[Suggestion]) -> list[Suggestion]:
    """Suggestions without those that say the same again."""
    seen, kept = set(), []
    for each in found:
        key = (each.about, tuple((path, value.casefold()) for path, value in each.values))
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept
