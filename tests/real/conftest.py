"""Where the real data is. It stands beside the checkout, or where PHARMACY_REAL_DATA says; it is never in the project."""

import os
from pathlib import Path

import pytest

from app.domain.baselines import AccessStandard, Baseline, Board, LocalityFinding, Mode
from geodata.build import build_snapshot
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data. Without it the test is skipped, but on CI (CI=true) it fails: there it must run."""
    folder = Path(os.environ.get("PHARMACY_REAL_DATA") or BESIDE_THE_CHECKOUT)
    if folder.is_dir():
        return folder
    reason = f"real data is not at {folder}; set PHARMACY_REAL_DATA to its folder"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def rutland_snapshot(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Rutland on foot, as at 23 February 2018, by the recipe of the documentation."""
    return _built("rutland", real_data, tmp_path_factory)


@pytest.fixture(scope="session")
def rutland_baseline(rutland_snapshot: Snapshot) -> Baseline:
    """A baseline of Rutland whose findings are invented for tests, with a walking and a straight-line standard."""
    wards = rutland_snapshot.homes.labels["ward"]
    return Baseline(
        id="rutland-test",
        title="Pharmaceutical Needs Assessment typed for a test (its findings are invented)",
        published="2018",
        boards=(Board("E06000017", "Rutland Health and Wellbeing Board", "Rutland"),),
        standards=(
            AccessStandard("walk-20", Mode.WALK, 20),
            AccessStandard("straight-20", Mode.STRAIGHT_LINE, 20),
        ),
        localities=(LocalityFinding("rutland", "Rutland", wards, "invented for a test", ()),),
        snapshot=rutland_snapshot.id,
        invented=True,
    )


@pytest.fixture(scope="session")
def bcp_snapshot(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Bournemouth, Christchurch and Poole by straight line, as at 25 September 2019, by the documentation's recipe."""
    return _built("bcp-straight-line", real_data, tmp_path_factory)


def _built(recipe: str, data: Path, folders: pytest.TempPathFactory) -> Snapshot:
    made = build_snapshot(read_recipe(EXAMPLES / f"{recipe}.toml"), data, folders.mktemp(recipe))
    return Snapshot.open(made)
