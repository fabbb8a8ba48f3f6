"""Whether two descriptions of premises may be of the same premises: their names, street numbers and postcodes compared.

Papers and lists write one name in many ways ("Lloydspharmacy", "LLOYDS PHARMACY LTD"), and one name stands over hundreds of
doors. So a name settles nothing by itself, and "cannot be told" is an answer of its own.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from geodata.model.postcode import squeezed

SAME_PLACE_M = 100.0
"""How far two points of one place may lie apart: the point of a postcode moves between vintages, and is not its door."""

COMMON = frozenset(
    [
        *(
            "the",
            "a",
            "and",
            "of",
            "at",
            "in",
            "for",
            "limited",
            "ltd",
            "plc",
            "llp",
            "uk",
            "co",
            "company",
            "group",
        ),
        *("pharmacy", "pharmacies", "pharm", "chemist", "chemists", "dispensing", "dispensary", "drug"),
        *("store", "stores", "shop", "retail", "healthcare", "health", "care"),
    ]
)
"""Words that many names of pharmacies have and that tell none from another."""

ALIKE = 0.85
"""Two words that agree to this share of their letters are one word, one of them misspelt or in the plural."""


@lru_cache(maxsize=4096)
def same_name(one: str, other: str) -> bool:
    """Whether two trading names may be of one business: all words that tell the shorter one apart occur in the other.

    "Boots" may be "Boots UK Limited"; "Station Pharmacy" is not "Station Road Dental"; two names of common words alone
    ("The Pharmacy", "The Chemist") are one only where they are written alike.
    """
    if _plain(one) == _plain(other):
        return True
    mine, theirs = _telling(one), _telling(other)
    if not mine or not theirs:
        return False
    if _alike("".join(mine), "".join(theirs)):
        return True
    shorter, longer = sorted((mine, theirs), key=len)
    return all(any(_alike(word, each) for each in longer) for word in shorter)


def same_postcode(one: str | None, other: str | None) -> bool:
    """Whether two postcodes are one, however they are spaced or capitalised; one that is not known is the same as none."""
    return bool(one and other) and squeezed(one or "") == squeezed(other or "")


def same_number(one: str, other: str) -> bool | None:
    """Whether two addresses have one street number; None where either has none to compare."""
    numbers = street_number(one), street_number(other)
    return None if None in numbers else numbers[0] == numbers[1]


def street_number(address: str) -> str | None:
    """The first number of an address, "45c" or "12-14"; None where it has none."""
    found = re.search(r"\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?", address.casefold())
    return found.group().replace(" ", "") if found else None


def _telling(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    # "Lloydspharmacy" is "Lloyds Pharmacy": what is common is taken off the end of a word, too.
    bare = (re.sub(r"(?<=.{3})(?:pharmacy|pharmacies|chemists?)$", "", word) for word in words)
    return tuple(word for word in bare if word not in COMMON)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE
