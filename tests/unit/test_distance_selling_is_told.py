"""What an assessment says of unknown distance-selling premises, every table, map and command that counts pharmacies says."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.assessment.measures import change_of
from app.assessment.sites import find_sites
from app.cli import commands
from app.england import as_picture, england_table
from app.maps.application import application_map
from app.maps.removals import removal_table
from app.recheck.early_warning import early_warning
from geodata.snapshot import Snapshot
from tests.made_up.complete_case import BASELINE, consolidation
from tests.made_up.papers import baseline as baseline_document
from tests.made_up.small_area import PREMISES, snapshot

NAMED = "Westley Online Pharmacy"
LISTED = tuple(
    replace(each, distance_selling=None, trading_name=NAMED) if each.ods_code == "XA003" else each
    for each in PREMISES
)
SILENT = "does not say of 1 premises whether they are distance-selling"
ASKED = f"{NAMED} (XA003). Can people call there?"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("silent") / "snapshots", premises=LISTED)


@pytest.fixture(scope="module")
def area(made: Snapshot) -> PreparedSnapshot:
    return prepare(made)


def _said(text: str) -> bool:
    return SILENT in text and ASKED in text


def test_an_assessment_and_its_map(area: PreparedSnapshot) -> None:
    case = consolidation()
    found = assess(case.application, BASELINE, area, case.as_at)
    flag = found.flag("distance-selling-unknown")
    assert flag is not None
    assert _said(flag.text)
    change = change_of(*find_sites(case.application, area), "consolidation")
    drawn = application_map(found, BASELINE, area, change)
    assert _said(" ".join(drawn.imprint.notes))


def test_every_removal(area: PreparedSnapshot) -> None:
    assert _said(" ".join(removal_table(area, BASELINE).imprint.notes))


def test_england(area: PreparedSnapshot) -> None:
    table = england_table(area)
    assert _said(" ".join(table.unknown))
    assert "Names that speak of selling online" in as_picture(table)


def test_an_early_warning(area: PreparedSnapshot, tmp_path: Path) -> None:
    before = prepare(snapshot(tmp_path, premises=PREMISES))
    assert _said(" ".join(early_warning(BASELINE, before, area).unknown))


def test_a_list_that_says_it_of_all_is_not_asked(tmp_path: Path) -> None:
    assert not england_table(prepare(snapshot(tmp_path, premises=PREMISES))).unknown


def test_the_commands(made: Snapshot, tmp_path: Path) -> None:
    later = tmp_path / "baseline.json"
    later.write_text(json.dumps(baseline_document(made.id)))
    silent = CliRunner().invoke(
        commands, ["removals", "--baseline", str(later), "--snapshots", str(made.path.parent)]
    )
    assert silent.exit_code == 0, silent.output
    assert _said(silent.output)
