"""What is cut comes to what the uncut comes to, to the byte: by car over one-way roads, and with several closed at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import prepare
from app.domain.applications import Consolidation, Notice, Relocation
from app.domain.canonical import canonical_json
from app.recheck.partition import people_of
from app.recheck.plans import BasisAt, Plan, Task
from app.recheck.shares import Case, share
from app.recheck.work import work
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot, write_snapshot
from tests.made_up.applications import NOTICE
from tests.made_up.long_town import (
    BOTTOM,
    LEFT,
    MIDDLE,
    applications,
    baseline,
    pharmacies,
    snapshot,
    stated,
)

AS_AT = date(2026, 5, 20)
List = tuple[Premises, ...]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32 - 1),
    minutes=st.sampled_from([2.0, 5.0, 10.0]),
    modes=st.sampled_from([("car",), ("walk",), ("line",), ("walk", "car", "line")]),
    gone=st.integers(0, 10),
    number=st.sampled_from([30, 60, 120]),
    lanes=st.integers(0, 4),
)
def test_a_part_comes_to_what_the_whole_does(
    seed: int, minutes: float, modes: tuple[str, ...], gone: int, number: int, lanes: int
) -> None:
    """Few pharmacies send people far, over the border and back; of several that close at once the more so.

    From lanes that no road joins there is no way to any.
    """
    _compare(seed, minutes, modes, gone, number, lanes)


def test_a_part_is_much_smaller_than_the_whole() -> None:
    """Or the test above would compare what was never cut. Homes that are shut in are no reason to measure on all of it."""
    assert _compare(seed=8, minutes=10, modes=("walk", "car", "line"), gone=12, number=150, lanes=4) >= 75


def test_all_that_close_at_once_send_people_beyond_two_nearest() -> None:
    """Four at kilometre 75 close by applications considered together; who is left stands 35 km away on either side."""
    at = [35, 36, 74, 75, 75.5, 76, 110, 111]
    spread = pharmacies(np.random.default_rng(1), len(at))
    listed = tuple(
        replace(one, point=Point(LEFT + km * 1_000, BOTTOM + 990, "made up", 5.0))
        for one, km in zip(spread, at, strict=True)
    )
    notice = Notice("N", NOTICE.dated, NOTICE.reply_by, MIDDLE)
    four = [stated(one) for one in listed[2:6]]
    papers: list[Relocation | Consolidation] = [
        Consolidation(f"C{n}", "A Ltd", notice, continuing=four[n - 1], closing=four[n]) for n in range(4)
    ]
    assert _both_ways(1, (listed, listed[:-1]), 10, ("walk", "car", "line"), _cases(papers)) == 0


def _cases(papers: list[Relocation | Consolidation]) -> list[Case]:
    """Consolidations are considered together, each with all of the others."""
    joined = [each for each in papers if isinstance(each, Consolidation)]
    made = []
    for at, application in enumerate(papers):
        others = [each for each in joined if each is not application]
        beside = tuple(map(canonical_json, others)) if isinstance(application, Consolidation) else ()
        made.append(Case(Task(f"case-{at}", canonical_json(application), together=beside), application))
    return made


def _compare(seed: int, minutes: float, modes: tuple[str, ...], gone: int, number: int, lanes: int) -> int:
    """Cut and uncut, from a random list to the next. Gives back how many pharmacies the part leaves out."""
    random = np.random.default_rng(seed)
    listed = pharmacies(random, number)
    stay = sorted(random.choice(len(listed), len(listed) - gone, replace=False))
    sold = replace(listed[stay[0]], ods_code="XB000")
    later = (*(listed[at] for at in stay[1:]), sold)
    return _both_ways(seed, (listed, later), minutes, modes, _cases(applications(random, listed)), lanes)


def _both_ways(
    seed: int,
    lists: tuple[List, List],
    minutes: float,
    modes: tuple[str, ...],
    cases: list[Case],
    lanes: int = 0,
) -> int:
    before = baseline(minutes, modes)
    with TemporaryDirectory() as place:
        folder = Path(place)
        old, new = (snapshot(folder, np.random.default_rng(seed), premises=premises) for premises in lists)
        bases = (
            BasisAt(pna, made.path, made.path, made.path, AS_AT)
            for pna, made in ((before, old), (replace(before, id="next"), new))
        )
        plan = Plan(*bases)
        found = share(
            plan, cases, (old, (MIDDLE,)), (new, (MIDDLE,)), [prepare(new), prepare(old)], folder / "parts"
        )
        uncut = Plan(
            *(
                replace(basis, people=write_snapshot(folder, people_of(made, (MIDDLE,))))
                for basis, made in ((plan.old, old), (plan.new, new))
            )
        )
        one, other = work(found.plan, found.tasks), work(uncut, found.tasks)
        assert one == other
        assert all(outcome.error is None for outcome in one), one
        return len(old.premises) - len(Snapshot.open(found.plan.old.pharmacies).premises)
