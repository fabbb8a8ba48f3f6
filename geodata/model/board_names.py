"""Names of boards, however they are written: the one place where it is decided whether two are of one board."""

import re

_WRITTEN_OR_NOT = re.compile(
    r"\b(city of|county of|royal borough of|london borough of|borough of|the|council|county council|city council|"
    r"borough council|metropolitan borough|health and wellbeing board|hwb)\b"
)


def board_key(name: str) -> str:
    """A board's name without capitals, stops, and words that some write and others do not ("Quernwick, City of")."""
    plain = re.sub(
        r"[^a-z0-9 ]+", " ", name.casefold().replace("&", " and ").replace("’", "").replace("'", "")
    )
    bare = " ".join(_WRITTEN_OR_NOT.sub(" ", plain).split())
    return bare or " ".join(plain.split())
