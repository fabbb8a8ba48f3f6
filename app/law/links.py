"""Where a provision stands at legislation.gov.uk, told from how it is cited."""

import re

LEGISLATION = "https://www.legislation.gov.uk/uksi"
REGULATIONS = "2013/349"

_PART = re.compile(
    r"SI (?P<instrument>\d{4}/\d+)|(?P<regulation>[Rr]egulations? )|Schedule (?P<schedule>\d+), paragraphs? "
    r"|(?<![(\w])(?P<number>\d+[A-Z]*)\b"
)
_HISTORY = re.compile(r",? as (?:amended|it stood|inserted|made)\b.*")
"""What a citation adds of amendments and days: no provision of its own."""


def provision_links(citation: str) -> tuple[str, ...]:
    """Addresses of the provisions that a citation names, each once, in order; of SI 2013/349 where it names no other.

    The address is of the provision as it stands now: of a wording that has gone, the page's own time line has it.
    Raises ValueError for a citation that names no provision.
    """
    instrument, place, found = REGULATIONS, "", []
    for part in _PART.finditer(_HISTORY.sub("", citation)):
        if part["instrument"]:
            instrument = part["instrument"]
        elif part["regulation"]:
            place = "regulation"
        elif part["schedule"]:
            place = f"schedule/{part['schedule']}/paragraph"
        elif place:
            found.append(f"{LEGISLATION}/{instrument}/{place}/{part['number']}")
    if not found:
        raise ValueError(f"{citation!r} names no provision; give a regulation or a paragraph of a Schedule.")
    return tuple(dict.fromkeys(found))
