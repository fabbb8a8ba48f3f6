"""Homes with their people, streets with what OpenStreetMap states of them, and outlines."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.arrays import MM, EdgeFlag, Homes, StreetNetwork
from geodata.geopackage import Layer
from geodata.gis.columns import Told, array, coded, layer, text, yes_no
from geodata.quality.measures import in_small_part
from geodata.snapshot import Snapshot

_OUTLINES = {
    "hwb": ("boards", "Health and Wellbeing Boards", "The area's own and those within 10 km."),
    "ward": ("wards", "Wards", "Wards in and near the area."),
    "lsoa": ("lsoas", "Lower layer super output areas", "LSOAs in and near the area."),
    "controlled": ("controlled_localities", "Controlled localities", "As the recipe's file draws them."),
}
_GROUPS = "residents of this group (ages in years)"
_FLAGS = {
    EdgeFlag.STEPS: "steps",
    EdgeFlag.UNPAVED: "unpaved",
    EdgeFlag.UNLIT: "unlit",
    EdgeFlag.BRIDGE: "bridge",
    EdgeFlag.TUNNEL: "tunnel",
    EdgeFlag.CROSSING: "crossing",
    EdgeFlag.NO_SIDEWALK: "no_sidewalk",
}


def homes_layer(homes: Homes) -> Layer:
    """Homes with people, groups, areas and deprivation."""
    told = [
        text(
            "name",
            "what the home is called: a postcode, an output area or an LSOA",
            [n.decode() for n in homes.name.tolist()],
        ),
        array("people", "usual residents", homes.people),
        *(array(group, _GROUPS, counts) for group, counts in homes.groups.items()),
        *(
            coded(kind, f"code of the {kind}", getattr(homes, kind), homes.labels[kind])
            for kind in ("hwb", "ward", "lsoa")
        ),
        array(
            "imd_decile",
            "decile of deprivation, 1 most deprived to 10",
            homes.imd_decile,
            homes.imd_decile == 0,
        ),
    ]
    about = (
        "Points with people in them. People are shares of published census counts, not counts of the households there: "
        "for analysts, not for publication point by point."
    )
    return layer("homes", "Where people live", about, told, _points(homes), "Point")


def streets_layer(mode: str, network: StreetNetwork) -> Layer:
    """Streets of one mode, from junction to junction."""
    edges = np.arange(network.edges)
    lines = shapely.linestrings(
        network.geometry_xy, indices=np.repeat(edges, np.diff(network.geometry_start))
    )
    flags = network.edge_flags
    oneway = np.select(
        [(flags & EdgeFlag.ONEWAY_FORWARD) != 0, (flags & EdgeFlag.ONEWAY_BACKWARD) != 0], [0, 1], -1
    ).astype(np.int32)
    stated = [(name, (flags & flag) != 0) for flag, name in _FLAGS.items()]
    told = [
        array("edge", "number in the snapshot", edges.astype(np.int64)),
        array("osm_way", "OpenStreetMap way", network.edge_way),
        coded("class", "OpenStreetMap's highway", network.edge_class, network.classes),
        coded("name", "name of the street", network.edge_name, network.names),
        array("metres", "length of the line, metres", network.edge_mm / MM),
        array("kmh", "speed limit where stated, kilometres an hour", network.edge_kmh, network.edge_kmh == 0),
        coded(
            "oneway",
            "forward or backward along the line where one-way binds this mode",
            oneway,
            ("forward", "backward"),
        ),
        *(array(name, "yes where stated, else empty", there, ~there) for name, there in stated),
        array(
            "small_part",
            "whether it joins no way to the longest part of the network",
            in_small_part(network, edges),
        ),
    ]
    about = (
        f"Streets as the snapshot has them for this mode ({mode}). © OpenStreetMap contributors, Open Database Licence 1.0: "
        "who publishes this layer shares it under the same licence."
    )
    wkb = np.asarray(shapely.to_wkb(lines), dtype=object)
    return layer(f"streets_{mode}", f"Streets ({mode})", about, told, wkb, "LineString")


def outline_layers(snapshot: Snapshot) -> Iterator[Layer]:
    """Outlines of every kind that the snapshot has, with the people that live in those of the area."""
    for kind, (name, title, about) in _OUTLINES.items():
        outlines = snapshot.boundaries(kind)
        if not outlines and not snapshot.has_layer(kind):
            continue
        codes = [outline.code for outline in outlines]
        told = [text("code", "code", codes), text("name", "name", [outline.name for outline in outlines])]
        told += _people(snapshot.homes, kind, codes) if kind in snapshot.homes.labels else []
        if kind == "hwb":
            told.append(
                yes_no(
                    "own",
                    "whether its residents are counted here",
                    [code in snapshot.manifest.hwbs for code in codes],
                )
            )
        shapes = [shapely.multipolygons(shapely.get_parts(shapely.from_wkb(o.wkb))) for o in outlines]
        wkb = np.asarray(shapely.to_wkb(np.array(shapes, dtype=object)), dtype=object)
        yield layer(name, title, about, told, wkb, "MultiPolygon")


def _people(homes: Homes, kind: str, codes: list[str]) -> list[Told]:
    at: NDArray[np.int32] = getattr(homes, kind)
    known = at >= 0
    sums = np.bincount(at[known], weights=homes.people[known], minlength=len(homes.labels[kind]))
    people = dict(zip(homes.labels[kind], sums.astype(np.int64).tolist(), strict=True))
    counts = np.array([people.get(code, 0) for code in codes], dtype=np.int64)
    outside = np.array([code not in people for code in codes], dtype=bool)
    return [
        array(
            "people",
            "usual residents whose homes are in the snapshot, empty where none are counted",
            counts,
            outside,
        )
    ]


def _points(homes: Homes) -> NDArray[np.object_]:
    return np.asarray(shapely.to_wkb(shapely.points(homes.x, homes.y)), dtype=object)
