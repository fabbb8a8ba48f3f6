"""What is kept beside a snapshot gives the same answers, and is made anew where it is not whole."""

from pathlib import Path

import numpy as np

from app.access import prepare
from app.access.kept import NAMES_KEPT
from app.assessment import assess
from app.domain.baselines import Mode
from app.domain.canonical import canonical_json
from app.store.kept import FOLDER, open_prepared
from tests.made_up.applications import BASELINE, WITHIN, consolidation, relocation
from tests.made_up.small_area import contents, snapshot


def test_what_is_kept_gives_the_same_bytes(tmp_path: Path) -> None:
    made = snapshot(tmp_path)
    fresh = prepare(made)
    first, second = open_prepared(made), open_prepared(made)
    for application in (consolidation(), relocation()):
        expected = canonical_json(assess(application, BASELINE, fresh, WITHIN))
        assert canonical_json(assess(application, BASELINE, first, WITHIN)) == expected
        assert canonical_json(assess(application, BASELINE, second, WITHIN)) == expected


def test_it_stands_beside_the_snapshot_which_is_left_as_it_was(tmp_path: Path) -> None:
    made = snapshot(tmp_path)
    open_prepared(made)
    made.verify()
    (folder,) = (tmp_path / FOLDER).iterdir()
    assert folder.name.startswith(f"{made.id}-walk-")
    assert {file.stem for file in folder.iterdir()} == set(NAMES_KEPT)


def test_a_half_of_it_is_made_anew(tmp_path: Path) -> None:
    made = snapshot(tmp_path)
    open_prepared(made)
    (folder,) = (tmp_path / FOLDER).iterdir()
    (folder / "homes.first.npy").unlink()
    again = open_prepared(made).engine(Mode.WALK)
    assert np.array_equal(again.homes.first, prepare(made).engine(Mode.WALK).homes.first)
    assert (folder / "homes.first.npy").is_file()


def test_where_nothing_can_be_written_it_is_worked_out_each_time(tmp_path: Path) -> None:
    made = snapshot(tmp_path)
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    engine = open_prepared(made).engine(Mode.WALK)
    assert np.array_equal(engine.homes.first, prepare(made).engine(Mode.WALK).homes.first)


def test_a_snapshot_without_streets_has_nothing_to_keep(tmp_path: Path) -> None:
    made = snapshot(tmp_path, networks={})
    open_prepared(made)
    assert not (tmp_path / FOLDER).exists()
    assert contents().networks
