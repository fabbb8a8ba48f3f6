import numpy as np
import pytest

from geodata.curve import z_order
from geodata.projection import ACCURACY_M, from_national_grid, to_national_grid

# Ordnance Survey's published test points of OSTN15, the definitive transformation: latitude, longitude, E, N.
OSTN15 = {
    "St Catherine's Point": (50.57563665000, -1.29782277240, 449816.371, 75335.861),
    "Southampton": (50.93127937910, -1.45051433700, 438710.920, 114792.250),
    "Brislington": (51.42754743020, -2.54407618349, 362269.991, 169978.690),
    "Lambeth": (51.48936564950, -0.11992557180, 530624.974, 178388.464),
    "Colchester": (51.89436637350, 0.89724327012, 599445.590, 225722.826),
    "Droitwich": (52.25529381630, -2.15458614387, 389544.190, 261912.153),
    "Northampton": (52.25160951230, -0.91248956970, 474335.969, 262047.755),
    "King's Lynn": (52.75136687170, 0.40153547065, 562180.547, 319784.995),
    "Nottingham": (52.96219109410, -1.19747655922, 454002.834, 340834.943),
    "Daresbury": (53.34480280190, -2.64049320810, 357455.843, 383290.436),
    "Blackpool": (53.77911025760, -3.04045490691, 331534.564, 431920.794),
    "Pudsey": (53.80021519630, -1.66379168242, 422242.186, 433818.701),
    "Flamborough Head": (54.11685144290, -0.07773133187, 525745.670, 470703.214),
    "Carlisle": (54.89542340420, -2.93827741149, 339921.145, 556034.761),
    "Newcastle": (54.97912273660, -1.61657685184, 424639.355, 565012.703),
}
TABLE = np.array(list(OSTN15.values()))


def test_points_in_england_are_as_near_to_ordnance_surveys_as_stated() -> None:
    x, y = to_national_grid(TABLE[:, 1], TABLE[:, 0])
    off = np.hypot(x - TABLE[:, 2], y - TABLE[:, 3])
    assert np.sqrt((off**2).mean()) < ACCURACY_M
    assert off.max() < 2 * ACCURACY_M


def test_there_and_back_is_the_same_place() -> None:
    longitude, latitude = from_national_grid(TABLE[:, 2], TABLE[:, 3])
    x, y = to_national_grid(longitude, latitude)
    assert np.abs(x - TABLE[:, 2]).max() < 0.002
    assert np.abs(y - TABLE[:, 3]).max() < 0.002


def test_coordinates_are_whole_millimetres() -> None:
    x, y = to_national_grid(TABLE[:, 1], TABLE[:, 0])
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
