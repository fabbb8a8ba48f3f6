"""How figures are rounded for prose: as people round, half up, and never finer than they are known.

Findings, flags, letters and tables all round here, so that people are told the same way everywhere. The exact figure
stands in a paper's evidence annex. A share is never rounded to "all" or "none" when it is neither, and a few metres are
never given as a number that a postcode's point cannot carry.
"""

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
