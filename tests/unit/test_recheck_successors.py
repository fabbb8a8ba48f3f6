"""A site that another owner took over is followed to its new code; where that is not clear, nothing is chosen."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.access import prepare
from app.access.mixed import Parts
from app.domain.applications import Claims, StatedPremises
from app.domain.canonical import compact_json
from app.domain.other_applications import OtherKind
from app.recheck.causes import AreaCache, Basis, Cause, Rechecked, recheck
from app.recheck.conclusions import Conclusion, agreed
from app.recheck.lists import Event, list_changes
from app.recheck.report import as_csv, report
from app.recheck.successors import Followed, follow
from app.recheck.words import followed_words, moved_words, value_words
from app.store.values import read_value
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Snapshot
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation, entry, relocation
from tests.made_up.small_area import NORTHING, PREMISES, premises, snapshot

FIRST, SECOND, *OTHERS = PREMISES
SOLD = replace(SECOND, ods_code="XA902", trading_name="The new owner", closed=None, opened=date(2026, 3, 2))


def rechecked(old: Snapshot, new: Snapshot, **changes: object) -> Rechecked:
    bases = (Basis(BASELINE, Parts(made, made, made), WITHIN) for made in (old, new))
    before, after = bases
    return recheck(consolidation(**changes), before, after, AreaCache())


def moved(found: Rechecked) -> dict[str, tuple[object, object]]:
    return {change.moved.name: (change.moved.old, change.moved.new) for change in found.changes}


def test_a_closing_site_is_followed_to_its_new_owner_and_measured_with_its_code(tmp_path: Path) -> None:
    old = snapshot(tmp_path)
    found = rechecked(old, snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    # The same door: nobody's trip is another, and nothing is to be looked at again.
    assert moved(found) == {"site.leaving.listed": ("XA002", "XA902")}
    assert not found.weighs
    (change,) = found.changes
    assert change.causes == (Cause.PHARMACIES,)
    assert dict(found.new.figures)["coverage.walk-5.lost"] == 300, (
        "as by hand: home 1,200 loses its five minutes"
    )
    assert found.followed == (
        Followed(
            "CAS-0001",
            "closing",
            "XA002",
            "XA902",
            (),
            "both stand at XT1 1AB, number 950; XA902 opened on 2 March 2026",
        ),
    )
    assert read_value(Rechecked, compact_json(found)) == found
    assert "Measured on the new list as XA902: both stand at" in followed_words(found.followed[0])
    assert value_words(change.moved, None) == "not found on the list"
    assert moved_words(change.moved) == "Figure: code on the pharmacy list of the site that is left"


def test_without_the_successor_it_would_have_been_taken_for_another_pharmacy(tmp_path: Path) -> None:
    """What the re-check says where the code is gone and nothing is new at the door: the site is not on the list."""
    found = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, *OTHERS)))
    assert moved(found)["site-not-listed"] == (None, True)
    assert found.followed == ()


def test_two_new_pharmacies_at_the_door_are_listed_and_neither_is_chosen(tmp_path: Path) -> None:
    also = replace(SOLD, ods_code="XA903")
    found = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, also, *OTHERS)))
    assert moved(found)["site-not-listed"] == (None, True)
    assert moved(found)["site.leaving.listed"] == ("XA002", None)
    (one,) = found.followed
    assert (one.new, one.others) == (None, ("XA902", "XA903"))
    assert "XA902 and XA903 are new at the door of XA002" in one.why
    assert "What followed XA002 is not known" in followed_words(one)
    # Whichever closes, the other is left at its door: nobody loses anything, and one more is left within a mile.
    figures = dict(found.new.figures)
    assert (figures["coverage.walk-5.lost"], figures["alternatives.walk"]) == (0, 3)
    assert {cause for change in found.changes for cause in change.causes} == {Cause.PHARMACIES}
    # By the papers' name it would be one of the two: the name alone is not taken for a proof.
    named = replace(also, trading_name=S2.name)
    new = snapshot(tmp_path, premises=(FIRST, SOLD, named, *OTHERS))
    by_name = rechecked(snapshot(tmp_path), new, closing=replace(S2, ods_code=None))
    assert moved(by_name)["site.leaving.listed"] == ("XA002", None)


def test_two_that_left_one_door_where_one_came_are_not_told_apart(tmp_path: Path) -> None:
    twin = replace(SECOND, ods_code="XA008", trading_name="The other counter")
    old = snapshot(tmp_path, premises=(FIRST, SECOND, twin, *OTHERS))
    found = rechecked(old, snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    (one,) = found.followed
    assert (one.new, one.others) == (None, ("XA902",))
    assert "XA002 and XA008 stood at the door where XA902 is new" in one.why
    # Closed under its new code it takes five minutes from 300 people; were it the other's, nobody would lose by it.
    figures, verdicts = dict(found.new.figures), dict(found.new.verdicts)
    assert figures["coverage.walk-5.lost"] is None
    assert figures["coverage.walk-5.people"] == 1000
    assert moved(found)["coverage.walk-5.lost"] == (0, None)
    assert set(verdicts) == set(dict(found.old.verdicts))


def test_what_several_conclusions_do_not_agree_on_is_not_known() -> None:
    one = Conclusion("must", (("a", "met"), ("b", "met")), ("x",), (("f", 1), ("g", 2)))
    other = Conclusion("may", (("a", "met"), ("b", "not met")), ("y",), (("f", 1), ("g", 3)))
    assert agreed([one]) is one
    assert agreed([one, other]) == Conclusion(
        "not known",
        (("a", "met"), ("b", "not known")),
        ("site-not-listed", "x", "y"),
        (("f", 1), ("g", None)),
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(SOLD, address="952 Long Street"),
        replace(SOLD, postcode="XT1 1AC"),
        replace(SOLD, contract_type=ContractType.APPLIANCE),
        replace(SOLD, distance_selling=True),
    ],
)
def test_another_door_or_another_kind_is_no_successor(tmp_path: Path, other: Premises) -> None:
    found = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, other, *OTHERS)))
    assert found.followed == ()
    assert "site-not-listed" in moved(found)
    # The early warning tells the same: one rule of what a change of owner is.
    assert {change.event for change in list_changes(PREMISES, (FIRST, other, *OTHERS))} == {
        Event.CLOSED,
        Event.OPENED,
    }


def test_papers_with_no_code_are_followed_by_what_the_old_list_made_of_them(tmp_path: Path) -> None:
    quiet = replace(S2, ods_code=None)
    lists = (snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    old, new = (prepare(made) for made in lists)
    followed, told = follow(consolidation(closing=quiet), old, new)
    assert followed == consolidation(closing=replace(quiet, ods_code="XA902", listed_as=("XA902",)))
    assert [one.new for one in told] == ["XA902"]
    assert follow(consolidation(), old, old) == (consolidation(), ())


def test_a_site_that_is_not_open_yet_is_not_looked_for(tmp_path: Path) -> None:
    lists = (snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    old, new = (prepare(made) for made in lists)
    at_the_door = StatedPremises("New", "950 Long Street", "XT1 1AB", ods_code="XA002")
    for application in (
        relocation(existing=S1, proposed=at_the_door),
        entry(premises=at_the_door),
    ):
        assert follow(application, old, new) == (application, ())
    owner = entry(kind=OtherKind.CHANGE_OF_OWNERSHIP, basis=None, premises=at_the_door)
    assert [one.site for one in follow(owner, old, new)[1]] == ["premises"]


def test_papers_that_name_the_new_code_as_their_other_site_are_left_as_they_are(tmp_path: Path) -> None:
    lists = (snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    old, new = (prepare(made) for made in lists)
    odd = consolidation(continuing=replace(S1, ods_code="XA902"))
    application, (one,) = follow(odd, old, new)
    assert application == odd
    assert (one.new, one.others) == (None, ("XA902",))
    assert "the papers name it as their other site already" in one.why


def test_those_considered_together_are_followed_too(tmp_path: Path) -> None:
    third = OTHERS[0]
    sold = replace(third, ods_code="XA903")
    lists = (snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, sold, *OTHERS[1:])))
    old, new = (Basis(BASELINE, Parts(made, made, made), WITHIN) for made in lists)
    closing = StatedPremises("Pharmacy XA003", third.address, third.postcode, ods_code="XA003")
    other = consolidation(reference="CAS-0009", closing=closing)
    found = recheck(consolidation(), old, new, AreaCache(), together=(other,))
    assert [(one.reference, one.old, one.new) for one in found.followed] == [
        ("CAS-0001", "XA002", "XA902"),
        ("CAS-0009", "XA003", "XA903"),
    ]
    assert set(moved(found)) == {"site.leaving.listed"}


def test_the_report_and_its_table_say_which_code_is_which(tmp_path: Path) -> None:
    clear = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, *OTHERS)))
    also = replace(SOLD, ods_code="XA903")
    unclear = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, SOLD, also, *OTHERS)))
    found = [("one", clear), ("two", unclear)]
    said = report(found)
    assert [case.case for case in said.followed] == ["one", "two"]
    assert said.figures_only == ("one",)
    assert [ranked.case for ranked in said.changed] == ["two"]
    rows = [row for row in csv.DictReader(io.StringIO(as_csv(found))) if row["kind"] == "site"]
    assert [(row["name"], row["old"], row["new"], row["causes"]) for row in rows] == [
        ("closing", "XA002", "XA902", "pharmacy list"),
        ("closing", "XA002", "XA902 or XA903, not known", "pharmacy list"),
    ]
    assert "number 950" in rows[0]["why"]


def _both(old: Snapshot, new: Snapshot) -> tuple[Basis, Basis]:
    before, after = (Basis(BASELINE, Parts(made, made, made), WITHIN) for made in (old, new))
    return before, after


NEXT = StatedPremises("Pharmacy XA001", "700 Long Street", "XT1 1AD")
MOVE = relocation(existing=replace(S1, point=None), proposed=NEXT, claims=Claims(200))
"""A move from 500 m to 700 m of the street."""
AT_700 = replace(FIRST, address=NEXT.address, postcode=NEXT.postcode, point=premises("", 700, "").point)


def kept(found: Rechecked) -> dict[str, object]:
    """The figures that may not move: the two places of the papers compared, and what access comes to."""
    figures = dict(found.new.figures)
    old = dict(found.old.figures)
    assert figures["distance.straight"] == figures["distance.walk"] == 200.0
    begins = ("distance.", "alternatives.", "coverage.", "affected.", "hwb.", "pna.")
    assert {name: value for name, value in figures.items() if name.startswith(begins)} == {
        name: value for name, value in old.items() if name.startswith(begins)
    }
    return figures


def test_after_a_move_that_was_granted_old_place_and_new_place_are_compared_as_before(tmp_path: Path) -> None:
    """The new list has the pharmacy where it moved: that is told, and is no 0 metres."""
    found = recheck(
        MOVE, *_both(snapshot(tmp_path), snapshot(tmp_path, premises=(AT_700, *PREMISES[1:]))), AreaCache()
    )
    assert kept(found)["site.leaving.listed"] == "XA001"
    assert moved(found) == {"site-elsewhere-on-list": (None, True)}
    assert found.changes[0].causes == (Cause.PHARMACIES,)
    # Renamed on the way, the code alone says who it is; the old list had settled it.
    renamed = replace(AT_700, trading_name="Green Door")
    again = recheck(
        MOVE, *_both(snapshot(tmp_path), snapshot(tmp_path, premises=(renamed, *PREMISES[1:]))), AreaCache()
    )
    assert kept(again) == kept(found)


def test_a_door_that_officers_measured_on_the_old_list_stays_the_papers_place(tmp_path: Path) -> None:
    door = replace(FIRST, point=Point(500_490.0, NORTHING, "door, measured by officers", 1.0))
    old = snapshot(tmp_path, premises=(door, *PREMISES[1:]))
    found = recheck(MOVE, *_both(old, snapshot(tmp_path, premises=(AT_700, *PREMISES[1:]))), AreaCache())
    assert dict(found.old.figures)["distance.walk"] == dict(found.new.figures)["distance.walk"] == 210.0


def test_after_a_move_that_was_refused_nothing_moves(tmp_path: Path) -> None:
    opened = premises("XA040", 3_900, "XT1 1AC")
    found = recheck(
        MOVE, *_both(snapshot(tmp_path), snapshot(tmp_path, premises=(*PREMISES, opened))), AreaCache()
    )
    kept(found)
    assert found.changes == ()


@pytest.mark.parametrize("name", ["Pharmacy XA001", "The new owner"])
def test_a_code_that_changed_with_the_move_is_followed_to_the_proposed_door(
    tmp_path: Path, name: str
) -> None:
    """Moved and sold: the old code is gone, and another is new at the door that the papers move to."""
    new = replace(AT_700, ods_code="XB900", trading_name=name, opened=date(2026, 3, 2))
    found = recheck(
        MOVE, *_both(snapshot(tmp_path), snapshot(tmp_path, premises=(new, *PREMISES[1:]))), AreaCache()
    )
    assert kept(found)["site.leaving.listed"] == "XB900"
    (one,) = found.followed
    assert (one.old, one.new, one.why) == (
        "XA001",
        "XB900",
        "XB900 is new at XT1 1AD, where the papers move XA001",
    )


def test_a_change_of_code_at_the_old_door_moves_the_code_alone(tmp_path: Path) -> None:
    sold = replace(FIRST, ods_code="XB901", trading_name="The new owner")
    found = recheck(
        MOVE, *_both(snapshot(tmp_path), snapshot(tmp_path, premises=(sold, *PREMISES[1:]))), AreaCache()
    )
    kept(found)
    assert moved(found) == {"site.leaving.listed": ("XA001", "XB901")}


def test_after_a_consolidation_that_was_granted_the_closed_site_is_compared_at_its_old_place(
    tmp_path: Path,
) -> None:
    found = rechecked(snapshot(tmp_path), snapshot(tmp_path, premises=(FIRST, *OTHERS)))
    figures, before = dict(found.new.figures), dict(found.old.figures)
    for name in ("distance.walk", "alternatives.walk", "coverage.walk-5.before", "coverage.walk-5.lost"):
        assert figures[name] == before[name], name
    assert {name for name in moved(found) if name.startswith("site")} == {
        "site.leaving.listed",
        "site-not-listed",
    }
    # Another of its name a few doors on was there before: the closed site is not taken for it.
    near = replace(premises("XA050", 1_000, "XT1 1ZZ"), trading_name=S2.name)
    beside = rechecked(
        snapshot(tmp_path, premises=(*PREMISES, near)), snapshot(tmp_path, premises=(FIRST, *OTHERS, near))
    )
    assert "site-in-question" not in beside.new.flags
    assert (
        dict(beside.new.figures)["coverage.walk-5.lost"] == dict(beside.old.figures)["coverage.walk-5.lost"]
    )
