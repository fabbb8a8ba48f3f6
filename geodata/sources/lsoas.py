"""LSOAs of 2011 and of 2021: which of the two a file has, by the codes that were given out since."""

import re
from collections.abc import Iterable

LAST_OF_2011 = 33_768
"""E01033768 is England's last LSOA of 2011. What was redrawn for 2021 has a code after it; what was not keeps its own."""


def told_of_2011(wanted: Iterable[str], given: Iterable[str]) -> str:
    """A sentence where a file has LSOAs of 2011 and those of 2021 are wanted, else "".

    Only where some of what is wanted was redrawn can it be told: of the others both years say the same.
    """
    redrawn = sorted({code for code in wanted if _since_2021(code)})
    if not redrawn or any(_since_2021(code) for code in given):
        return ""
    return (
        f"Its LSOAs are those of 2011, whatever its column is called: it has none of those redrawn for 2021 "
        f"(such as {redrawn[0]})."
    )


def _since_2021(code: str) -> bool:
    found = re.fullmatch(r"E01(\d{6})", code)
    return found is not None and int(found[1]) > LAST_OF_2011
