"""What a board may or must do after its pharmacy list has changed, with the reasons and what is left to its judgement.

Nobody applied here: a closure needs no leave. So no finding is made. Each item says what would make it due.
"""

from dataclasses import dataclass

from app.domain.baselines import Baseline
from app.domain.findings import Duty
from app.law.regulation_6 import (
    Obligation,
    keep_the_map,
    may_supplement,
    revise_sooner,
    supplement_after_consolidation,
)
from app.recheck.early_warning import AreaCrossed, EarlyWarning, EventFound, words_of
from app.recheck.lists import Event

MOST_REASONS = 20
BEARS_ON = (
    "Does the change in availability bear on applications for market entry (section 129(2)(c)(i) or (ii) of the "
    "National Health Service Act 2006)?"
)
OUT_OF_PROPORTION = (
    "Would a revised assessment be out of proportion? If one is under way: is it essential to modify the assessment at "
    "once to prevent significant detriment?"
)


@dataclass(frozen=True)
class Due:
    """What may be due from one board. ``duty`` is what the text lays down once ``left`` is judged to be so."""

    board: str
    board_name: str
    citation: str
    duty: Duty
    text: str
    reasons: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class NeedChanged:
    """Residents of a locality in the earlier and in the later snapshot."""

    locality: str
    before: int
    after: int


def dues(baseline: Baseline, found: EarlyWarning, need: tuple[NeedChanged, ...] = ()) -> tuple[Due, ...]:
    """What may be due from each board of a PNA. ``need``: localities whose residents are other numbers than before."""
    return tuple(
        due for board in baseline.boards for due in _of_board(board.code, board.name, baseline, found, need)
    )


def _of_board(
    code: str, name: str, baseline: Baseline, found: EarlyWarning, need: tuple[NeedChanged, ...]
) -> list[Due]:
    own = [event for event in found.events if event.hwb == code]
    # A board writes about its own area, and people use pharmacies over the border.
    felt = [event for event in found.events if event.felt and (event.hwb == code or _over(event, baseline))]
    some = []
    if own:
        keep = keep_the_map()
        words = tuple(words_of(event.change) for event in own if event.change.event is not Event.NEW_CODE)
        if words:
            some.append(Due(code, name, keep_the_map.citation, keep.duty, keep.text, _shown(words), ()))
    changed = [event for event in felt if event.change.event is not Event.NEW_CODE]
    if changed:
        some.append(_supplement(code, name, changed, found.areas))
    closed = [event for event in own if event.change.event is Event.CLOSED]
    if closed:
        some.append(_after_consolidation(code, name, closed))
    if need:
        some.append(_revise(code, name, need))
    return some


def _over(event: EventFound, baseline: Baseline) -> bool:
    """Whether an event lies in no area of the PNA's own boards."""
    return event.hwb not in {board.code for board in baseline.boards}


def _supplement(code: str, name: str, events: list[EventFound], areas: tuple[AreaCrossed, ...]) -> Due:
    may: Obligation = may_supplement(relevant=True, disproportionate=True, revising_and_essential=False)
    reasons = [f"{words_of(event.change)}{_effect(event)}" for event in events]
    reasons += [
        f"In {area.area} ({area.layer}) {area.lost:,} residents fell outside the standard {area.standard!r}"
        f"{f': {area.crossed}' if area.crossed else ''}."
        for area in areas
        if area.lost and area.layer == "locality"
    ]
    return Due(
        code,
        name,
        may_supplement.citation,
        may.duty,
        f"{may.text} It is due only if the board judges so.",
        _shown(tuple(reasons)),
        (BEARS_ON, OUT_OF_PROPORTION),
    )


def _effect(event: EventFound) -> str:
    """How residents feel an event, on the first standard measured."""
    one = event.touched[0]
    parts = []
    if one.nearest_before:
        parts.append(f"it was the nearest pharmacy of {one.nearest_before:,} residents")
    if one.nearest_after:
        parts.append(f"it is the nearest pharmacy of {one.nearest_after:,}")
    if one.lost:
        parts.append(f"{one.lost:,} fell outside the standard {one.standard!r}")
    if one.gained:
        parts.append(f"{one.gained:,} came within the standard {one.standard!r}")
    if one.may_lose:
        parts.append(
            f"of {one.may_lose:,} the streets of the data cannot tell whether they still are within it"
        )
    return f" By the standard {one.standard!r} {'; '.join(parts)}." if parts else ""


def _after_consolidation(code: str, name: str, closed: list[EventFound]) -> Due:
    must: Obligation = supplement_after_consolidation(granted=True, opinion=None)
    return Due(
        code,
        name,
        supplement_after_consolidation.citation,
        must.duty,
        f"Only where premises went by a consolidation that was granted: {must.text[0].lower()}{must.text[1:]}",
        _shown(tuple(words_of(event.change) for event in closed)),
        ("Did any of these close by a granted consolidation? A pharmacy list does not say.",),
    )


def _revise(code: str, name: str, need: tuple[NeedChanged, ...]) -> Due:
    must: Obligation = revise_sooner(significant=True, disproportionate=False)
    return Due(
        code,
        name,
        revise_sooner.citation,
        must.duty,
        f"Only if the change in need is significant and a revision is in proportion: {must.text[0].lower()}{must.text[1:]}",
        _shown(tuple(f"{one.locality}: {one.before:,} residents before, {one.after:,} now." for one in need)),
        (
            "Is the change in need significant (number of people, demography, risks to health)?",
            "Would a revised assessment be a disproportionate response?",
        ),
    )


def _shown(reasons: tuple[str, ...]) -> tuple[str, ...]:
    left = len(reasons) - MOST_REASONS
    return reasons if left <= 0 else (*reasons[:MOST_REASONS], f"And {left} more: see the tables.")
