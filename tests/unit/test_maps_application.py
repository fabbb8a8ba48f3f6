"""The map of an assessment on one straight street, where every figure can be worked out by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from app.access import PreparedSnapshot, prepare
from app.access.whatif import Change
from app.assessment import assess
from app.domain.baselines import AccessStandard, Mode
from app.domain.other_applications import OtherApplication, OtherKind
from app.maps import LAYERS, OneSiteError, OtherFiguresError, UnknownStandardError, application_map
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, NOTICE, S1, WITHIN, consolidation, relocation
from tests.made_up.maps import features_of, layer_of, map_of
from tests.made_up.small_area import EAST, NORTHING, PREMISES, WEST, contents, premises, snapshot


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def test_the_route_is_the_walk_between_the_sites(area: PreparedSnapshot) -> None:
    (route,) = features_of(map_of(consolidation(), area), "route")
    assert route.geometry.wkt == "LINESTRING (500950 400000, 500500 400000)"
    assert route.values == {
        "from_name": "Pharmacy XA002",
        "to_name": "Pharmacy XA001",
        "metres": 450.0,
        "minutes": pytest.approx(450 / 80.4672, abs=0.001),
    }


def test_premises_have_role_code_and_distance(area: PreparedSnapshot) -> None:
    found = features_of(map_of(consolidation(), area), "premises")
    names = ("role", "ods_code", "straight_metres", "walk_metres", "board", "outside_area")
    assert [tuple(feature.values[name] for name in names) for feature in found] == [
        ("leaving", "XA002", 0.0, 0.0, "Westley", False),
        ("staying", "XA001", 450.0, 450.0, "Westley", False),
        ("alternative", "XA003", 1550.0, 1550.0, "Eastley", True),
    ]
    assert [feature.geometry.x for feature in found] == [500_950.0, 500_500.0, 502_500.0]
    moved = features_of(map_of(relocation(), area), "premises")
    assert [(f.values["role"], f.values["ods_code"]) for f in moved] == [
        ("leaving", "XA001"),
        ("staying", None),
        ("alternative", "XA002"),
    ]
    assert moved[1].values["point_source"] == "measured at the door"


def test_affected_homes_add_up_to_the_assessment(area: PreparedSnapshot) -> None:
    application = consolidation()
    ledger = assess(application, BASELINE, area, WITHIN).ledger
    for standard in ("walk-10", "walk-5", "straight-10"):
        homes = [
            feature.values for feature in features_of(map_of(application, area, standard), "affected_homes")
        ]
        assert sum(int(home["people"] or 0) for home in homes if home["nearest_was_leaving"]) == 300
        assert ledger.number(f"affected.{standard}.people") == 300
        lost = sum(int(h["people"] or 0) for h in homes if h["within_before"] and not h["within_after"])
        assert lost == ledger.number(f"coverage.{standard}.lost")


def test_an_affected_home_by_hand(area: PreparedSnapshot) -> None:
    """The home at 1,200 m stands 10 m off the street: 260 m to the leaving site, 710 m to the staying one."""
    (home,) = features_of(map_of(consolidation(), area, "walk-5"), "affected_homes")
    assert home.geometry.wkt == "POINT (501200 400010)"
    assert home.values == {
        "home": "XT1 1AC",
        "people": 300,
        "lsoa": "L3",
        "imd_decile": 5,
        "nearest_was_leaving": True,
        "outcome": "loses the standard",
        "within_before": True,
        "within_after": False,
        "metres_before": 260.0,
        "metres_after": 710.0,
        "metres_added": 450.0,
        "minutes_before": 3.231,
        "minutes_after": 8.823,
        "minutes_added": 5.592,
    }
    (straight,) = features_of(map_of(consolidation(), area, "straight-10"), "affected_homes")
    assert straight.values["metres_before"] == pytest.approx(np.hypot(250, 10), abs=0.001)


def test_a_home_that_comes_nearer_is_drawn_too(area: PreparedSnapshot) -> None:
    """A move of 20 m away from both its homes; and one of 1,100 m, which a home with another pharmacy gains by."""
    homes = [feature.values for feature in features_of(map_of(relocation(), area), "affected_homes")]
    assert [(home["home"], home["metres_added"], home["nearest_was_leaving"]) for home in homes] == [
        ("XT1 1AA", 20.0, True),
        ("XT1 1AB", 20.0, True),
    ]
    far = relocation(
        proposed=replace(
            S1, address="1600 Long Street", point=Point(501_600.0, NORTHING, "measured at the door", 1.0)
        )
    )
    homes = [feature.values for feature in features_of(map_of(far, area, "walk-5"), "affected_homes")]
    assert [(h["home"], h["nearest_was_leaving"], h["outcome"], h["metres_added"]) for h in homes] == [
        ("XT1 1AA", True, "beyond the standard before and after", 450.0),
        ("XT1 1AB", True, "loses the standard", 450.0),
        ("XT1 1AD", False, "comes within the standard", -300.0),
    ]


def test_a_home_with_no_other_pharmacy_is_drawn_with_no_trip(tmp_path: Path) -> None:
    only = prepare(snapshot(tmp_path, premises=PREMISES[1:2]))
    closing = consolidation(continuing=replace(S1, ods_code=None, postcode="XT1 1AD", distance_selling=True))
    homes = [feature.values for feature in features_of(map_of(closing, only), "affected_homes")]
    assert {home["outcome"] for home in homes} == {
        "loses every pharmacy",
        "no way to any pharmacy afterwards",
    }
    assert {home["metres_after"] for home in homes} == {None}
    assert sum(int(home["people"] or 0) for home in homes) == 1_000


def test_reach_is_cut_at_the_limit_for_both_sites(area: PreparedSnapshot) -> None:
    found = features_of(map_of(consolidation(), area), "reach")
    rows = [
        (f.values["site"], f.values["length_metres"], f.values["whole"], f.values["nearest_metres"])
        for f in found
    ]
    assert rows == [
        ("leaving", 854.672, False, 0.0),
        ("leaving", 754.672, False, 50.0),
        ("staying", 1000.0, True, 0.0),
        ("staying", 304.672, False, 500.0),
    ]
    ends = [f.geometry.bounds[::2] for f in found]
    assert ends[1] == pytest.approx((501_000.0, 501_754.672))
    assert ends[3] == pytest.approx((501_000.0, 501_304.672))
    assert {f.geometry.geom_type for f in found} == {"LineString"}


def test_reach_in_a_straight_line_is_a_ring(area: PreparedSnapshot) -> None:
    found = features_of(map_of(consolidation(), area, "straight-10"), "reach")
    assert [f.values["site"] for f in found] == ["leaving", "staying"]
    away = shapely.hausdorff_distance(found[0].geometry, shapely.Point(500_950, NORTHING))
    assert away == pytest.approx(804.672)


def test_premises_that_serve_no_callers_have_no_reach(area: PreparedSnapshot) -> None:
    posted = consolidation(continuing=replace(S1, ods_code="XA009", postcode="XT1 1AD"))
    document = map_of(posted, area)
    assert {f.values["site"] for f in features_of(document, "reach")} == {"leaving"}
    assert "The staying site serves no callers." in layer_of(document, "reach").description


def test_boards_are_those_whose_residents_are_counted(area: PreparedSnapshot) -> None:
    (west,) = features_of(map_of(consolidation(), area), "boards")
    assert west.values == {"code": WEST, "name": "Westley", "residents_counted": True}
    assert west.geometry.area == 3_000 * 4_000
    over_the_border = relocation(
        proposed=replace(
            S1, address="2020 Long Street", point=Point(502_020.0, NORTHING, "measured at the door", 1.0)
        )
    )
    codes = [f.values for f in features_of(map_of(over_the_border, area), "boards")]
    assert [(c["code"], c["residents_counted"]) for c in codes] == [(WEST, True), (EAST, False)]


def test_only_homes_are_for_analysts_alone_and_the_layer_says_why(area: PreparedSnapshot) -> None:
    document = map_of(consolidation(), area)
    assert [layer.name for layer in document.layers if layer.analysts_only] == ["affected_homes"]
    description = layer_of(document, "affected_homes").description
    assert "postcodes, evenly, or at the centroids of its output areas" in description
    assert "not to be published or sent to consultees" in description
    assert any("Analysts only" in note for note in document.imprint.notes)
    shared = map_of(consolidation(), area, layers=("route", "premises", "reach", "boards"))
    assert [layer.name for layer in shared.layers] == ["route", "premises", "reach", "boards"]
    assert not any("Analysts only" in note for note in shared.imprint.notes)


def test_every_feature_has_every_field_and_no_other(area: PreparedSnapshot) -> None:
    for standard in ("walk-10", "straight-10"):
        document = map_of(consolidation(), area, standard)
        assert [layer.name for layer in document.layers] == list(LAYERS)
        for layer in document.layers:
            assert layer.features
            for feature in layer.features:
                assert list(feature.values) == [field.name for field in layer.fields]


def test_the_imprint_names_data_standard_and_versions(area: PreparedSnapshot) -> None:
    imprint = map_of(consolidation(), area, "walk-5").imprint
    assert imprint.title == "Consolidation CAS-0001: Pharmacy XA002 and Pharmacy XA001"
    assert imprint.attribution == ("made up",)
    assert imprint.data["standard_words"] == "5 minutes on foot at 3 miles an hour (402.3 m)"
    assert imprint.data["snapshot"] == area.snapshot.id
    assert "The data is made up, for a demonstration." in imprint.notes


def test_a_standard_that_the_baseline_has_not_is_refused(area: PreparedSnapshot) -> None:
    with pytest.raises(
        UnknownStandardError, match=r"no access standard 'walk-99'. Give one of: walk-10, walk-5"
    ):
        map_of(consolidation(), area, "walk-99")


def test_an_application_that_moves_nothing_has_no_map(area: PreparedSnapshot) -> None:
    """An assessment of another kind of application: its papers name one site, and nothing of access changes."""
    entry = OtherApplication(OtherKind.CHANGE_OF_OWNERSHIP, "CAS-0003", "Three Ltd", NOTICE, S1)
    assessment = replace(assess(consolidation(), BASELINE, area, WITHIN), application=entry)
    with pytest.raises(OneSiteError, match="neither moves nor closes a site"):
        application_map(assessment, BASELINE, area, Change(leaves=-1))


def test_a_map_that_would_show_other_figures_is_refused(area: PreparedSnapshot) -> None:
    assessment = assess(consolidation(), BASELINE, area, WITHIN)
    with pytest.raises(OtherFiguresError, match=r"affected\.walk-10\.people, the assessment says 300"):
        application_map(assessment, BASELINE, area, Change(leaves=area.labels["XA003"]))


def test_without_streets_the_layers_are_empty_and_say_why(tmp_path: Path) -> None:
    bare = prepare(snapshot(tmp_path, networks={}))
    document = map_of(consolidation(), bare)
    assert [len(layer.features) for layer in document.layers] == [0, 3, 0, 0, 1]
    for name in ("route", "affected_homes", "reach"):
        assert "has no streets to walk on" in layer_of(document, name).description
    straight = map_of(consolidation(), bare, "straight-10")
    assert [len(layer.features) for layer in straight.layers] == [0, 3, 1, 2, 1]


def test_by_car_there_are_minutes_and_no_metres(tmp_path: Path) -> None:
    streets = contents().networks["walk"]
    town = prepare(snapshot(tmp_path, networks={"walk": streets, "drive": streets}))
    by_car = replace(BASELINE, standards=(AccessStandard("car-2", Mode.DRIVE, 2, None),))
    document = map_of(consolidation(), town, baseline=by_car)
    (home,) = features_of(document, "affected_homes")
    assert home.values["metres_before"] is None
    # 250 m of residential road at 32 km/h, and 10 m on foot at 3 miles an hour.
    assert home.values["minutes_before"] == pytest.approx(250 / (32_000 / 60) + 10 / 80.4672, abs=0.001)
    leaving = [f for f in features_of(document, "reach") if f.values["site"] == "leaving"]
    assert sum(float(f.values["length_metres"] or 0) for f in leaving) == pytest.approx(
        950 + 2 * 32_000 / 60, abs=0.1
    )


def test_a_home_with_no_postcode_goes_by_its_area(tmp_path: Path) -> None:
    homes = contents().homes
    named = replace(homes, name=np.array([b"XT11AA", b"XT11AB", b"L3", b"XT11AD"]))
    town = prepare(snapshot(tmp_path, homes=named))
    (home,) = features_of(map_of(consolidation(), town), "affected_homes")
    assert (home.values["home"], home.values["lsoa"]) == ("L3", "L3")


def test_a_point_of_the_papers_is_where_reach_begins(tmp_path: Path) -> None:
    listed = prepare(snapshot(tmp_path, premises=(*PREMISES, premises("XA004", 3_000, "XT1 1ZZ"))))
    found = features_of(map_of(relocation(), listed), "reach")
    nearest = {f.values["site"]: f.geometry for f in found if f.values["nearest_metres"] == 0}
    assert nearest["leaving"].bounds[::2] == (500_000.0, 501_000.0)
    beyond = [f.values["length_metres"] for f in found if f.values["nearest_metres"] != 0]
    assert beyond == [304.672, 324.672]
