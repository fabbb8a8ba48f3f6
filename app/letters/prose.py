"""Figures, dates and lists as a careful officer writes them. The filters of the wording templates.

Each filter takes a Fact or a plain value. A filter for one unit refuses a fact of another, so that a template cannot
print people as metres.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.rounding import (
    SMALLEST_METRES,
    Number,
    count_said,
    day_said,
    half_up,
    hours_said,
    listed,
    metres_said,
    minutes_said,
    month_said,
    people_said,
    per_cent,
    whole,
)
from app.letters.characters import one_line
from app.letters.facts import Fact

# A full stop inside a closing quotation mark or bracket ends a sentence too.
_ENDINGS = tuple(f"{stop}{close}" for stop in ".!?…" for close in ("", "”", "’", ")", '"', "'"))
_MEASURED = ("m", "minutes", "people", "share", "hours a week")


def metres(value: object) -> str:
    """ "around 450 metres", "around 1.4 kilometres", "less than 5 metres" (nought among them)."""
    return metres_said(_number(value, "m"))


def trip(value: object) -> str:
    """A trip in the unit in which it was measured: "around 480 metres", "around 6 minutes"."""
    if isinstance(value, Fact) and value.unit == "minutes":
        return minutes_said(_number(value, "minutes"))
    return metres(value)


def longer(value: object) -> str:
    """A change in a trip: "around 220 metres longer", "around 2 minutes shorter"."""
    timed = isinstance(value, Fact) and value.unit == "minutes"
    change = _number(value, "minutes" if timed else "m")
    if timed and whole(change) == 0:
        return "the same length, to within a minute"
    if not timed and abs(change) < SMALLEST_METRES:
        return f"the same length, to within {SMALLEST_METRES} metres"
    return f"{minutes_said(abs(change)) if timed else metres_said(abs(change))} {'longer' if change > 0 else 'shorter'}"


def metres_as_stated(value: object) -> str:
    """A distance that somebody stated, as they stated it: "450 metres"."""
    return f"{_plain(_number(value, 'm'))} metres"


def whole_metres(value: object) -> str:
    """Metres for a table: "1,080"."""
    return f"{whole(_number(value, 'm')):,}"


def walk(value: object) -> str:
    """ "a 6-minute walk", "an 8-minute walk", "a walk of less than a minute"."""
    exact = _number(value, "minutes")
    rounded = whole(exact)
    if rounded < 1:
        return "a walk of less than a minute"
    return f"{_article(rounded)} {rounded:,}-minute walk"


def minutes(value: object) -> str:
    """ "20 minutes", "1 minute"; as stated, not rounded."""
    exact = _number(value, "minutes")
    return f"{_plain(exact)} {'minute' if exact == 1 else 'minutes'}"


def people(value: object) -> str:
    """ "1,204 people", "one person", "nobody"; "fewer than one person" where shared-out census counts leave a part."""
    return people_said(_number(value, "people"))


def whole_people(value: object) -> str:
    """A head-count for a table: "1,204"."""
    exact = _number(value, "people")
    return "under 1" if exact > 0 and whole(exact) == 0 else f"{whole(exact):,}"


def share(value: object) -> str:
    """ "98.4%"; "more than 99.9%" for nearly all and "less than 0.1%" for nearly none; "100%" only for all."""
    qualifier, rounded = per_cent(_number(value, "share"))
    figure = "100" if rounded == 100 else "0" if rounded == 0 else f"{rounded:.1f}"
    return f"{qualifier} {figure}%".strip()


def hours(value: object) -> str:
    """ "52 hours 30 minutes", "40 hours", "1 hour", "45 minutes": opening hours are exact to the minute."""
    return hours_said(_number(value, "hours a week"))


def count(value: object, singular: str = "", plural: str | None = None) -> str:
    """ "four pharmacies", "one pharmacy", "no pharmacies", "12 pharmacies", "none": words up to nine."""
    if isinstance(value, Fact) and value.unit in _MEASURED:
        raise TypeError(f"evidence {value.id!r} is in {value.unit}; it is no count of things")
    return count_said(_number(value, None), singular, plural)


def plural(value: object, one: str, many: str) -> str:
    """The word that agrees with a count: ``one`` for exactly one as printed, else ``many``."""
    return one if whole(_number(value, None)) == 1 else many


def day(value: object) -> str:
    """ "27 September 2019" from a date or ISO text; "March 2018" where the day is not known, "2018" where only a year is."""
    raw = value.value if isinstance(value, Fact) else value
    if isinstance(raw, date):
        return day_said(raw)
    parts = str(raw).split("-")
    if len(parts) == 1:
        return str(raw)
    if len(parts) == 2:
        return f"{month_said(int(parts[1]))} {parts[0]}"
    return day(date.fromisoformat(str(raw)))


def on_date(value: object) -> str:
    """ "on 5 March 2018", or "in March 2018" where the day is not known."""
    raw = value.value if isinstance(value, Fact) else value
    return f"{'on' if isinstance(raw, date) or str(raw).count('-') == 2 else 'in'} {day(raw)}"


def day_or_text(value: object) -> str:
    """A date as prose where the value is one; anything else as it stands: publishers write vintages in many ways."""
    raw = value.value if isinstance(value, Fact) else value
    try:
        return day(raw) if raw is not None else ""
    except (ValueError, IndexError):
        return one_line(str(raw))


def sentence(value: object) -> str:
    """Text from a source as a sentence of its own: a full stop is added where it has no ending."""
    text = str(value)
    return text if text.endswith(_ENDINGS) or not text else f"{text}."


def tenths(value: object) -> str:
    """A number to one decimal, for a table: "6.2"."""
    return str(half_up(_number(value, None), "0.1"))


def capital(value: object) -> str:
    """Text with its first letter made a capital and the rest left alone."""
    text = str(value)
    return text[:1].upper() + text[1:]


def decimal(value: object) -> str:
    """A number with the digits that it has: "4.828032"."""
    return _plain(_number(value, None))


def quoted(value: object) -> str:
    """Text in quotation marks, its own full stop left off so that the sentence round it can have one."""
    return f"“{str(value).removesuffix('.')}”"


def opening(value: object) -> str:
    """A day's hours for a table: "09:00 to 13:00, 14:00 to 17:30", "closed", or "not known"."""
    if value is None:
        return "not known"
    return (
        one_line(str(value)).replace("-", " to ").replace("–", " to ").replace(",", ", ").replace("  ", " ")
    )


