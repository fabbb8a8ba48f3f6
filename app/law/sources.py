"""In what the wording of each rule was read, and how far. Nothing is said to be read that was not.

SI 2013/349 was read in two states: as made, and as a public copy of legislation.gov.uk had it in 2019 ("the text of 2019").
That copy holds the amendments of 2014 and 2016 to provisions that were there before, sub-paragraphs that were put into them
included, but not the provisions that SI 2016/1077 put in anew (regulation 26A; Schedule 2, paragraphs 29A and 34A): those
were read in SI 2016/1077 alone. Amending
instruments were read as made.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.law.links import LEGISLATION, REGULATIONS


class Extent(StrEnum):
    """How far a provision was read."""

    WHOLE = "read whole"
    PART = "read in part"
    NOT = "not read"


@dataclass(frozen=True)
class Text:
    """A text of the law in the state in which it was read, and where that instrument stands."""

    name: str
    link: str


@dataclass(frozen=True)
class Source:
    """How far the wording of a rule was read: in which ``texts``, and what has to be said with that.

    ``words`` say it in a line. ``read`` is whether it was the text of the law itself that was read.
    """

    words: str
    read: bool = True
    extent: Extent = Extent.WHOLE
    texts: tuple[Text, ...] = ()
    caveat: str = ""


def _as_made(number: str) -> Text:
    return Text(f"SI {number} as made", f"{LEGISLATION}/{number}/made")


MADE_2013 = _as_made(REGULATIONS)
TEXT_2019 = Text(f"the text of SI {REGULATIONS} of 2019", f"{LEGISLATION}/{REGULATIONS}")
SI_2013_218 = _as_made("2013/218")
SI_2014_417 = _as_made("2014/417")
SI_2016_1077 = _as_made("2016/1077")
SI_2020_885 = _as_made("2020/885")
SI_2020_1126 = _as_made("2020/1126")
SI_2021_1346 = _as_made("2021/1346")
SI_2023_479 = _as_made("2023/479")
SI_2025_636 = _as_made("2025/636")
LATER_IN_PART = "later amendments were read in part only"


def read_in(*texts: Text, extent: Extent = Extent.WHOLE, caveat: str = "") -> Source:
    """A source whose words follow from what was read."""
    names = " and in ".join(text.name for text in texts)
    words = f"{extent.value} in {names}{f'; {caveat}' if caveat else ''}"
    return Source(words, True, extent, texts, caveat)


READ_2019 = read_in(TEXT_2019, caveat=LATER_IN_PART)
READ_2013_AND_2019 = read_in(MADE_2013, TEXT_2019, caveat=LATER_IN_PART)
READ_2013 = read_in(MADE_2013)
READ_2014 = read_in(SI_2014_417, TEXT_2019, caveat=LATER_IN_PART)
READ_2016 = read_in(
    SI_2016_1077, caveat="no later text of it was read; later amendments were read in part only"
)
READ_2016_AND_2019 = read_in(SI_2016_1077, TEXT_2019, caveat=LATER_IN_PART)
READ_2020 = read_in(SI_2020_1126)
READ_2021 = read_in(SI_2021_1346, caveat="the paragraphs that it amends were not all read as amended")
READ_2023 = read_in(SI_2023_479)
READ_2025 = read_in(SI_2025_636, TEXT_2019)
READ_2013_218 = read_in(
    SI_2013_218,
    caveat="Part 2 of it; SI 2024/16 amends its regulations 23, 25, 29 and 30, and no amendment of regulation 3 was found; "
    "whether the council has a wider power was not checked",
)
