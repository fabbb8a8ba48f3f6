"""The chart of the week: people within a standard of a pharmacy that is open, hour by hour, today and after."""

from collections.abc import Sequence

from app.domain.evidence import Row
from app.letters.pictures.drawing import Drawn, element, line, picture, words

WIDTH, HEIGHT = 1600, 620
LEFT, RIGHT, TOP, BOTTOM = 150, 1580, 60, 500
HOURS = 24
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def draw_week(rows: Sequence[Row]) -> Drawn | None:
    """The chart from rows of day, hour, before, after (people). None where no hour of the week differs, or some is a range.

    Two lines would look like what is known, where hours of pharmacies are not.
    """
    if not any(row["before"] != row["after"] for row in rows):
        return None
    if any(row.get(f"{name}_most", row[name]) != row[name] for row in rows for name in ("before", "after")):
        return None
    before, after = (_series(rows, which) for which in ("before", "after"))
    top = _round_up(max(*before, *after, 1.0))
    parts = [*_grid(top)]
    lost = [at for at in range(len(before)) if after[at] < before[at]]
    for at in lost:
        x, y = _at(at, before[at], top)
        parts.append(
            element(
                "rect",
                x=x,
                y=y,
                width=_at(at + 1, 0, top)[0] - x,
                height=_at(at, after[at], top)[1] - y,
                fill="#c8c8c8",
            )
        )
    parts.append(line(_steps(before, top), 4))
    parts.append(line(_steps(after, top), 4, "12 8"))
    y = HEIGHT - 34
    parts += [
        line([(LEFT, y - 8), (LEFT + 90, y - 8)], 4), words("today", LEFT + 105, y),
        line([(LEFT + 260, y - 8), (LEFT + 350, y - 8)], 4, "12 8"), words("after the change", LEFT + 365, y),
        element("rect", x=LEFT + 640, y=y - 22, width=60, height=26, fill="#c8c8c8"),
        words("fewer than today", LEFT + 715, y),
    ]  # fmt: skip
    return picture(WIDTH, HEIGHT, parts)


def _series(rows: Sequence[Row], which: str) -> list[float]:
    found = [0.0] * (len(_DAYS) * HOURS)
    for row in rows:
        found[_DAYS.index(str(row["day"]).lower()) * HOURS + int(str(row["hour"]).partition(":")[0])] = float(
            str(row[which])
        )
    return found


def _steps(series: Sequence[float], top: float) -> list[tuple[float, float]]:
    points = []
    for at, value in enumerate(series):
        points += [_at(at, value, top), _at(at + 1, value, top)]
    return points


def _at(hour: float, people: float, top: float) -> tuple[float, float]:
    return LEFT + (RIGHT - LEFT) * hour / (len(_DAYS) * HOURS), BOTTOM - (BOTTOM - TOP) * people / top


def _grid(top: float) -> list[str]:
    parts = [words("People within the standard of a pharmacy that is open", LEFT, 34, 28)]
    for quarter in range(5):
        people = top * quarter / 4
        x, y = _at(0, people, top)
        parts.append(line([(x, y), (RIGHT, y)], 1.5, stroke="#8a8a8a"))
        parts.append(words(f"{people:,.0f}", LEFT - 14, y + 9, 26, "end"))
    for day, name in enumerate(_DAYS):
        x, y = _at(day * HOURS, 0, top)
        parts.append(line([(x, y), (x, y + 12)], 2))
        parts.append(words(name.capitalize(), x + 10, y + 36, 26))
    return parts


def _round_up(value: float) -> float:
    """A round figure at or above a value, four equal parts of which are round too."""
    power = 1
    while True:
        for step in (4, 8, 12, 20, 40):
            if step * power >= value:
                return float(step * power)
        power *= 10