def exact(fact_value: object, unit: str) -> str:
    """A value as the assessment holds it, for the evidence annex."""
    if fact_value is None:
        return "not known"
    if isinstance(fact_value, bool):
        return "yes" if fact_value else "no"
    if isinstance(fact_value, (int, float)):
        return f"{_plain(fact_value)} {unit}".strip()
    return one_line(str(fact_value))


def _number(value: object, unit: str | None) -> Number:
    if isinstance(value, Fact):
        if unit is not None and value.unit != unit:
            raise TypeError(
                f"evidence {value.id!r} is in {value.unit or 'no unit'}, not in {unit or 'counts'}"
            )
        value = value.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no number")
    return value


def _plain(value: Number) -> str:
    """A number with all the digits that it has and no more: 450, 1,609.344."""
    return f"{int(value):,}" if value == int(value) else f"{half_up(value, '0.000001').normalize():,f}"


def _article(number: int) -> str:
    return "an" if str(number)[0] == "8" or number in (11, 18) or 11_000 <= number < 12_000 else "a"


FILTERS: dict[str, Callable[..., Any]] = {
    "metres": metres,
    "trip": trip,
    "longer": longer,
    "metres_as_stated": metres_as_stated,
    "walk": walk,
    "minutes": minutes,
    "people": people,
    "share": share,
    "hours": hours,
    "count": count,
    "plural": plural,
    "date": day,
    "day_or_text": day_or_text,
    "listed": listed,
    "sentence": sentence,
    "quoted": quoted,
    "capital": capital,
    "decimal": decimal,
    "on_date": on_date,
}
