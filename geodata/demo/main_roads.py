"""The main roads of the made-up borough, and lanes over its border. Points are metres from the market cross."""

from dataclasses import dataclass
from functools import cache

from shapely import LineString

from geodata.demo.curves import Spot, smooth
from geodata.demo.skeleton import placed


@dataclass(frozen=True)
class MainRoad:
    """A main road: its name, OpenStreetMap class, speed limit (as tagged) and the points that it passes."""

    name: str
    highway: str
    maxspeed: str
    points: tuple[Spot, ...]


MAIN_ROADS = (
    MainRoad("High Street", "pedestrian", "", ((-330, -60), (0, 0), (420, 60))),
    MainRoad(
        "Marrowdale Road",
        "primary",
        "30 mph",
        ((420, 60), (900, 160), (1400, 260), (1950, 330), (2600, 300), (3200, 260), (3880, 330)),
    ),
    MainRoad(
        "Quernwick Road",
        "primary",
        "40 mph",
        ((3880, 330), (3905, 334), (4400, 400), (4800, 420), (5600, 400), (7000, 500)),
    ),
    MainRoad(
        "Station Road",
        "secondary",
        "30 mph",
        ((-330, -60), (-600, 120), (-880, 250), (-1300, 330), (-2000, 380)),
    ),
    MainRoad(
        "Pinnowby Road",
        "secondary",
        "40 mph",
        ((-2000, 380), (-2800, 520), (-3600, 640), (-4600, 700), (-5600, 760), (-6450, 905)),
    ),
    MainRoad(
        "Bridge Street",
        "primary",
        "20 mph",
        ((0, 0), (10, -250), (0, -430), (40, -700)),
    ),
    MainRoad(
        "South Road",
        "primary",
        "30 mph",
        ((40, -700), (120, -1150), (200, -1550), (300, -2200), (380, -2900), (450, -4000), (480, -4760)),
    ),
    MainRoad(
        "Larkquill Road",
        "secondary",
        "30 mph",
        (
            (0, 0),
            (60, 300),
            (140, 800),
            (220, 1300),
            (250, 1850),
            (380, 2600),
            (560, 3400),
            (700, 4200),
            (800, 5450),
        ),
    ),
    MainRoad(
        "Heath Road",
        "secondary",
        "30 mph",
        ((140, 800), (700, 1020), (1300, 1330), (1880, 1750), (2450, 2150), (2900, 2600), (3530, 3700)),
    ),
    MainRoad(
        "Wool Way",
        "trunk",
        "40 mph",
        (
            (1600, -4560),
            (1650, -3600),
            (1850, -2600),
            (1900, -1400),
            (1960, -900),
            (2000, -420),
            (1950, 330),
            (1900, 1000),
            (1880, 1750),
            (1750, 2800),
            (1600, 4200),
            (1570, 5390),
        ),
    ),
    MainRoad(
        "Inner Ring North",
        "tertiary",
        "30 mph",
        ((-600, 120), (-520, 600), (140, 800), (700, 560), (900, 160)),
    ),
    MainRoad(
        "Inner Ring South",
        "tertiary",
        "30 mph",
        ((900, 160), (860, -120), (520, -260), (10, -250), (-400, -300), (-620, -120), (-600, 120)),
    ),
    MainRoad(
        "Ropery Road",
        "tertiary",
        "30 mph",
        ((-1600, 1880), (-1020, 1800), (-400, 1830), (250, 1850), (1000, 1830), (1880, 1750)),
    ),
    MainRoad(
        "Wether Lane", "tertiary", "40 mph", ((-1600, 1880), (-2300, 2200), (-3400, 2900), (-4600, 3900))
    ),
    MainRoad("Farrow Road", "tertiary", "30 mph", ((1880, 1750), (2500, 1450), (2720, 900), (2600, 300))),
    MainRoad("Elder Lane", "tertiary", "30 mph", ((2720, 900), (3000, 960), (3290, 1000))),
    MainRoad(
        "Osier Road",
        "tertiary",
        "30 mph",
        (
            (-1600, 1880),
            (-1850, 1200),
            (-2000, 380),
            (-2060, -100),
            (-2050, -520),
            (-1950, -1000),
            (-1850, -1500),
        ),
    ),
    MainRoad(
        "Millrace Road",
        "tertiary",
        "30 mph",
        ((-1850, -1500), (-1400, -1480), (-980, -1450), (-720, -1470), (-300, -1520), (200, -1550)),
    ),
    MainRoad(
        "Coldhythe Road",
        "tertiary",
        "30 mph",
        ((200, -1550), (1000, -1500), (1900, -1400), (2400, -1300), (3050, -1240)),
    ),
    MainRoad("Quay Road", "tertiary", "30 mph", ((40, -700), (700, -850), (1300, -900), (1960, -900))),
    MainRoad("Fulling Lane", "tertiary", "20 mph", ((40, -700), (-400, -900), (-700, -1150), (-720, -1470))),
    MainRoad("Quill Road", "tertiary", "20 mph", ((1300, 1330), (1380, 800), (1400, 260))),
    MainRoad("Kiln Road", "tertiary", "20 mph", ((-1850, 1200), (-1400, 1060), (-995, 1030))),
    MainRoad(
        "Southgarth Road",
        "tertiary",
        "30 mph",
        ((-1850, -1500), (-2200, -2040), (-3100, -3000), (-3600, -4420)),
    ),
    # Lanes over the border, so that the streets do not end where the borough does.
    MainRoad("Saltings Road", "unclassified", "", ((3050, -1240), (3865, -1172), (4400, -950), (4850, -400))),
    MainRoad(
        "Eel Lane",
        "unclassified",
        "",
        ((3865, -1172), (3820, -1600), (3745, -2300), (3700, -2480), (3050, -3480)),
    ),
    MainRoad("Eel Drove", "unclassified", "", ((3820, -1600), (4300, -1700))),
    MainRoad(
        "Bound Lane",
        "unclassified",
        "",
        (
            (3730, 3260),
            (3835, 2400),
            (3885, 1950),
            (3925, 1500),
            (3915, 900),
            (3905, 334),
            (3920, -150),
            (3925, -560),
        ),
    ),
    MainRoad("Fold Drove", "unclassified", "", ((3885, 1950), (4300, 2200))),
    MainRoad("Ings Drove", "unclassified", "", ((3925, 1500), (4400, 1500))),
    MainRoad("Reed Drove", "unclassified", "", ((3915, 900), (4250, 950))),
    MainRoad("March Lane", "unclassified", "", ((3300, 4250), (3530, 3700), (3730, 3260), (4150, 2900))),
    MainRoad("Hither Lane", "unclassified", "", ((100, 5750), (800, 5450), (1570, 5390), (2300, 5400))),
    MainRoad(
        "Moor Lane",
        "unclassified",
        "",
        ((-4600, 3900), (-5400, 3400), (-6250, 2600), (-6450, 905), (-6600, 0)),
    ),
    MainRoad(
        "Gault Lane",
        "unclassified",
        "",
        ((-3600, -4420), (-1500, -4750), (480, -4760), (1600, -4560), (2600, -4450)),
    ),
    MainRoad("Cross Lane", "tertiary", "30 mph", ((4850, -400), (4800, 420), (4700, 1200))),
)


@cache
def road(name: str) -> LineString:
    """The line of a main road by its name. Raises KeyError where there is none of that name."""
    return smooth(placed({main.name: main.points for main in MAIN_ROADS}[name]))
