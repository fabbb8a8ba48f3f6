"""Days and counts as people write them, for notes and errors."""

from datetime import date


def in_words(day: date) -> str:
    """A day as people write it: 23 February 2018."""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, one: str, many: str) -> str:
    """A count with its words: 1 LSOA has, 2 LSOAs have."""
    return f"{number:,} {one if number == 1 else many}"
