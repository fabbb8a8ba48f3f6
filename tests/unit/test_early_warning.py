"""Early warning on the made-up street: who crossed the standard, what may be due, whose removal now matters, by hand.

Homes stand at 0 (100 people), 450 (200), 1,200 (300) and 1,900 m (400), pharmacies at 500, 950 and 2,500 m. Ten minutes at
three miles an hour reach 805 m, five reach 402 m. Homes and pharmacies stand 10 m and 0 m off the street.
"""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from app.access import prepare
from app.cli import commands
from app.domain.findings import Duty
from app.recheck.compared import Compared, compare
from app.recheck.early_warning import crossed, words_of
from app.recheck.lists import Event
from app.recheck.warning_tables import as_tables
from geodata.model.point import Point
from geodata.model.premises import Premises
from tests.made_up.applications import BASELINE
from tests.made_up.papers import baseline as paper
from tests.made_up.small_area import PREMISES, WEST, contents, premises, snapshot

FIRST, SECOND, FAR, ONLINE = PREMISES
BOARD = "Westley Health and Wellbeing Board"


def _compared(tmp_path: Path, now: tuple[Premises, ...], **changes: object) -> Compared:
    old, new = snapshot(tmp_path), snapshot(tmp_path, premises=now, **changes)
    return compare(BASELINE, prepare(old), prepare(new))


def _areas(found: Compared, standard: str) -> dict[tuple[str, str], tuple[int, ...]]:
    return {
        (area.layer, area.area): (area.people, area.before, area.after, area.lost, area.gained)
        for area in found.warning.areas
        if area.standard == standard
    }


def test_a_closure_names_who_fell_outside_and_where(tmp_path: Path) -> None:
    found = _compared(tmp_path, (FIRST, FAR, ONLINE))
    (event,) = found.warning.events
    assert (event.change.event, event.hwb) == (Event.CLOSED, WEST)
    # The second was nearest for home 1,200 (260 m against 700 m): within ten minutes still, within five no longer.
    ten, five, straight = event.touched
    assert (ten.nearest_before, ten.lost) == (300, 0)
    assert (five.nearest_before, five.lost) == (300, 300)
    assert straight.lost == 0
    assert _areas(found, "walk-10") == {}
    # By five minutes the Middle had 300 of 700 within (home 1,900 is 610 m from the far one) and has none.
    assert _areas(found, "walk-5") == {
        ("locality", "Middle"): (700, 300, 0, 300, 0),
        ("ward", "Middle"): (700, 300, 0, 300, 0),
        ("whole area", "everyone"): (1_000, 500, 200, 300, 0),
    }
    whole = next(area for area in found.warning.areas if area.layer == "whole area")
    assert whole.crossed == ""  # half were within it, which is not most


@pytest.mark.parametrize(
    ("people", "before", "after", "said"),
    [
        (10, 10, 9, "all residents were within it, some are not now"),
        (10, 9, 10, "some residents were not within it, all are now"),
        (10, 6, 5, "most residents were within it, most are not now"),
        (10, 5, 6, "most residents were not within it, most are now"),
        (10, 8, 7, ""),
    ],
)
def test_how_an_area_as_a_whole_crossed(people: int, before: int, after: int, said: str) -> None:
    assert crossed(people, before, after) == said


def test_what_may_be_due_after_a_closure_and_what_is_left_to_judge(tmp_path: Path) -> None:
    found = _compared(tmp_path, (FIRST, FAR, ONLINE))
    due = {one.citation: one for one in found.due}
    assert list(due) == ["regulation 4(2)", "regulation 6(3)", "regulation 6(4)"]
    assert {one.board_name for one in found.due} == {BOARD}
    assert due["regulation 4(2)"].duty is Duty.MUST
    may = due["regulation 6(3)"]
    assert may.duty is Duty.MAY
    assert "It is due only if the board judges so." in may.text
    assert "nearest pharmacy of 300 residents" in may.reasons[0]
    assert "In Middle (locality) 300 residents fell outside the standard 'walk-5'." in may.reasons
    assert "out of proportion" in may.left[1]
    assert "A pharmacy list does not say." in due["regulation 6(4)"].left[0]


def test_another_owner_at_the_same_door_is_no_closure_and_nothing_is_due(tmp_path: Path) -> None:
    resold = replace(SECOND, ods_code="XA900", trading_name="New owner")
    found = _compared(tmp_path, (FIRST, FAR, resold, ONLINE))
    (event,) = found.warning.events
    assert event.change.event is Event.NEW_CODE
    assert "another owner, not a closure" in words_of(event.change)
    assert found.warning.areas == found.warning.sites == found.due == ()


def test_removals_that_now_matter_are_named(tmp_path: Path) -> None:
    found = _compared(tmp_path, (FIRST, FAR, ONLINE))
    # With the second gone, the first alone serves homes 0, 450 and 1,200 within ten minutes: 600 people, before 0 and 100.
    sites = {(s.standard, s.ods_code): (s.losing_before, s.losing_now) for s in found.warning.sites}
    assert sites[("walk-10", "XA001")] == (100, 600)
    # Within five minutes it has home 450 alone, as before.
    assert ("walk-5", "XA001") not in sites


