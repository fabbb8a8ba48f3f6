"""How figures are rounded for prose: as people round, half up, and never finer than they are known.

Findings, flags, letters, pages and tables all round here, so that people are told the same way everywhere. The exact
figure stands in a paper's evidence annex and in JSON. A trip takes whole minutes; only means over many people that a table
sets side by side have a tenth. A share is never rounded to "all" or "none" when it is neither, and a few metres are never
given as a number that a postcode's point cannot carry.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Number = int | float

SMALLEST_METRES = 5
ROUND_FIVES_BELOW = 15
KILOMETRES_FROM = 995


def half_up(value: Number, step: str | int = 1) -> Decimal:
    """A number to the nearest ``step`` ("0.1", 1, 10, 100); halves go away from nought, so 5.5 is 6 and -5.5 is -6.

    Raises ValueError for NaN and infinity, which are no figures.
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value} is no figure that can be printed")
    unit = Decimal(step)
    return (exact / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def whole(value: Number) -> int:
    """A number to the nearest whole one."""
    return int(half_up(value))


def prose_metres(value: Number) -> tuple[Decimal, str]:
    """A length as people say it, with its unit: to 10 metres, to 5 below 15, to a tenth of a kilometre from 995 metres.

    (0, "metres") stands for less than 5 metres. Raises ValueError for a length below nought.
    """
    if value < 0:
        raise ValueError(f"a length of {value} metres is below nought")
    if value < SMALLEST_METRES:
        return Decimal(0), "metres"
    if value < KILOMETRES_FROM:
        return half_up(value, 5 if value < ROUND_FIVES_BELOW else 10), "metres"
    tenths = half_up(value / 1000, "0.1")
    return (tenths.to_integral_value() if tenths == tenths.to_integral_value() else tenths), "kilometres"


def minutes_of(hours: Number) -> int:
    """Hours as whole minutes, since opening times are exact to the minute."""
    return whole(float(half_up(hours, "0.000001")) * 60)


def per_cent(share: Number) -> tuple[str, Decimal]:
    """A share (0 to 1) as a per cent with one decimal, and "more than" or "less than" where rounding would say all or none.

    Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of {share} is not between 0 and 1")
    rounded = half_up(share * 100, "0.1")
    if rounded == 100 and share < 1:
        return "more than", Decimal("99.9")
    if rounded == 0 and share > 0:
        return "less than", Decimal("0.1")
    return "", rounded


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def metres_said(value: Number) -> str:
    """ "around 450 metres", "around 1.4 kilometres", "less than 5 metres" (nought among them)."""
    size, unit = prose_metres(value)
    if not size:
        return f"less than {SMALLEST_METRES} metres"
    return f"around {size:,} {unit.removesuffix('s') if size == 1 else unit}"


def minutes_in_whole(value: Number) -> str:
    """How long a trip takes, wherever somebody reads it: "6 minutes", "1 minute", "less than a minute".

    A change that makes it shorter is "-2 minutes".
    """
    rounded = whole(value)
    if rounded == 0:
        return "less than a minute"
    return f"{rounded:,} {'minute' if abs(rounded) == 1 else 'minutes'}"


def minutes_said(value: Number) -> str:
    """ "around 6 minutes", "around 1 minute", "less than a minute"."""
    said = minutes_in_whole(value)
    return said if whole(value) < 1 else f"around {said}"


def people_said(value: Number) -> str:
    """ "1,204 people", "one person", "nobody"; "fewer than one person" where shared-out census counts leave a part."""
    rounded = whole(value)
    if rounded == 0:
        return "nobody" if value == 0 else "fewer than one person"
    return "one person" if rounded == 1 else f"{rounded:,} people"


def hours_said(value: Number) -> str:
    """ "52 hours 30 minutes", "40 hours", "1 hour", "45 minutes": opening hours are exact to the minute."""
    total = minutes_of(value)
    parts = []
    if total >= 60 or total == 0:
        parts.append(f"{total // 60} {'hour' if total // 60 == 1 else 'hours'}")
    if total % 60:
        parts.append(f"{total % 60} {'minute' if total % 60 == 1 else 'minutes'}")
    return " ".join(parts)


def count_said(value: Number, singular: str = "", plural: str | None = None) -> str:
    """ "four pharmacies", "one pharmacy", "no pharmacies", "12 pharmacies", "none": words up to nine.

    Raises ValueError for what is no count.
    """
    if value != int(value) or value < 0:
        raise ValueError(f"{value} is no count")
    number = int(value)
    word = _WORDS[number] if number < len(_WORDS) else f"{number:,}"
    if not singular:
        return word if number else "none"
    return f"{word} {singular if number == 1 else plural or singular + 's'}"


def listed(items: Iterable[object], last: str = "and") -> str:
    """ "a, b and c"."""
    texts = [str(item) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def day_said(value: date) -> str:
    """ "6 August 2019"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month_said(month: int) -> str:
    """A month by its number: "March"."""
    return _MONTHS[month - 1]
