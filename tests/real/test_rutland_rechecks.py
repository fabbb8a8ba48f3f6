"""Rutland's pharmacies of 2014, 2018 and 2025, with invented applications on real premises: the right cause is named.

Checked by hand in the publisher's own file (NHS ODS, April 2025; columns 1, 10, 11 and 12: code, postcode, opened,
closed). Of the premises in the county three things happened between the three dates, and nothing else:

* FWF42, Internet Chemist Group, Long Row, Oakham (LE15 6LN): opened 2013-10-11, closed 2015-03-31. A closure.
* FG418, Ashdale, Ayston Road, Uppingham (LE15 9NX): closed 2015-12-31. FG537, Ashdale, the same address and postcode:
  opened 2016-01-01, the next day. Another owner at the same door, not a closure.
* FLE60, Day Lewis, 21 High Street, Oakham (LE15 6AH): closed 2021-05-03. FD852, Pickfords, the same address and postcode:
  opened 2021-05-04. Another owner at the same door.

Points are those of the postcodes, so that distances can be worked out on paper: FQ056 (485466, 308867) to Long Row
(485608, 308787) is the root of 142 squared and 80 squared, 163.0 m. All snapshots share streets, census and outlines.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.access import prepare
from app.access.mixed import Parts
from app.assessment import assess, outline
from app.domain.applications import Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.recheck.causes import AreaCache, Basis, Cause, Rechecked, recheck
from app.recheck.compared import compare
from app.recheck.conclusions import conclusion
from app.recheck.lists import Event
from geodata.build import build_snapshot
from geodata.model.point import Point
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
AS_AT = date(2018, 3, 10)
NOTICE = Notice("CAS-1", date(2018, 3, 1), date(2018, 4, 15), "E06000017")
Lists = dict[str, Snapshot]


@pytest.fixture(scope="module")
def lists(real_data: Path, rutland_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """The county as at three dates of the pharmacy list; everything else is the same."""
    recipe, folder = read_recipe(EXAMPLES / "rutland.toml"), tmp_path_factory.mktemp("rutland-lists")
    days = {"2014": date(2014, 2, 23), "2025": date(2025, 4, 1)}
    built = {
        year: Snapshot.open(build_snapshot(recipe.model_copy(update={"as_at": day}), real_data, folder))
        for year, day in days.items()
    }
    return {**built, "2018": rutland_snapshot}


@pytest.fixture(scope="module")
def areas(lists: Lists) -> AreaCache:
    found = AreaCache()
    for snapshot in lists.values():
        found.put(prepare(snapshot))
    return found


def _site(lists: Lists, code: str) -> StatedPremises:
    premises = next(p for made in lists.values() for p in made.premises if p.ods_code == code)
    return StatedPremises(premises.trading_name, premises.address, premises.postcode, ods_code=code)


def _shop(postcode: str) -> StatedPremises:
    return StatedPremises("The new shop", "an invented address", postcode)


def _basis(lists: Lists, year: str, baseline: Baseline, as_at: date = AS_AT) -> Basis:
    return Basis(baseline, Parts(*(lists[year],) * 3), as_at)


def _moved(found: Rechecked) -> dict[str, tuple[object, object]]:
    return {change.moved.name: (change.moved.old, change.moved.new) for change in found.changes}


def _causes(found: Rechecked) -> set[Cause]:
    return {cause for change in found.changes for cause in change.causes}


def test_a_move_next_to_a_pharmacy_that_closed(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    """Boots, Cold Overton Road, to Long Row. In 2014 the Internet Chemist stood there, at 0 m by the postcode's point."""
    move = Relocation("a", "A Ltd", NOTICE, existing=_site(lists, "FQ056"), proposed=_shop("LE15 6LN"))
    found = recheck(
        move, _basis(lists, "2014", rutland_baseline), _basis(lists, "2018", rutland_baseline), areas
    )
    moved = _moved(found)
    # Listed premises at the very postcode in 2014, none within reach in 2018: regulation 31 falls away.
    assert moved["regulation-31"] == (True, None)
    assert moved["reg31"] == ("not entered", "does not apply")
    # Within a mile of Cold Overton Road: FC826 506 m, FLE60 620 m, FMK29 590 m and, in 2014 alone, FWF42 163 m.
    assert moved["alternatives.straight"] == (4, 3)
    # Barleythorpe's nearest edge walked 20 minutes to Long Row and not to the others: 176 people, lost in 2015, whom the
    # move would bring back.
    assert moved["coverage.walk-20.before"] == (16_780, 16_604)
    assert moved["coverage.walk-20.gained"] == (0, 176)
    assert "distance.straight" not in moved
    assert dict(found.new.figures)["distance.straight"] == pytest.approx(162.985, abs=0.001)
    assert _causes(found) == {Cause.PHARMACIES}
    assert found.weighs
    # From 2018 to 2025 nothing near it changed but an owner: nothing moves at all.
    later = recheck(
        move, _basis(lists, "2018", rutland_baseline), _basis(lists, "2025", rutland_baseline), areas
    )
    # A later list than the assessment of needs is told.
    assert [change.moved.name for change in later.changes] == ["pna-before-list"]