def test_an_opening_and_a_move_are_told_with_who_gains(tmp_path: Path) -> None:
    moved = replace(FAR, postcode="XT1 1ZZ", point=Point(501_900.0, 400_000.0, "test", 1.0))
    opened = premises("XA010", 30, "XT2 2BB")
    found = _compared(tmp_path, (FIRST, SECOND, moved, opened, ONLINE))
    told = {event.change.event: event for event in found.warning.events}
    assert set(told) == {Event.MOVED, Event.OPENED}
    # Home 1,900 was 610 m from the far one: outside five minutes, now at its door; home 0 was 510 m from the first.
    assert told[Event.MOVED].touched[1].gained == 400
    assert told[Event.OPENED].touched[1].gained == 100
    assert words_of(told[Event.MOVED].change) == "Pharmacy XA003 (XA003), XT1 1ZZ moved from XT1 1AC, 600 m."
    everybody = next(
        area for area in found.warning.areas if area.layer == "whole area" and area.standard == "walk-5"
    )
    assert everybody.crossed == "some residents were not within it, all are now"


def test_another_population_asks_whether_need_has_changed(tmp_path: Path) -> None:
    homes = contents().homes
    more = replace(homes, people=(homes.people * 2).astype(np.int32))
    found = _compared(tmp_path, PREMISES, homes=more)
    assert [(need.locality, need.before, need.after) for need in found.need] == [
        ("West", 300, 600), ("Middle", 700, 1_400),
    ]  # fmt: skip
    (due,) = found.due
    assert (due.citation, due.duty) == ("regulation 6(2)", Duty.MUST)
    assert due.text.startswith("Only if the change in need is significant")
    # The lists are one and the same: nothing else is told.
    assert found.warning.events == ()
    assert found.warning.areas == ()


def test_without_streets_the_straight_line_is_still_compared(tmp_path: Path) -> None:
    old, new = snapshot(tmp_path, networks={}), snapshot(tmp_path, networks={}, premises=(FIRST, FAR, ONLINE))
    found = compare(BASELINE, prepare(old), prepare(new))
    assert [standard for standard, _ in found.warning.not_measured] == ["walk-10", "walk-5"]
    assert {one.standard for event in found.warning.events for one in event.touched} == {"straight-10"}


def test_tables_say_the_same_and_are_safe_to_open(tmp_path: Path) -> None:
    named = replace(FAR, trading_name="=Far")
    tables = as_tables(_compared(tmp_path, (FIRST, named, ONLINE)))
    rows = {name: list(csv.DictReader(io.StringIO(text.decode()))) for name, text in tables.items()}
    assert set(rows) == {"list-changes.csv", "areas.csv", "sites.csv", "due.csv"}
    closed = [row for row in rows["list-changes.csv"] if row["ods_code"] == "XA002"]
    assert [(row["standard"], row["lost"]) for row in closed] == [
        ("walk-10", "0"), ("walk-5", "300"), ("straight-10", "0"),
    ]  # fmt: skip
    assert {row["citation"] for row in rows["due.csv"]} == {
        "regulation 4(2)",
        "regulation 6(3)",
        "regulation 6(4)",
    }
    assert all(not row["name"].startswith("=") for row in rows["sites.csv"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    old = snapshot(tmp_path / "snapshots")
    new = snapshot(tmp_path / "snapshots", premises=(FIRST, FAR, ONLINE))
    (tmp_path / "baseline.json").write_text(json.dumps(paper(new.id)))
    (tmp_path / "ids").write_text(f"{old.id} {new.id}")
    return tmp_path


def test_from_the_command_line(folder: Path) -> None:
    old, new = (folder / "ids").read_text().split()
    arguments = [
        "early-warning", "--baseline", str(folder / "baseline.json"), "--before", old, "--after", new,
        "--snapshots", str(folder / "snapshots"),
    ]  # fmt: skip
    shown = CliRunner().invoke(commands, arguments)
    assert shown.exit_code == 0, shown.output
    assert "Pharmacy XA002 (XA002), XT1 1AB is on the list no more." in shown.output
    assert "regulation 6(3)" in shown.output
    assert "Left to judge:" in shown.output
    kept = CliRunner().invoke(commands, [*arguments, "--out", str(folder / "out")])
    assert kept.exit_code == 0, kept.output
    found = json.loads((folder / "out" / "early-warning.json").read_bytes())
    assert found["after"]["snapshot"] == new
    assert [change["event"] for change in found["changes"]] == ["closed"]
    again = CliRunner().invoke(commands, [*arguments, "--out", str(folder / "out")])
    assert again.exit_code == 1
    assert "not empty" in again.output
    missing = CliRunner().invoke(commands, [*arguments[:-3], "nothing", *arguments[-2:]])
    assert missing.exit_code == 1
