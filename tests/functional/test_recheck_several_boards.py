"""Two boards of the made-up town in one re-check: each on its own people and its own part, as on all of the streets."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.access.mixed import Parts
from app.cli import commands
from app.domain.applications import Consolidation, Relocation
from app.domain.canonical import compact_json
from app.domain.rechecks import Outcome
from app.recheck.causes import AreaCache, Basis, recheck
from app.recheck.partition import cut, people_of
from app.recheck.plans import BasisAt
from app.recheck.shares import SharesError, paired
from app.schemas.applications import APPLICATION
from app.schemas.reading import read
from app.store.database import Database
from app.store.library import read_baseline
from geodata.build import build_snapshot
from geodata.demo.papers import write_papers
from geodata.demo.places import BOROUGH_CODE, FAR_NEIGHBOUR_CODE, NEIGHBOUR_CODE
from geodata.demo.skeleton import far_neighbour
from geodata.demo.town import write_town
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot, write_snapshot

RUN = CliRunner()
DAY = "2026-09-15"
BOARDS = (BOROUGH_CODE, NEIGHBOUR_CODE)
CLOSED = ("XA003", "XA021")
"""One pharmacy on either side of the border that is not on the new list."""


@dataclass(frozen=True)
class Two:
    """The town with the residents of both boards, on an old and on a new list; its papers and its cases."""

    folder: Path
    old: Path
    new: Path

    def baseline(self, name: str) -> Path:
        return self.folder / "baselines" / f"{name}.json"

    def arguments(self, out: Path, *more: str) -> list[str]:
        names = (
            ("--old", "borough"),
            ("--old", "neighbour"),
            ("--new", "next-borough"),
            ("--new", "neighbour"),
        )
        given = [word for option, name in names for word in (option, str(self.baseline(name)))]
        return [
            "recheck", str(self.folder / "applications"), *given, "--snapshots", str(self.folder / "snapshots"),
            "--new-snapshot", self.new.name[-16:], "--as-at", DAY, "--out", str(out), "--processes", "0", *more,
        ]  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("two-boards")
    town = write_town(folder)
    recipe = town.recipe.read_text(encoding="utf-8")
    both = recipe.replace(f'hwbs = ["{BOROUGH_CODE}"]', f'hwbs = ["{BOROUGH_CODE}", "{NEIGHBOUR_CODE}"]')
    assert both != recipe
    town.recipe.write_text(both, encoding="utf-8")
    old = build_snapshot(read_recipe(town.recipe), town.sources, folder / "snapshots")
    whole = Snapshot.open(old)
    everything, _ = cut(whole, BOARDS, 1e6)
    left = tuple(one for one in everything.premises if one.ods_code not in CLOSED)
    new = write_snapshot(folder / "snapshots", replace(everything, premises=left, notes=("The next list.",)))
    papers = write_papers(folder, old)
    two = Two(folder, old, new)
    borough = json.loads(papers.baseline.read_bytes())
    _write(two.baseline("borough"), borough)
    stricter = [{**standard, "minutes": 12} for standard in borough["standards"]]
    _write(two.baseline("next-borough"), {**borough, "id": "next", "standards": stricter})
    board = {**borough["boards"][0], "code": NEIGHBOUR_CODE, "name": "Marrowdale Health and Wellbeing Board"}
    ward = {**borough["localities"][0], "id": "border", "name": "Border", "wards": [_border_ward(whole)]}
    neighbour = {**borough, "id": "marrowdale", "title": "Marrowdale's (made up)", "boards": [board]}
    _write(two.baseline("neighbour"), {**neighbour, "localities": [ward]})
    _applications(folder / "applications", whole)
    return two


def _border_ward(whole: Snapshot) -> str:
    homes = whole.homes
    theirs = homes.hwb == homes.labels["hwb"].index(NEIGHBOUR_CODE)
    return str(homes.labels["ward"][homes.ward[theirs][0]])


def _applications(folder: Path, whole: Snapshot) -> None:
    """Over the border a move and a consolidation; and a move where no baseline is of the board."""
    listed = {one.ods_code: one for one in whole.premises}
    move = json.loads((folder / "relocation.json").read_bytes())
    merger = json.loads((folder / "consolidation.json").read_bytes())
    stated = {
        code: {"name": listed[code].trading_name, "address": "Marrowdale", "ods_code": code,
               "postcode": listed[code].postcode}
        for code in ("XA020", "XA021")
    }  # fmt: skip
    at = listed["XA020"].point
    assert at is not None
    near = {"easting": at.easting + 300, "northing": at.northing, "source": "the map", "error_m": 5}
    theirs = {**move["notice"], "sent_to_hwb": NEIGHBOUR_CODE}
    new = {**move["proposed"], "point": near, "postcode": listed["XA020"].postcode}
    _write(
        folder / "their-move.json",
        {**move, "reference": "M1", "notice": theirs, "existing": stated["XA020"], "proposed": new},
    )
    _write(
        folder / "their-consolidation.json",
        {
            **merger,
            "reference": "M2",
            "notice": theirs,
            "closing": stated["XA021"],
            "continuing": stated["XA020"],
        },
    )
    far = far_neighbour().representative_point()
    away = {"easting": far.x, "northing": far.y, "source": "the map", "error_m": 5}
    _write(
        folder / "nobodys.json",
        {
            **move,
            "reference": "F1",
            "proposed": {**new, "point": away, "postcode": move["existing"]["postcode"]},
        },
    )


def _write(file: Path, paper: object) -> None:
    file.write_text(json.dumps(paper), encoding="utf-8")


def _uncut(two: Two, tmp_path: Path, case: str, old: Path, new: Path, board: str) -> bytes:
    """A case on all of the streets and the whole list, with the people of its board."""
    application = read(APPLICATION, (two.folder / "applications" / f"{case}.json").read_bytes()).value()
    assert isinstance(application, Relocation | Consolidation)
    before, after = _bases(two, tmp_path, old, new, board)
    return compact_json(recheck(application, before, after, AreaCache()))


def _bases(two: Two, tmp_path: Path, old: Path, new: Path, board: str) -> tuple[Basis, Basis]:
    bases = []
    for path, file in ((two.old, old), (two.new, new)):
        whole = Snapshot.open(path)
        people = Snapshot.open(write_snapshot(tmp_path, people_of(whole, (board,))))
        baseline = replace(read_baseline(file), snapshot=whole.id)
        bases.append(Basis(baseline, Parts(whole, whole, people), date.fromisoformat(DAY)))
    before, after = bases
    return before, after


def _outcomes(out: Path) -> dict[str, Outcome]:
    database = Database(f"sqlite:///{out / 'journal.sqlite'}")
    with database.session() as session:
        rows = session.execute(text("select case_id, result, error from recheck_outcomes")).all()
    database.close()
    return {case: Outcome(case, result, error) for case, result, error in rows}


THEIRS = {"their-move": "neighbour", "their-consolidation": "neighbour"}


def test_each_board_on_its_part_comes_to_what_it_comes_to_uncut(two: Two, tmp_path: Path) -> None:
    out = tmp_path / "run"
    found = RUN.invoke(commands, two.arguments(out))
    assert found.exit_code == 0, found.output
    assert "5 of 5 cases re-checked" in found.output
    # A mile around the borough takes in the whole town: that is measured on all of it.
    assert found.output.count("with a halo of") == 1
    assert found.output.count("Measured on all streets and the whole list") == 1
    assert {each.name for each in out.glob("*.docx")} == {"summary-next.docx", "summary-marrowdale.docx"}
    outcomes = _outcomes(out)
    assert FAR_NEIGHBOUR_CODE in (outcomes["nobodys"].error or "")
    for case in ("relocation", "consolidation", *THEIRS):
        theirs = case in THEIRS
        old = two.baseline("neighbour" if theirs else "borough")
        new = two.baseline("neighbour" if theirs else "next-borough")
        board = NEIGHBOUR_CODE if theirs else BOROUGH_CODE
        assert outcomes[case].result == _uncut(two, tmp_path, case, old, new, board), case
    # The list alone differs on their side, the standard too in the borough: streets and people are the same.
    assert b"pharmacy list" in (outcomes["their-consolidation"].result or b"")
    parts = [Snapshot.open(path) for path in (out / "parts").glob("[!.]*")]
    of_neighbour = [part for part in parts if part.manifest.hwbs == (NEIGHBOUR_CODE,)]
    assert len(of_neighbour) == 2
    assert all(len(part.premises) < len(Snapshot.open(two.new).premises) for part in of_neighbour)
    of_borough = [part for part in parts if part.manifest.hwbs == (BOROUGH_CODE,)]
    assert [part.premises for part in of_borough] == [(), ()], (
        "its people alone: the streets are those of the whole"
    )


def test_a_run_that_was_stopped_goes_on_without_cutting_again(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out, cut_to = tmp_path / "whole", tmp_path / "run", tmp_path / "cut"
    assert RUN.invoke(commands, two.arguments(whole)).exit_code == 0
    monkeypatch.setattr("app.recheck.batch.CHUNK", 1)

    class AfterTwo(Event):
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 2

    @contextmanager
    def stopped() -> Iterator[Event]:
        yield AfterTwo()

    arguments = two.arguments(out, "--cut", str(cut_to))
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["app.cli.recheck"], "stopping", stopped)
        first = RUN.invoke(commands, arguments)
    assert first.exit_code == 130, first.output
    assert 0 < len(_outcomes(out)) < 5
    monkeypatch.setattr("app.recheck.shares.write_parts", None)  # would fail
    second = RUN.invoke(commands, arguments)
    assert second.exit_code == 0, second.output
    assert _outcomes(out) == _outcomes(whole)
    assert (out / "changes.csv").read_bytes() == (whole / "changes.csv").read_bytes()


def test_consolidations_together_are_cut_and_come_to_the_same(two: Two, tmp_path: Path) -> None:
    together = tmp_path / "applications"
    together.mkdir()
    one = json.loads((two.folder / "applications" / "their-consolidation.json").read_bytes())
    other = {**one, "reference": "OTHER", "closing": one["continuing"], "continuing": one["closing"]}
    papers = [{**one, "considered_with": ["OTHER"]}, {**other, "considered_with": ["M2"]}]
    for name, paper in zip(("one", "other"), papers, strict=True):
        _write(together / f"{name}.json", paper)
    arguments = [
        str(together) if word.endswith("applications") else word for word in two.arguments(tmp_path / "t")
    ]
    found = RUN.invoke(commands, arguments)
    assert found.exit_code == 0, found.output
    assert "with a halo of" in found.output
    values = [
        read(APPLICATION, (together / f"{name}.json").read_bytes()).value() for name in ("one", "other")
    ]
    old = new = two.baseline("neighbour")
    before, after = _bases(two, tmp_path, old, new, NEIGHBOUR_CODE)
    outcomes = _outcomes(tmp_path / "t")
    for name, own, beside in (("one", *values), ("other", *values[::-1])):
        assert isinstance(own, Consolidation)
        assert isinstance(beside, Consolidation)
        expected = compact_json(recheck(own, before, after, AreaCache(), together=(beside,)))
        assert outcomes[name].result == expected


def test_baselines_that_do_not_go_together_are_refused(two: Two, tmp_path: Path) -> None:
    twice = [*two.arguments(tmp_path / "run"), "--old", str(two.baseline("borough"))]
    found = RUN.invoke(commands, twice)
    assert found.exit_code == 1
    assert "Two old baselines are of the board of" in found.output
    borough, neighbour = (
        BasisAt(read_baseline(two.baseline(name)), two.old, two.old, two.old, date.fromisoformat(DAY))
        for name in ("borough", "neighbour")
    )
    with pytest.raises(SharesError, match="No new baseline is of a board of"):
        paired([borough, neighbour], [borough])
    with pytest.raises(SharesError, match="No old baseline is of a board of"):
        paired([borough], [borough, neighbour])
    elsewhere = json.loads(two.baseline("neighbour").read_bytes())
    elsewhere["boards"][0]["code"] = "E06999999"
    _write(tmp_path / "elsewhere.json", elsewhere)
    arguments = [
        "recheck", str(two.folder / "applications"), "--old", str(tmp_path / "elsewhere.json"), "--as-at", DAY,
        "--snapshots", str(two.folder / "snapshots"), "--new-snapshot", two.new.name[-16:],
        "--out", str(tmp_path / "other"), "--cut", str(tmp_path / "cut"),
    ]  # fmt: skip
    found = RUN.invoke(commands, arguments)
    assert found.exit_code == 1
    assert "counts no residents of E06999999" in found.output
