"""`geodata fetch` from a server on this machine that answers as the publishers do, for the made-up town."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from geodata.build import build_snapshot
from geodata.demo import recipe as town_names
from geodata.errors import SourceError
from geodata.fetch.endpoints import OPTIONS, Endpoints
from geodata.fetch.errors import FetchError
from geodata.fetch.run import Fetched, fetch_area
from geodata.fetch.telling import text_of
from geodata.fetch.wants import Given, Wants
from geodata.network import read_streets
from geodata.quality.measures import share_near
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from tests.made_up.published_town import NEWEST, publish_town
from tests.made_up.publishers_server import (
    AGES,
    BOARDS,
    CENTROIDS,
    LOOKUP,
    LSOAS,
    WARDS,
    Fault,
    PublishersServer,
    Record,
    noise,
    nomis,
    os_products,
    serving,
    write_endpoints,
    zipped,
)

NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)
WANTS = Wants("Quernwick", "analyst@example.org")
Fetch = Callable[..., Fetched]


@pytest.fixture
def server(demo_town: Path) -> Iterator[PublishersServer]:
    with serving(publish_town(demo_town / "sources")) as running:
        yield running


@pytest.fixture
def fetch(server: PublishersServer, tmp_path: Path) -> Fetch:
    """Fetches the town from the server; ``days`` later than the first time."""
    endpoints = Endpoints.read(write_endpoints(tmp_path / "endpoints.toml", server.url))

    def run(wants: Wants = WANTS, days: float = 0) -> Fetched:
        return fetch_area(wants, tmp_path / "data", endpoints, clock=lambda: NOW + timedelta(days=days))

    return run


def built(fetched: Fetched, out: Path) -> Snapshot:
    return Snapshot.open(build_snapshot(read_recipe(fetched.recipe), fetched.folder, out))


def record(fetched: Fetched) -> list[dict[str, object]]:
    return list(json.loads((fetched.folder / "imports.json").read_text())["runs"])


def test_what_is_fetched_builds_a_snapshot_of_everybody(
    fetch: Fetch, server: PublishersServer, tmp_path: Path
) -> None:
    fetched = fetch()
    snapshot = built(fetched, tmp_path / "out")
    sources = tmp_path / "data" / "quernwick"
    with (sources / "census2021-ts001-lsoa.csv").open(encoding="utf-8-sig") as handle:
        by_lsoa = {
            r["geography code"]: int(r["Residence type: Total; measures: Value"])
            for r in csv.DictReader(handle)
        }
    own = snapshot.homes.labels["lsoa"]
    assert int(snapshot.homes.people.sum()) == sum(by_lsoa[code] for code in own)
    assert len(own) * 3 < len(snapshot.homes) < len(own) * 10  # output areas, as the server has them
    assert 200 < np.median(snapshot.homes.people) < 400
    assert snapshot.manifest.modes == ("walk",)
    assert snapshot.manifest.as_at == "2026-07-10"
    assert {b.name for b in snapshot.boundaries("hwb")} >= {"Quernwick", "Marrowdale"}  # neighbours with it
    assert any("population-weighted centroid" in note for note in snapshot.manifest.notes)


def test_output_areas_keep_their_published_counts(fetch: Fetch, tmp_path: Path) -> None:
    fetched = fetch()
    homes = built(fetched, tmp_path / "out").homes
    with (fetched.folder / "census2021-ts001-oa.csv").open() as handle:
        published = {
            r["geography code"]: int(r["Residence type: Total; measures: Value"])
            for r in csv.DictReader(handle)
        }
    assert {name.decode(): int(n) for name, n in zip(homes.name, homes.people, strict=True)} == {
        name.decode(): published[name.decode()] for name in homes.name
    }
    assert np.array_equal(
        sum(homes.groups.values()), homes.people
    )  # the made-up ages add up, so each home's do


def test_coverage_by_output_areas_is_about_that_by_postcodes(fetch: Fetch, tmp_path: Path) -> None:
    by_area, by_postcode = (
        built(fetch(replace(WANTS, homes=homes)), tmp_path / homes) for homes in ("output-areas", "postcodes")
    )
    assert int(by_area.homes.people.sum()) == int(by_postcode.homes.people.sum())
    for group, counts in by_postcode.homes.groups.items():
        assert int(by_area.homes.groups[group].sum()) == int(counts.sum()), group
    near = [
        share_near(made.homes, [p for p in made.premises if p.counts_for_access], {"walk": network})
        for made in (by_area, by_postcode)
        if (network := made.network("walk"))
    ]
    assert set(near[0]) == {"straight", "walk"}
    assert abs(near[0]["walk"] - near[1]["walk"]) > 0.005, "the document says that they differ"
    for way, share in near[1].items():
        assert 0.3 < share < 0.99, way  # or any agreement would do
        assert near[0][way] == pytest.approx(share, abs=0.05), way
    lsoas = {
        made.id: dict(zip(*np.unique(made.homes.lsoa, return_index=True), strict=True))
        for made in (by_area, by_postcode)
    }
    assert len(set(map(len, lsoas.values()))) == 1, "every LSOA has homes in both"


def test_points_in_another_system_of_coordinates_are_refused(fetch: Fetch, server: PublishersServer) -> None:
    server.publishers.layers[CENTROIDS].wkid = 4326
    with pytest.raises(
        FetchError, match=r"asked for British National Grid \(EPSG:27700\) and says that it sent .*4326"
    ):
        fetch()


def test_the_newest_quarter_is_taken_and_the_record_says_where_all_comes_from(
    fetch: Fetch, server: PublishersServer
) -> None:
    fetched = fetch()
    assert server.asked(NEWEST)
    assert not server.asked("202526q4final.csv")  # changed last, but older
    imports = {entry["role"]: entry for entry in record(fetched)[0]["imports"]}  # type: ignore[attr-defined]
    hours = imports["hours"]
    assert hours["vintage"] == "2026-27 quarter 1 (April to June 2026)"
    assert hours["origins"][0]["address"].endswith(f"/nhsbsa/{NEWEST}.csv")
    assert hours["origins"][0]["retrieved_at"] == "2026-07-10T09:00:00+00:00"
    assert hours["licence"] == "Open Government Licence v3.0"
    assert (hours["rows"], len(hours["columns"])) == (21, 25)
    assert hours["size"] == (fetched.folder / hours["file"]).stat().st_size
    assert imports["streets"]["licence"] == "ODbL 1.0"
    assert imports["postcodes"]["origins"][0]["address"].endswith("format=CSV&redirect")


def test_publishers_are_told_who_asks(fetch: Fetch, server: PublishersServer) -> None:
    fetch()
    agents = {headers["User-Agent"] for _, headers in server.log}
    assert len(agents) == 1
    assert agents.pop().endswith("(geodata fetch; contact analyst@example.org)")


def test_a_second_time_downloads_nothing_and_says_so(fetch: Fetch, server: PublishersServer) -> None:
    first = fetch()
    recipe = first.recipe.read_bytes()
    asked = len(server.log)
    again = fetch(days=3)
    assert again.downloaded == 0
    assert {entry.state for entry in again.imports} == {"unchanged"}
    assert "Nothing is new. Nothing was downloaded" in text_of(again)
    assert again.recipe.read_bytes() == recipe
    later = server.log[asked:]
    assert not [
        path for path, _ in later if path.endswith(".osm.pbf") or "redirect" in path
    ]  # their MD5 settles it
    assert all("If-None-Match" in headers for path, headers in later if path.endswith((".zip", ".csv")))
    assert len(record(again)) == 2


def test_without_tags_an_answer_is_fresh_for_a_day_and_then_asked_for_again(
    fetch: Fetch, server: PublishersServer
) -> None:
    server.publishers.tags = False
    fetch()
    soon = fetch(days=0.5)
    assert soon.downloaded == 0
    later = fetch(days=2)
    assert later.downloaded > 0
    assert not later.is_new
    assert "Nothing is new. " in text_of(later)


def test_what_changed_since_last_time_is_told_by_pharmacy(fetch: Fetch, server: PublishersServer) -> None:
    fetch()
    rows = list(csv.reader(io.StringIO(server.publishers.files["/ods/getReport"].decode())))
    gone, moved = rows[0][0], rows[1][0]
    rows[1][11], rows[1][12] = "20260711", "C"
    out = io.StringIO()
    csv.writer(out).writerows([*rows[1:], ["FZZ99", *rows[0][1:]]])
    server.publishers.files["/ods/getReport"] = out.getvalue().encode()
    fetched = fetch(days=3)
    entry = next(e for e in fetched.imports if e.role == "pharmacies")
    assert entry.state == "changed"
    assert entry.changes is not None
    assert (entry.changes.added, entry.changes.removed, entry.changes.changed) == (
        ("FZZ99",),
        (gone,),
        (moved,),
    )
    said = text_of(fetched)
    assert "Since last time: 1 came, 1 went, 1 changed." in said
    assert "came: FZZ99" in said
    assert fetched.recipe.read_text().startswith("# Quernwick (E06999001), as at 13 July 2026")


def test_a_new_quarter_is_told_against_the_last_one(fetch: Fetch, server: PublishersServer) -> None:
    fetch()
    listed = json.loads(server.publishers.files["/nhsbsa/package_show"])
    name = "CONSOL_PHARMACY_LIST_202627Q2"
    listed["result"]["resources"].append({"name": name, "url": "{URL}/nhsbsa/q2.csv"})
    server.publishers.files["/nhsbsa/package_show"] = json.dumps(listed).encode()
    old = server.publishers.files[f"/nhsbsa/{NEWEST}.csv"].decode()
    server.publishers.files["/nhsbsa/q2.csv"] = old.replace("ADDRESS_FIELD_1", "ADDRESS_FIELD1").encode()
    fetched = fetch(days=3)
    entry = next(e for e in fetched.imports if e.role == "hours")
    assert entry.file == f"{name.lower()}.csv"
    assert entry.changes is not None
    assert (entry.changes.columns_added, entry.changes.columns_removed) == (
        ("ADDRESS_FIELD1",),
        ("ADDRESS_FIELD_1",),
    )
    assert not entry.changes.changed  # a column that was renamed makes no pharmacy another


def test_a_name_that_may_be_the_newest_stops_an_older_list_being_taken(
    fetch: Fetch, server: PublishersServer
) -> None:
    listed = json.loads(server.publishers.files["/nhsbsa/package_show"])
    listed["result"]["resources"].append(
        {"name": "CONSOL_PHARMACY_LIST_2026_Q2", "url": "{URL}/nhsbsa/q2.csv"}
    )
    server.publishers.files["/nhsbsa/package_show"] = json.dumps(listed).encode()
    with pytest.raises(
        FetchError, match=r"'CONSOL_PHARMACY_LIST_2026_Q2', and no quarter can be told.*--hours"
    ):
        fetch()


def test_the_quarters_list_can_say_what_is_open(
    fetch: Fetch, server: PublishersServer, tmp_path: Path
) -> None:
    fetched = fetch(replace(WANTS, decides="nhsbsa", homes="postcodes", drive=True))
    assert not server.asked("/ods/")
    assert not server.asked(CENTROIDS)
    snapshot = built(fetched, tmp_path / "out")
    assert snapshot.manifest.as_at == "2026-06-30"  # the last day of its quarter
    assert snapshot.manifest.modes == ("drive", "walk")
    assert len(snapshot.homes) > 1000


def test_a_quarters_list_given_as_a_file_says_its_quarter_by_its_name_or_is_asked_for_the_day(
    fetch: Fetch, server: PublishersServer, tmp_path: Path
) -> None:
    content = server.publishers.files[f"/nhsbsa/{NEWEST}.csv"]
    named, plain = tmp_path / "CONSOL_PHARMACY_LIST_202526Q4.csv", tmp_path / "list.csv"
    for file in (named, plain):
        file.write_bytes(content)
    wants = replace(WANTS, decides="nhsbsa", streets="none", homes="postcodes")
    fetched = fetch(replace(wants, given={"hours": (Given(named),)}))
    recipe = read_recipe(fetched.recipe)
    assert recipe.as_at == date(2026, 3, 31)
    assert recipe.pharmacies.vintage == "2025-26 quarter 4 (January to March 2026)"
    assert not recipe.streets
    with pytest.raises(SourceError, match="--as-at: the list that was given does not say of which quarter"):
        fetch(replace(wants, given={"hours": (Given(plain),)}))
    told = fetch(replace(wants, as_at=date(2026, 5, 1), given={"hours": (Given(plain, "May 2026"),)}))
    assert read_recipe(told.recipe).as_at == date(2026, 5, 1)


def test_the_postcode_directory_given_as_a_file_is_known_by_its_columns_and_cited_as_itself(
    fetch: Fetch, tmp_path: Path
) -> None:
    file = tmp_path / "NSPL_AUG_2026_UK.csv"
    headings = "pcd7,pcds,doterm,usrtypind,east1m,north1m,gridind,lad26cd"
    file.write_text(f"{headings}\nXT1 1AA,XT1 1AA,,0,620000,460000,1,E06999001\n", encoding="utf-8")
    wants = replace(WANTS, streets="none", homes="postcodes")
    fetched = fetch(replace(wants, given={"postcodes": (Given(file, "August 2026"),)}))
    (entry,) = read_recipe(fetched.recipe).postcodes
    assert (entry.layout, entry.homes) == ("ons-directory", True)
    (record,) = (each for each in fetched.imports if each.role == "postcodes")
    assert record.title == "ONS Postcode Directory"


def test_a_recipe_that_was_changed_by_hand_stays(fetch: Fetch) -> None:
    first = fetch()
    own = first.recipe.read_text().replace("[pharmacies]", '[pharmacies]\ndistance_selling = ["FZ004"]')
    first.recipe.write_text(own)
    again = fetch(replace(WANTS, reach_m=4000))
    assert first.recipe.read_text() == own
    assert again.recipe.name == "recipe.new.toml"
    assert "was changed by hand and stays" in text_of(again)
    assert read_recipe(again.recipe).reach_m == 4000


def test_over_the_border_of_wales_nobody_is_counted_and_no_board_is_named(
    fetch: Fetch, server: PublishersServer, tmp_path: Path
) -> None:
    before = built(fetch(), tmp_path / "before")
    homes = before.homes
    at = int(np.argmin(homes.x))  # a home at the western edge
    west, south, _, north = shapely.Point(homes.x[at], homes.y[at]).buffer(400).bounds
    layers = server.publishers.layers
    wales = shapely.box(west - 9000, south - 9000, west + 50, north + 9000)
    for name, prefix in ((BOARDS, "CTYUA21"), (LSOAS, "LSOA21")):
        own = {r.attributes[f"{prefix}CD"]: r for r in layers[name].records}
        cut = [Record(r.attributes, r.shape.difference(wales)) for r in own.values() if r.shape is not None]
        kept = [record for record in cut if record.shape is not None and not record.shape.is_empty]
        code = {f"{prefix}CD": f"W0{len(prefix)}999001", f"{prefix}NM": "Over the border"}
        layers[name] = replace(layers[name], records=[*kept, Record(code, wales)], edited=1_800_000_000_000)
    lsoa = "W06999001"
    layers[LOOKUP].records = [
        *layers[LOOKUP].records,
        Record(
            {
                "LSOA21CD": lsoa,
                "LSOA21NM": "",
                "WD24CD": "W05999001",
                "WD24NM": "",
                "LAD24CD": "W07999001",
                "LAD24NM": "",
            }
        ),
    ]
    centroid = Record({"OA21CD": "W00999001", "GlobalID": ""}, shapely.Point(west - 60, (south + north) / 2))
    layers[CENTROIDS] = replace(
        layers[CENTROIDS], records=[*layers[CENTROIDS].records, centroid], edited=1_800_000_000_000
    )
    archive = server.publishers.files["/nomis/census2021-ts001.zip"]
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    files["census2021-ts001-oa.csv"] += b"2021,W00999001,W00999001,5000\r\n"
    server.publishers.files["/nomis/census2021-ts001.zip"] = zipped(files)
    after = built(fetch(days=3), tmp_path / "after")
    assert int(after.homes.people.sum()) == int(homes.people.sum())
    assert b"W00999001" not in after.homes.name
    assert "Over the border" not in {board.name for board in after.boundaries("hwb")}
    assert any("or not in England" in d.reason for s in after.manifest.sources for d in s.dropped)


def test_overpass_gives_the_streets_of_a_small_area_and_is_not_asked_for_a_large_one(
    fetch: Fetch, server: PublishersServer, demo_town: Path, tmp_path: Path
) -> None:
    with osmium.SimpleWriter(str(tmp_path / "streets.osm")) as writer:
        for item in osmium.FileProcessor(str(demo_town / "sources" / town_names.STREETS)):
            writer.add(item)
    server.publishers.files["/overpass/interpreter"] = (tmp_path / "streets.osm").read_bytes()
    own = write_endpoints(tmp_path / "own.toml", server.url)
    own.write_text(own.read_text() + "largest_km2 = 2000\n")
    wants = replace(WANTS, streets="overpass", streets_day=date(2026, 7, 1))
    fetched = fetch_area(wants, tmp_path / "data", Endpoints.read(own), clock=lambda: NOW)
    assert len(server.asked("2026-07-01T00")) == 1
    entry = next(e for e in fetched.imports if e.role == "streets")
    assert entry.vintage == "1 July 2026"
    whole, _ = read_streets(demo_town / "sources" / town_names.STREETS, vintage="x")
    cut, _ = read_streets(fetched.folder / entry.file, vintage="x")
    assert np.array_equal(cut.edge_mm, whole.edge_mm)
    later = NOW + timedelta(days=30)
    assert not fetch_area(wants, tmp_path / "data", Endpoints.read(own), clock=lambda: later).downloaded
    server.faults.append(
        Fault("/overpass/", body=b"<?xml?><osm><remark> runtime error: timed out </remark></osm>")
    )
    with pytest.raises(FetchError, match="it stopped before the end and says: runtime error: timed out"):
        fetch_area(
            replace(wants, streets_day=date(2026, 7, 2)),
            tmp_path / "data",
            Endpoints.read(own),
            clock=lambda: NOW,
        )
    own.write_text(own.read_text().replace("largest_km2 = 2000", "largest_km2 = 20"))
    with pytest.raises(
        FetchError, match=r"km2, and a shared server is asked for at most 20. Take the extracts"
    ):
        fetch_area(wants, tmp_path / "other", Endpoints.read(own), clock=lambda: NOW)


# Files instead of downloads


def test_everything_can_be_given_as_files_and_no_server_is_asked(
    fetch: Fetch, server: PublishersServer, demo_town: Path, tmp_path: Path
) -> None:
    downloaded = fetch()
    folder = downloaded.folder
    asked = len(server.log)
    roles = {entry.role: (Given(folder / entry.file, entry.vintage),) for entry in downloaded.imports}
    roles["streets"] = (Given(demo_town / "sources" / town_names.STREETS, "8 July 2026 (quernshire)"),)
    again = fetch(replace(WANTS, area="E06999001", given=roles))
    assert len(server.log) == asked
    assert again.downloaded == 0
    assert {e.origins[0].address for e in again.imports} == {""}


def test_files_and_downloads_mix(
    fetch: Fetch, server: PublishersServer, demo_town: Path, tmp_path: Path
) -> None:
    sources = demo_town / "sources"
    given = {
        "services": (Given(sources / town_names.SERVICES, "July 2026"),),
        "postcodes": (Given(sources / town_names.POSTCODES),),
    }
    fetched = fetch(replace(WANTS, given=given))
    assert not server.asked("/os/")
    text = fetched.recipe.read_text()
    assert "[services]" in text
    assert 'vintage = "not stated (given as a file)"' in text
    snapshot = built(fetched, tmp_path / "out")
    assert any(premises.services for premises in snapshot.premises)


def test_two_files_of_one_name_are_refused_before_anything_is_put_down(fetch: Fetch, tmp_path: Path) -> None:
    other = tmp_path / "boards.gpkg"
    other.write_text("ods,ServiceName\nFZ001,New Medicine Service\n")
    with pytest.raises(SourceError, match=r"two of the files are called 'boards.gpkg'"):
        fetch(replace(WANTS, given={"services": (Given(other, "x"),)}))
    assert not (tmp_path / "data" / "quernwick").exists()


# Boards


def test_a_board_is_found_by_code_and_a_wrong_name_is_answered_with_suggestions(fetch: Fetch) -> None:
    assert fetch(replace(WANTS, area="e06999002")).folder.name == "marrowdale"
    with pytest.raises(
        SourceError, match=r"'Quernwich': no board of England has this name. Did you mean Quernwick"
    ):
        fetch(replace(WANTS, area="Quernwich"))


def test_a_day_that_is_yet_to_come_is_refused(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match="2026-07-11 is yet to come"):
        fetch(replace(WANTS, as_at=date(2026, 7, 11)))


# Each source, when something is wrong


SERVERS = (
    "/nhsbsa/package_show",
    f"/nhsbsa/{NEWEST}",
    "/ods/getReport",
    "/nomis/census2021-ts001",
    AGES,
    "/gov/iod2025",
    "/os/CodePointOpen",
    "/os/files/",
    "/geofabrik/index",
    "/geofabrik/england/quernshire-260708.osm.pbf",
    "/arcgis/",
)


@pytest.mark.parametrize(("status", "retry_after"), [(500, ""), (429, "0")])
def test_every_server_that_is_busy_for_a_while_is_asked_again(
    fetch: Fetch, server: PublishersServer, status: int, retry_after: str
) -> None:
    server.faults += [Fault(path, times=2, status=status, retry_after=retry_after) for path in SERVERS]
    assert len(fetch().imports) == 13
    assert not any(fault.times for fault in server.faults)


@pytest.mark.parametrize("path", SERVERS)
def test_a_server_that_stays_busy_is_named_with_what_to_do(
    server: PublishersServer, tmp_path: Path, path: str
) -> None:
    endpoints = Endpoints.read(write_endpoints(tmp_path / "e.toml", server.url, tries=2))
    server.faults.append(Fault(path, status=503))
    with pytest.raises(
        FetchError, match=r"it still answers 503 .* after 2 tries\. Try again later"
    ) as caught:
        fetch_area(WANTS, tmp_path / "data", endpoints, clock=lambda: NOW)
    assert path.replace("/os/files/", "/os/CodePointOpen/downloads") in caught.value.address


@pytest.mark.parametrize("path", SERVERS)
def test_an_answer_of_any_server_that_breaks_off_is_asked_for_again(
    fetch: Fetch, server: PublishersServer, path: str
) -> None:
    server.faults.append(Fault(path, times=2, cut_at=5))
    assert len(fetch().imports) == 13
    assert not server.faults[0].times


def test_an_answer_that_always_breaks_off_is_told(fetch: Fetch, server: PublishersServer) -> None:
    server.faults.append(Fault("/nhsbsa/package_show", cut_at=5))
    with pytest.raises(
        FetchError, match=r"package_show.*its answer broke off 6 times over\. Try again later"
    ):
        fetch()


def test_every_server_may_be_slow(fetch: Fetch, server: PublishersServer) -> None:
    server.faults += [Fault(path, times=1, slow_s=0.02) for path in SERVERS]
    assert len(fetch().imports) == 13
    assert not any(fault.times for fault in server.faults)


def test_arcgis_answers_400_to_bursts_and_is_asked_again_but_others_400_is_final(
    fetch: Fetch, server: PublishersServer
) -> None:
    server.faults.append(Fault("/arcgis/", times=3, status=400))
    fetch()
    server.faults.append(Fault("/gov/iod2025", status=400))
    with pytest.raises(
        FetchError, match=r"English Indices of Deprivation.*/gov/iod2025.csv\): it still answers 400"
    ):
        fetch(days=3)


@pytest.mark.parametrize(
    ("path", "option"),
    [
        (f"/nhsbsa/{NEWEST}", "--hours"),
        ("/ods/getReport", "--pharmacies"),
        ("/nomis/census2021-ts001", "--residents"),
        (AGES, "--ages"),
        ("/gov/iod2025", "--deprivation"),
        ("/os/files/", "--postcodes"),
        ("/geofabrik/index", "--street-file"),
        ("/geofabrik/england/quernshire-260708.osm.pbf", "--street-file"),
    ],
)
def test_a_web_page_in_place_of_a_file_is_named_and_not_kept(
    fetch: Fetch, server: PublishersServer, path: str, option: str
) -> None:
    server.faults.append(Fault(path, times=1, body=b"<!DOCTYPE html><html>Planned maintenance</html>"))
    if path.endswith(".pbf"):  # its MD5 is asked for first, at an address that begins the same
        server.faults.clear()
        server.publishers.files[path] = b"<!DOCTYPE html><html>Planned maintenance</html>"
    with pytest.raises(FetchError, match="it sent a web page, not") as caught:
        fetch()
    assert option in str(caught.value)
    assert path.replace("/os/files/", "/os/CodePointOpen/downloads") in str(caught.value)


@pytest.mark.parametrize("path", ["/nhsbsa/package_show", "/os/CodePointOpen", "/arcgis/"])
def test_a_web_page_in_place_of_an_answer_is_named(fetch: Fetch, server: PublishersServer, path: str) -> None:
    server.faults.append(Fault(path, times=1, body=b"<html>Sign in</html>"))
    with pytest.raises(FetchError, match="it sent a web page, not JSON"):
        fetch()


@pytest.mark.parametrize("path", ["/os/files/", "/geofabrik/england/quernshire-260708.osm.pbf"])
def test_a_file_that_is_cut_short_goes_on_where_it_stopped(
    fetch: Fetch, server: PublishersServer, path: str
) -> None:
    whole = next(content for name, content in server.publishers.files.items() if name.startswith(path))
    server.faults += [Fault(path + ".md5", times=1), Fault(path, times=2, cut_at=40_000)]
    fetched = fetch()
    ranges = [
        headers["Range"] for name, headers in server.log if name.startswith(path) and "Range" in headers
    ]
    assert ranges == ["bytes=32768-", "bytes=65536-"]
    origins = {origin.address: origin for entry in fetched.imports for origin in entry.origins}
    assert len(whole) in {origin.size for origin in origins.values()}


def test_a_file_that_is_always_cut_short_is_refused_and_kept_for_later(
    fetch: Fetch, server: PublishersServer
) -> None:
    server.faults.append(Fault("/os/files/", cut_at=0))
    with pytest.raises(FetchError, match=r"Code-Point Open.*was cut short 6 times over\. Try again later"):
        fetch()
    server.faults.clear()
    assert len(fetch().imports) == 13


def test_without_a_tag_a_cut_file_begins_again(fetch: Fetch, server: PublishersServer) -> None:
    server.publishers.tags = False
    server.faults.append(Fault("/os/files/", times=1, cut_at=1000))
    fetch()
    assert not [1 for name, headers in server.log if name.startswith("/os/files/") and "Range" in headers]


def test_a_file_that_became_another_one_half_way_begins_again(fetch: Fetch, server: PublishersServer) -> None:
    whole = server.publishers.files["/nomis/census2021-ts001.zip"]
    server.publishers.files["/nomis/census2021-ts001.zip"] = zipped({"old.txt": noise(200_000, 2)})
    server.faults.append(Fault("/nomis/census2021-ts001", times=6, cut_at=17_000))
    with pytest.raises(FetchError, match="cut short 6 times"):
        fetch()
    server.faults.clear()
    server.publishers.files["/nomis/census2021-ts001.zip"] = whole
    asked = len(server.log)
    assert len(fetch().imports) == 13
    again = [h for path, h in server.log[asked:] if "ts001" in path]
    assert "If-Range" in again[0]
    server.publishers.files["/nomis/census2021-ts001.zip"] = zipped({"new.txt": b"another edition"})
    with pytest.raises(FetchError, match=r"the zip has no file ending in -lsoa.csv; it has new.txt"):
        fetch()


def test_a_wrong_md5_is_refused(fetch: Fetch, server: PublishersServer) -> None:
    path = "/geofabrik/england/quernshire-260708.osm.pbf"
    server.publishers.files[f"{path}.md5"] = b"0" * 32 + b"  quernshire-260708.osm.pbf\n"
    with pytest.raises(FetchError, match=r"quernshire.*its MD5 is .* where the publisher says 0000"):
        fetch()
    server.publishers.files[f"{path}.md5"] = b"<html>"
    with pytest.raises(FetchError, match="it sent something that is not an MD5"):
        fetch()


def test_a_slow_server_is_waited_for_and_a_silent_one_is_given_up(
    server: PublishersServer, tmp_path: Path
) -> None:
    impatient = write_endpoints(tmp_path / "e.toml", server.url, read_seconds=5, tries=2)
    endpoints = Endpoints.read(impatient)
    server.faults.append(Fault("/os/files/", times=1, slow_s=0.05))  # slow, but never silent for long
    fetch_area(WANTS, tmp_path / "data", endpoints, clock=lambda: NOW)
    server.faults.append(Fault("/nhsbsa/consol", held_at=0))
    with pytest.raises(FetchError, match=r"Consolidated Pharmaceutical List .* was cut short 2 times over"):
        fetch_area(WANTS, tmp_path / "other", endpoints, clock=lambda: NOW)


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    endpoints = Endpoints.read(write_endpoints(tmp_path / "e.toml", "http://127.0.0.1:9", tries=2))
    with pytest.raises(
        FetchError, match=r"Counties and unitary authorities.*did not answer after 2 tries.*refused"
    ):
        fetch_area(WANTS, tmp_path / "data", endpoints, clock=lambda: NOW)


def test_a_listing_that_lost_its_form_is_refused(fetch: Fetch, server: PublishersServer) -> None:
    files = server.publishers.files
    for path, content, said in (
        ("/nhsbsa/package_show", b'{"success": false}', "its answer has no result.resources"),
        (
            "/nhsbsa/package_show",
            b'{"result": {"resources": [{"name": "x", "url": "y"}]}}',
            "none of its 1 entries is named",
        ),
        ("/os/CodePointOpen", b"[]", "its answer is not of the form known"),
        ("/os/CodePointOpen/downloads?area=GB&format=CSV", b"[]", "it lists 0 downloads as CSV, not one"),
        ("/geofabrik/index-v1.json", b'{"features": [{}]}', "the index is not of the form known"),
        ("/geofabrik/index-v1.json", b'{"features": []}', "none of its extracts covers the area"),
    ):
        kept = files[path]
        files[path] = content
        with pytest.raises(FetchError, match=said):
            fetch()
        files[path] = kept


def test_an_outline_that_is_none_is_named(fetch: Fetch, server: PublishersServer) -> None:
    layer = server.publishers.layers[LSOAS]
    first = layer.records[0]
    layer.records = [
        Record(first.attributes, shapely.Point(first.shape.centroid.coords[0])),
        *layer.records[1:],
    ]  # type: ignore[union-attr]
    with pytest.raises(FetchError, match=rf"the outline of {first.attributes['LSOA21CD']} cannot be read"):
        fetch()


def test_several_extracts_that_are_given_are_joined_and_cut(
    fetch: Fetch, demo_town: Path, tmp_path: Path
) -> None:
    streets = demo_town / "sources" / town_names.STREETS
    copy = tmp_path / "again.osm.pbf"
    copy.write_bytes(streets.read_bytes())
    fetched = fetch(
        replace(WANTS, given={"streets": (Given(streets, "July 2026"), Given(copy, "July 2026"))})
    )
    entry = next(e for e in fetched.imports if e.role == "streets")
    assert entry.vintage == "July 2026"
    assert "out of 2 extracts" in entry.note
    whole, _ = read_streets(streets, vintage="x")
    joined, _ = read_streets(fetched.folder / entry.file, vintage="x")
    assert np.array_equal(joined.edge_mm, whole.edge_mm)  # each street once


# Formats that changed


def test_a_column_that_is_not_known_is_refused_by_name(fetch: Fetch, server: PublishersServer) -> None:
    address = f"/nhsbsa/{NEWEST}.csv"
    text = server.publishers.files[address].decode()
    server.publishers.files[address] = text.replace(
        "CONTRACT_TYPE", "CONTRACT_TYPE,BANK_HOLIDAY_HOURS"
    ).encode()
    with pytest.raises(
        FetchError, match=r"Consolidated Pharmaceutical List \(http.*csv\): row 2 has 25 columns"
    ):
        fetch()
    server.publishers.files[address] = text.replace("WEEKLY_TOTAL", "BANK_HOLIDAY_HOURS").encode()
    with pytest.raises(SourceError, match=r"column 'BANK_HOLIDAY_HOURS' is not one of the Consolidated"):
        fetch()


def test_an_openings_list_of_other_columns_is_refused(fetch: Fetch, server: PublishersServer) -> None:
    server.publishers.files["/ods/getReport"] = b"FA002,ROWLANDS PHARMACY,Y62\n"
    with pytest.raises(
        FetchError, match=r"edispensary\) \(http.*row 1 has 3 columns, where 27 belong.*--pharmacies"
    ):
        fetch()


@pytest.mark.parametrize(
    ("layer", "column", "option"),
    [
        (BOARDS, "CTYUA", "--boards"),
        (WARDS, "WD", "--wards"),
        (LOOKUP, "LSOA", "--lookup"),
        (CENTROIDS, "OA", "--centroids"),
    ],
)
def test_every_layer_that_lost_its_code_is_refused_by_name(
    fetch: Fetch, server: PublishersServer, layer: str, column: str, option: str
) -> None:
    server.publishers.layers[layer].fields = ["FID", "CODE_OF_IT", "NAME_OF_IT"]
    with pytest.raises(FetchError, match=rf"one column like {column}24CD; it has FID, CODE_OF_IT") as caught:
        fetch()
    assert option in str(caught.value)


def test_a_census_table_and_deprivation_of_other_columns_are_refused_by_name(
    fetch: Fetch, server: PublishersServer
) -> None:
    files = server.publishers.files
    deprivation = files["/gov/iod2025.csv"]
    files["/gov/iod2025.csv"] = deprivation.replace(
        b"Index of Multiple Deprivation (IMD) Decile", b"IMD tenth"
    )
    with pytest.raises(
        FetchError, match=r"(?s)Deprivation.*Index of Multiple Deprivation \(IMD\) Decile.*--deprivation"
    ):
        fetch()
    files["/gov/iod2025.csv"] = deprivation
    whole = files["/nomis/census2021-ts001.zip"]
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    for member, option in (("-lsoa.csv", "--residents"), ("-oa.csv", "--output-area-residents")):
        changed = {
            name: content.replace(b"Residence type: Total", b"Sex: Total")
            if name.endswith(member)
            else content
            for name, content in members.items()
        }
        files["/nomis/census2021-ts001.zip"] = zipped(changed)
        with pytest.raises(FetchError, match=r"column 'Residence type: Total; measures: Value'") as caught:
            fetch()
        assert option in str(caught.value)


def test_a_layer_that_lost_its_column_is_refused_by_name(fetch: Fetch, server: PublishersServer) -> None:
    server.publishers.layers[LSOAS].fields = ["FID", "LSOA_CODE", "LSOA_NAME"]
    with pytest.raises(
        FetchError, match=r"one column like LSOA24CD; it has FID, LSOA_CODE, LSOA_NAME.*--lsoas"
    ):
        fetch()


def test_a_layer_that_counts_more_than_it_sends_is_refused(fetch: Fetch, server: PublishersServer) -> None:
    layer = server.publishers.layers[LOOKUP]
    layer.records = [*layer.records, layer.records[0]]  # the same LSOA twice
    with pytest.raises(FetchError, match=r"it sent 1 of \d+ records twice"):
        fetch()


def test_a_layer_that_was_taken_down_is_told_with_the_servers_words(
    fetch: Fetch, server: PublishersServer
) -> None:
    del server.publishers.layers[BOARDS]
    with pytest.raises(FetchError, match="it answers with an error: Invalid URL"):
        fetch()


MOVED = {
    "/nhsbsa/package_show": ("nhsbsa.package", "--hours"),
    "/ods/getReport": ("ods.list", "--pharmacies"),
    f"/arcgis/rest/services/{BOARDS}": ("arcgis.boards.layer", "--boards"),
    f"/arcgis/rest/services/{LSOAS}": ("arcgis.lsoas.layer", "--lsoas"),
    f"/arcgis/rest/services/{WARDS}": ("arcgis.wards.layer", "--wards"),
    f"/arcgis/rest/services/{LOOKUP}": ("arcgis.lookup.layer", "--lookup"),
    f"/arcgis/rest/services/{CENTROIDS}": ("arcgis.centroids.layer", "--centroids"),
    "/nomis/census2021-ts001": ("nomis.residents", "--residents"),
    AGES: ("nomis.ages", "--ages"),
    "/gov/iod2025": ("deprivation.list", "--deprivation"),
    "/os/CodePointOpen?": ("postcodes.product", "--postcodes"),
    "/os/CodePointOpen/downloads": ("postcodes.downloads", "--postcodes"),
    "/geofabrik/index": ("geofabrik.index", "--street-file"),
}


def test_every_address_has_a_setting_that_the_test_below_moves() -> None:
    assert {name for name, _ in MOVED.values()} == set(OPTIONS) - {"overpass.interpreter"}


@pytest.mark.parametrize("path", MOVED)
def test_an_address_that_moved_is_told_with_the_setting_to_correct_and_the_option_to_give(
    server: PublishersServer, tmp_path: Path, path: str
) -> None:
    endpoints = Endpoints.read(write_endpoints(tmp_path / "e.toml", server.url, tries=1))
    server.faults.append(Fault(path.rstrip("?"), status=404))
    with pytest.raises(FetchError, match="it answers 404 Not Found: the address may have moved") as caught:
        fetch_area(WANTS, tmp_path / "data", endpoints, clock=lambda: NOW)
    setting, option = MOVED[path]
    assert f'write {setting} = "..." into a file of your own, and give that with --endpoints' in str(
        caught.value
    )
    assert f"give it with {option}, or look up" in str(caught.value)


def test_the_corrected_address_is_asked_instead(server: PublishersServer, tmp_path: Path) -> None:
    layers = server.publishers.layers
    layers["OA_of_another_year"] = layers.pop(CENTROIDS)
    own = write_endpoints(tmp_path / "e.toml", server.url)
    with pytest.raises(FetchError, match=r"Invalid URL.*write arcgis.centroids.layer = "):
        fetch_area(WANTS, tmp_path / "data", Endpoints.read(own), clock=lambda: NOW)
    own.write_text(own.read_text() + '[arcgis.centroids]\nlayer = "OA_of_another_year/FeatureServer/0"\n')
    assert len(fetch_area(WANTS, tmp_path / "data", Endpoints.read(own), clock=lambda: NOW).imports) == 13


# Ages: Nomis's API


def test_ages_are_asked_for_a_hundred_lsoas_at_a_time_and_joined(
    fetch: Fetch, server: PublishersServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = next(e for e in fetch().imports if e.role == "ages")
    monkeypatch.setattr("geodata.fetch.ages.AT_ONCE", 7)
    asked = len(server.log)
    parts = next(e for e in fetch(replace(WANTS, area="E06999001")).imports if e.role == "ages")
    questions = [path for path, _ in server.log[asked:] if path.startswith(AGES)]
    assert len(questions) == len(parts.origins) > 3
    assert all(path.count("E01") <= 7 for path in questions)
    assert parts.sha256 == whole.sha256
    assert parts.columns == ("GEOGRAPHY_CODE", "C2021_AGE_12A_NAME", "OBS_VALUE")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda text: text.replace("C2021_AGE_12A_NAME", "C_AGE_NAME"),
            "it has no column 'C2021_AGE_12A_NAME'; it has",
        ),
        (lambda text: text.rsplit("\r\n", 2)[0] + "\r\n", r"it sent [\d,]+ counts, and not all of E01"),
        (lambda text: text.replace('"E01', '"E02', 1), "it sent 'E02.*', which was not asked for"),
        (lambda text: text.replace('"Total",', ""), "row 2 has not 3 columns"),
        (lambda text: text.split("\r\n")[0] + "\r\n", "it sent 0 counts"),
    ],
)
def test_an_answer_of_nomis_that_is_not_what_was_asked_for_is_refused(
    fetch: Fetch, server: PublishersServer, spoil: Callable[[str], str], said: str
) -> None:
    table = server.publishers.counts[AGES]
    query = {"measures": "20100", "select": "geography_code,c2021_age_12a_name,obs_value"}
    text = nomis(table, query | {"geography": ",".join(sorted(table.areas))}).decode()
    server.publishers.counts.clear()
    server.publishers.files[AGES] = spoil(text).encode()
    with pytest.raises(FetchError, match=said) as caught:
        fetch()
    assert "--ages" in str(caught.value)
    assert len(str(caught.value)) < 900  # the address, which names every LSOA, is cut short


def test_a_layer_that_was_edited_is_asked_again(fetch: Fetch, server: PublishersServer) -> None:
    fetch()
    server.publishers.layers[LSOAS].edited = 1_800_000_000_000
    asked = len(server.log)
    again = fetch(days=3)
    assert [path for path, _ in server.log[asked:] if LSOAS in path and "resultOffset" in path]
    assert not again.is_new  # its outlines are the same bytes


def test_pages_are_as_many_as_are_needed_and_no_more_questions_at_once_than_allowed(
    fetch: Fetch, server: PublishersServer, tmp_path: Path
) -> None:
    own = write_endpoints(tmp_path / "small.toml", server.url, at_once=2)
    own.write_text(own.read_text().replace("[arcgis]", "[arcgis]\noutline_page = 7\npage = 20"))
    server.faults.append(Fault("/arcgis/", slow_s=0.005))
    paged = fetch_area(WANTS, tmp_path / "paged", Endpoints.read(own), clock=lambda: NOW)
    offsets = sorted(
        int(path.split("resultOffset=")[1].split("&")[0])
        for path in server.asked(f"{LSOAS}/FeatureServer/0/query")
        if "resultOffset" in path
    )
    assert offsets == list(range(0, offsets[-1] + 1, 7))
    assert len(offsets) > 5
    assert server.busiest <= 2
    whole = {entry.file: entry.sha256 for entry in fetch().imports}
    assert {entry.file: entry.sha256 for entry in paged.imports} == whole  # pages leave no trace


def test_an_archive_that_lost_its_area_is_refused(fetch: Fetch, server: PublishersServer) -> None:
    os_products(server.publishers, zipped({"Data/CSV/aa.csv": b"AA1 1AA,10,100000,800000,,,,,,\n"}))
    with pytest.raises(FetchError, match="no postcode of it lies in the area or near it"):
        fetch()
    os_products(server.publishers, zipped({"Data/CSV/aa.csv": b"AA1 1AA,Aberdeen,Scotland,x,,,,,,\n"}))
    with pytest.raises(SourceError, match="third and fourth columns are not eastings and northings"):
        fetch()


def test_no_extract_of_the_last_days_is_told_with_what_to_do(fetch: Fetch, server: PublishersServer) -> None:
    with pytest.raises(FetchError, match=r"no files of 2026-07-01 for quernshire.*--streets-date"):
        fetch(replace(WANTS, streets_day=date(2026, 7, 1)))
    with pytest.raises(FetchError, match=r"no files of any of the last 12 days"):
        fetch(days=30)


def test_what_stands_in_the_folder_is_not_touched_by_a_run_that_fails(
    fetch: Fetch, server: PublishersServer
) -> None:
    fetched = fetch()
    before = {file.name: file.read_bytes() for file in fetched.folder.iterdir()}
    server.publishers.files["/ods/getReport"] = b"FA002,ROWLANDS PHARMACY,Y62\n"
    with pytest.raises(SourceError):
        fetch(days=3)
    assert {file.name: file.read_bytes() for file in fetched.folder.iterdir()} == before


def test_content_of_the_cache_that_was_changed_is_downloaded_again(fetch: Fetch, tmp_path: Path) -> None:
    fetched = fetch()
    entry = next(e for e in fetched.imports if e.role == "deprivation")
    (tmp_path / "data" / ".cache" / "objects" / entry.sha256[:2] / entry.sha256).write_text("changed")
    again = fetch()
    assert again.downloaded > 0
    assert {e.state for e in again.imports} == {"unchanged"}
