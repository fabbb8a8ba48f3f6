"""What a baseline has to be before it is registered, and what the library has to hold for it."""

from collections.abc import Iterator

from app.domain.baselines import Baseline
from app.schemas.faults import Fault
from app.store.library import Library, UnusableSnapshotError


def faults_of_baseline(baseline: Baseline, library: Library) -> tuple[Fault, ...]:
    """Everything that keeps a baseline from being registered, by field. Empty where nothing does."""
    return (
        *_snapshot(baseline, library),
        *_predecessor(baseline, library),
        *_twice("boards", "code", "The board", [board.code for board in baseline.boards]),
        *_twice("localities", "id", "The locality", [found.id for found in baseline.localities]),
        *_wards(baseline),
    )


def _snapshot(baseline: Baseline, library: Library) -> Iterator[Fault]:
    try:
        snapshot = library.snapshot(baseline.snapshot)
    except UnusableSnapshotError as error:
        yield Fault("snapshot", str(error))
        return
    outlines = {outline.code: outline.name for outline in snapshot.boundaries("hwb")}
    for at, board in enumerate(baseline.boards):
        # Without outlines nobody can say which boards there are.
        if outlines and board.code not in outlines:
            there = ", ".join(f"{code} ({name})" for code, name in sorted(outlines.items()))
            yield Fault(
                f"boards.{at}.code",
                f"Snapshot {snapshot.id} has no area {board.code!r}. Those that it has are: {there}.",
            )


def _predecessor(baseline: Baseline, library: Library) -> Iterator[Fault]:
    if baseline.predecessor is None:
        return
    before = next((each for each in library.baselines if each.id == baseline.predecessor), None)
    if before is None:
        yield Fault(
            "predecessor",
            f"There is no baseline {baseline.predecessor!r}. Register it first, or leave the field out.",
        )
    elif before.begins()[:4] > baseline.begins()[:4] or (
        len(before.begins()) == len(baseline.begins()) and before.begins() > baseline.begins()
    ):
        yield Fault(
            "predecessor",
            f"Baseline {before.id} is in force from {before.begins()}, which is later than {baseline.begins()}. "
            "Check which of them came first.",
        )


def _twice(field: str, part: str, what: str, names: list[str]) -> Iterator[Fault]:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield Fault(f"{field}.{at}.{part}", f"{what} {name!r} is given twice. Give each once.")


def _wards(baseline: Baseline) -> Iterator[Fault]:
    """A ward in two localities: which one's findings hold for it would be left to chance."""
    seen: dict[str, str] = {}
    for at, locality in enumerate(baseline.localities):
        for place, ward in enumerate(locality.wards):
            if ward in seen:
                yield Fault(
                    f"localities.{at}.wards.{place}",
                    f"Ward {ward} is in the locality {seen[ward]!r} too. Give each ward to one locality.",
                )
            seen.setdefault(ward, locality.id)
