import numpy as np
import pyproj
import pytest

from geodata.curve import z_order
from geodata.projection import ACCURACY_M, from_national_grid, to_national_grid

# Ordnance Survey's published test points of OSTN15 (developer pack, OSTN15_TestInput_ETRStoOSGB and its output; BSD licence):
# latitude, longitude, easting, northing. TP01 is St Mary's in the Isles of Scilly, TP02 the Lizard, TP40 Shetland.
# fmt: off
OSTN15 = np.array(
    [
        (49.92226393730, -6.29977752014, 91492.146, 11318.804),  # TP01
        (49.96006137820, -5.20304609998, 170370.718, 11572.405),  # TP02
        (50.43885825610, -4.10864563561, 250359.811, 62016.569),  # TP03
        (50.57563665000, -1.29782277240, 449816.371, 75335.861),  # TP04
        (50.93127937910, -1.45051433700, 438710.920, 114792.250),  # TP05
        (51.40078220140, -3.55128349240, 292184.870, 168003.465),  # TP06
        (51.37447025550, 1.44454730409, 639821.835, 169565.858),  # TP07
        (51.42754743020, -2.54407618349, 362269.991, 169978.690),  # TP08
        (51.48936564950, -0.11992557180, 530624.974, 178388.464),  # TP09
        (51.85890896400, -4.30852476960, 241124.584, 220332.641),  # TP10
        (51.89436637350, 0.89724327012, 599445.590, 225722.826),  # TP11
        (52.25529381630, -2.15458614387, 389544.190, 261912.153),  # TP12
        (52.25160951230, -0.91248956970, 474335.969, 262047.755),  # TP13
        (52.75136687170, 0.40153547065, 562180.547, 319784.995),  # TP14
        (52.96219109410, -1.19747655922, 454002.834, 340834.943),  # TP15
        (53.34480280190, -2.64049320810, 357455.843, 383290.436),  # TP16
        (53.41628516040, -4.28918069756, 247958.971, 393492.909),  # TP17
        (53.41630925420, -4.28917792869, 247959.241, 393495.583),  # TP18
        (53.77911025760, -3.04045490691, 331534.564, 431920.794),  # TP19
        (53.80021519630, -1.66379168242, 422242.186, 433818.701),  # TP20
        (54.08666318080, -4.63452168212, 227778.330, 468847.388),  # TP21
        (54.11685144290, -0.07773133187, 525745.670, 470703.214),  # TP22
        (54.32919541010, -4.38849118133, 244780.636, 495254.887),  # TP23
        (54.89542340420, -2.93827741149, 339921.145, 556034.761),  # TP24
        (54.97912273660, -1.61657685184, 424639.355, 565012.703),  # TP25
        (55.85399952950, -4.29649016251, 256340.925, 664697.269),  # TP26
        (55.92478265510, -3.29479219337, 319188.434, 670947.534),  # TP27
        (57.00606696050, -5.82836691850, 167634.202, 797067.144),  # TP28
        (57.13902518960, -2.04856030746, 397160.491, 805349.736),  # TP29
        (57.48625000720, -4.21926398555, 267056.768, 846176.972),  # TP30
        (57.81351838410, -8.57854456076, 9587.909, 899448.996),  # TP31
        (58.21262247180, -7.59255560556, 71713.132, 938516.404),  # TP32
        (58.51560361300, -6.26091455533, 151968.652, 966483.780),  # TP33
        (58.58120461280, -3.72631022121, 299721.891, 967202.992),  # TP34
        (59.03743871190, -3.21454001115, 330398.323, 1017347.016),  # TP35
        (59.09335035320, -4.41757674598, 261596.778, 1025447.602),  # TP36
        (59.09671617400, -5.82799339844, 180862.461, 1029604.114),  # TP37
        (59.53470794490, -1.62516966058, 421300.525, 1072147.239),  # TP38
        (59.85409913890, -1.27486910356, 440725.073, 1107878.448),  # TP39
        (60.13308091660, -2.07382822798, 395999.668, 1138728.951),  # TP40
    ]
)
# fmt: on
LATITUDE, LONGITUDE, EASTING, NORTHING = OSTN15.T
ENGLAND = LATITUDE < 55.1


def test_ordnance_surveys_own_points_come_out_where_it_says() -> None:
    x, y = to_national_grid(LONGITUDE, LATITUDE)
    off = np.hypot(x - EASTING, y - NORTHING)
    assert off[ENGLAND].max() <= 0.0015  # a millimetre in each: both sides are rounded to one
    assert off.max() <= 0.0015
    assert off.max() < ACCURACY_M


@pytest.mark.parametrize(
    ("place", "longitude", "latitude"),
    [("St Agnes", -6.345, 49.893), ("Tresco", -6.335, 49.955), ("Lowestoft Ness", 1.7628, 52.4812)],
)
def test_the_ends_of_england_are_on_the_grid(place: str, longitude: float, latitude: float) -> None:
    x, y = to_national_grid(np.array([longitude]), np.array([latitude]))
    unshifted = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True, only_best=False)
    other = unshifted.transform(longitude, latitude)
    assert 0 < np.hypot(x[0] - other[0], y[0] - other[1]) < 5.0


def test_there_and_back_is_the_same_place() -> None:
    longitude, latitude = from_national_grid(EASTING, NORTHING)
    x, y = to_national_grid(longitude, latitude)
    assert np.abs(x - EASTING).max() < 0.002
    assert np.abs(y - NORTHING).max() < 0.002


def test_the_corner_of_a_map_out_at_sea_has_degrees_too() -> None:
    x, y = np.array([-40_000.0, 10.0, 720_000.0]), np.array([-30_000.0, 10.0, 300_000.0])
    longitude, latitude = from_national_grid(x, y)
    assert np.isfinite(longitude).all()
    assert np.isfinite(latitude).all()
    assert np.diff(longitude[:2]) > 0


def test_many_points_are_the_same_as_one_by_one() -> None:
    many = np.repeat(LONGITUDE, 10_000), np.repeat(LATITUDE, 10_000)
    x, y = to_national_grid(*many)
    assert np.array_equal(x[::10_000], to_national_grid(LONGITUDE, LATITUDE)[0])
    assert np.array_equal(y[9_999::10_000], to_national_grid(LONGITUDE, LATITUDE)[1])


def test_coordinates_are_whole_millimetres() -> None:
    x, y = to_national_grid(LONGITUDE, LATITUDE)
    assert (x == np.round(x, 3)).all()
    assert (y == np.round(y, 3)).all()


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(24.9, 60.2), (-0.7, 48.9), (-9.5, 52.0), (np.nan, 52.0), (52.6, -0.7)]
)
def test_a_point_elsewhere_is_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(ValueError, match="lies outside Great Britain"):
        to_national_grid(np.array([-0.7, longitude]), np.array([52.6, latitude]))


def test_z_order_visits_a_block_before_the_next() -> None:
    x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    order = np.argsort(z_order(x.ravel(), y.ravel()))
    quarters = ((x >= 4) + 2 * (y >= 4)).ravel()[order]
    assert quarters.tolist() == [0] * 16 + [1] * 16 + [2] * 16 + [3] * 16


def test_z_order_takes_the_whole_grid_and_a_little_below_it() -> None:
    x = np.array([-5.0, 0.0, 700_000.0])
    y = np.array([-5.0, 0.0, 1_300_000.0])
    codes = z_order(x, y)
    assert (np.diff(codes) > 0).all()
    assert codes[0] >= 0