def test_a_consolidation_of_a_site_that_changed_owner(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    """Ashdale onto Boots in Uppingham, by postcode: the same door under a new code, whose hours no list of ours gives."""
    closing = replace(_site(lists, "FG418"), ods_code=None)
    joined = Consolidation("b", "A Ltd", NOTICE, continuing=_site(lists, "FGV54"), closing=closing)
    found = recheck(
        joined, _basis(lists, "2014", rutland_baseline), _basis(lists, "2018", rutland_baseline), areas
    )
    moved = _moved(found)
    assert moved["site.leaving.listed"] == ("FG418", "FG537")
    assert moved["hours.lost"] == (
        2.5,
        None,
    )  # hours are those of February 2014, by code: none of FG537's are known
    assert {"hours-lost", "hours-unknown"} <= moved.keys()
    # Nobody's trip is another for it: 42 people fall outside by this closure on either list.
    assert "coverage.walk-20.lost" not in moved
    assert dict(found.new.figures)["coverage.walk-20.lost"] == 42
    assert _causes(found) == {Cause.PHARMACIES}


def test_papers_with_a_code_that_is_gone_are_followed_to_the_new_owner(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    """Day Lewis onto Boots in Oakham High Street, by code: FLE60 is FD852, Pickfords, from 4 May 2021 on."""
    joined = Consolidation(
        "c", "A Ltd", NOTICE, continuing=_site(lists, "FMK29"), closing=_site(lists, "FLE60")
    )
    first = recheck(
        joined, _basis(lists, "2014", rutland_baseline), _basis(lists, "2018", rutland_baseline), areas
    )
    # Oakham lost Long Row: three others are left within a mile of 21 High Street where four were. No conclusion moves.
    assert _moved(first)["alternatives.straight"] == (4, 3)
    assert not first.weighs
    assert first.followed == ()
    then = recheck(
        joined, _basis(lists, "2018", rutland_baseline), _basis(lists, "2025", rutland_baseline), areas
    )
    # The door and all others stand where they stood: no trip is another. Hours and contract are from the list of February
    # 2014, by code: of FD852 neither is known, and so what is lost is not, nor whether it is a pharmacy of 26A(1).
    assert _moved(then) == {
        "site.leaving.listed": ("FLE60", "FD852"),
        "hours.lost": (0.25, None),
        "hours-lost": (True, None),
        "hours-unknown": (None, True),
        "reg26A(1)": ("met", "not entered"),
        "pna-before-list": (None, True),
    }
    assert [(one.site, one.old, one.new) for one in then.followed] == [("closing", "FLE60", "FD852")]
    # The snapshot of 2018 was made from the file of April 2025, which knows the last day of each.
    assert then.followed[0].why == (
        "both stand at LE15 6AH, number 21; FLE60 closed on 3 May 2021; FD852 opened on 4 May 2021"
    )
    assert _causes(first) == _causes(then) == {Cause.PHARMACIES}
    # The root of 37 squared and 33 squared: the two points are 49.6 m apart in every year.
    assert dict(then.new.figures)["distance.straight"] == pytest.approx(49.578, abs=0.001)


def test_a_continuing_site_is_followed_as_well(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    """Boots onto Ashdale in Uppingham, by code: FG418 is FG537 from 1 January 2016 on, the same firm at the same door."""
    joined = Consolidation(
        "h", "A Ltd", NOTICE, continuing=_site(lists, "FG418"), closing=_site(lists, "FGV54")
    )
    found = recheck(
        joined, _basis(lists, "2014", rutland_baseline), _basis(lists, "2018", rutland_baseline), areas
    )
    assert [(one.site, one.old, one.new) for one in found.followed] == [("continuing", "FG418", "FG537")]
    assert _moved(found)["site.staying.listed"] == ("FG418", "FG537")
    assert "site-not-listed" not in _moved(found)
    assert _causes(found) == {Cause.PHARMACIES}


def test_list_date_of_the_law_and_standard_are_told_apart(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    joined = Consolidation(
        "d", "A Ltd", NOTICE, continuing=_site(lists, "FMK29"), closing=_site(lists, "FLE60")
    )
    half = tuple(
        AccessStandard(one.id, one.mode, 10) if one.mode is Mode.WALK else one
        for one in rutland_baseline.standards
    )
    new = _basis(lists, "2025", replace(rutland_baseline, standards=half), date(2025, 4, 10))
    found = recheck(joined, _basis(lists, "2018", rutland_baseline), new, areas)
    causes = {change.moved.name: change.causes for change in found.changes}
    assert causes["site.leaving.listed"] == (Cause.PHARMACIES,)
    assert causes["deadline-passed"] == (Cause.LAW,)  # the reply was due on 15 April 2018
    assert causes["pna-overdue"] == (Cause.LAW,)  # a PNA of 2018 was to be revised by 1 October 2022
    assert causes["coverage.walk-20.before"] == (
        Cause.STANDARD,
    )  # no pharmacy that people walk to came or went
    # Another owner at the same door: who loses by its closing is for the standard alone to say.
    assert causes["coverage.walk-20.lost"] == (Cause.STANDARD,)


def test_twice_the_people_is_put_down_to_the_population(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    """The list of 2018 with streets and people of 2018, and the people of a snapshot in which everyone counts twice."""
    move = Relocation("e", "A Ltd", NOTICE, existing=_site(lists, "FGV54"), proposed=_shop("LE15 9PY"))
    made = lists["2018"]

    class Twice(Snapshot):
        id = "twice"

        @property
        def homes(self):  # type: ignore[no-untyped-def, override]
            homes = made.homes
            return replace(homes, people=(homes.people * 2).astype(np.int32))

    twice = Twice(made.path, replace(made.manifest, files={}))
    new = Basis(rutland_baseline, Parts(made, made, twice), AS_AT)
    found = recheck(move, _basis(lists, "2018", rutland_baseline), new, areas)
    assert _moved(found)["coverage.walk-20.before"] == (16_604, 33_208)
    assert _causes(found) == {Cause.POPULATION}


def test_early_warning_of_2015_and_of_2021(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    ready = {year: areas(Parts(*(made,) * 3)) for year, made in lists.items()}
    first = compare(rutland_baseline, ready["2014"], ready["2018"])
    told = {(event.change.event, event.premises.ods_code) for event in first.warning.events}
    assert told == {(Event.NEW_CODE, "FG537"), (Event.CLOSED, "FWF42")}
    wards = [(a.area, a.before, a.after, a.lost) for a in first.warning.areas if a.layer == "ward"]
    assert wards == [("Barleythorpe", 736, 560, 176)]
    # With Long Row gone, Cold Overton Road is the one that the west of Oakham has within 20 minutes.
    assert {(s.standard, s.ods_code, s.losing_before, s.losing_now) for s in first.warning.sites} == {
        ("walk-20", "FQ056", 0, 294),
        ("straight-20", "FQ056", 0, 283),
    }
    assert [due.citation for due in first.due] == ["regulation 4(2)", "regulation 6(3)", "regulation 6(4)"]
    then = compare(rutland_baseline, ready["2018"], ready["2025"])
    assert [(e.change.event, e.premises.ods_code) for e in then.warning.events] == [(Event.NEW_CODE, "FD852")]
    assert then.warning.areas == then.warning.sites == then.due == ()


def test_an_outline_comes_to_what_the_whole_assessment_does(
    lists: Lists, areas: AreaCache, rutland_baseline: Baseline
) -> None:
    area, random = areas(Parts(*(lists["2018"],) * 3)), np.random.default_rng(4)
    for at in range(16):
        one, other = (area.pharmacies[int(i)] for i in random.choice(len(area.pharmacies), 2, replace=False))
        assert one.point is not None
        east, north = random.normal(0, 500, 2)
        door = Point(one.point.easting + east, one.point.northing + north, "a door", 1.0)
        new = StatedPremises("New", f"{at} New Road", one.postcode, point=door)
        application = (
            Relocation("f", "A Ltd", NOTICE, existing=_site(lists, one.ods_code), proposed=new)
            if at % 2
            else Consolidation(
                "g",
                "A Ltd",
                NOTICE,
                continuing=_site(lists, other.ods_code),
                closing=_site(lists, one.ods_code),
            )
        )
        given = application, rutland_baseline, area, AS_AT
        assert conclusion(outline(*given)) == conclusion(assess(*given))
