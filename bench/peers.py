"""The same answers by other engines, written as their users would, and leanly.

Pharmacies become nodes joined to both ends of their street; each home's distance is read off the two ends of its own,
or goes straight along the street where a pharmacy stands on the same one. One pass gives every home's distance to its
nearest pharmacy. Nothing here uses the project's own search.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from bench.measure import Found, peak_mb, seconds
from bench.moves import AGE, Moves, areas_of, moves_of
from bench.town import Town, open_town
from geodata.arrays import MM, Floats, StreetNetwork
from geodata.standing import Snapped

STANDARD_M = 1609.344

Door = tuple[str, int]
"""A pharmacy of the list ("P") or a new site ("N"), and its number."""

NOT_INSTALLED: Found = {"not_installed": True}


def networkx_on_osmnx(folder: Path, runs: int, moves: int) -> Found:
    """networkx on the MultiDiGraph that osmnx gives."""
    import networkx as nx

    from geodata.export import to_osmnx

    town = open_town(folder)
    chosen = moves_of(town, moves)
    built: dict[str, Any] = {}

    def build() -> None:
        graph = to_osmnx(town.network)
        for names, places in (("P", town.pharmacy_places), ("N", chosen.places)):
            for at, (u, v, to_u, to_v) in enumerate(_door_streets(town.network, places)):
                for end, metres in ((u, to_u), (v, to_v)):
                    graph.add_edge((names, at), end, length=metres)
                    graph.add_edge(end, (names, at), length=metres)
        built["graph"] = graph

    setup_s = seconds(build, 1)
    graph = built["graph"]

    def nearest(doors: Sequence[Door]) -> Floats:
        metres = nx.multi_source_dijkstra_path_length(graph, set(doors), weight="length")
        return np.array([metres.get(node, np.inf) for node in range(town.network.nodes)])

    return _measured(town, chosen, nearest, runs, setup_s)


def scipy_again(folder: Path, runs: int, moves: int) -> Found:
    """scipy, searching the whole network again for every question."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    town = open_town(folder)
    chosen, network = moves_of(town, moves) if moves else None, town.network
    built: dict[str, Any] = {}
    pharmacies = len(town.pharmacy_places)

    def build() -> None:
        doors = _door_streets(network, town.pharmacy_places)
        doors += _door_streets(network, chosen.places) if chosen else []
        begin = np.repeat(network.nodes + np.arange(len(doors)), 2)
        end = np.array([node for u, v, *_ in doors for node in (u, v)])
        metres = np.array([part for *_, to_u, to_v in doors for part in (to_u, to_v)])
        length = network.edge_mm / MM
        rows = np.concatenate([network.edge_u, network.edge_v, begin])
        columns = np.concatenate([network.edge_v, network.edge_u, end])
        size = network.nodes + len(doors)
        # The generated network has no parallel edges, which a sparse matrix would add up.
        built["graph"] = csr_array(
            (np.concatenate([length, length, metres]), (rows, columns)), shape=(size, size)
        )

    setup_s = seconds(build, 1)
    graph, first = built["graph"], {"P": network.nodes, "N": network.nodes + pharmacies}

    def nearest(doors: Sequence[Door]) -> Floats:
        sources = [first[name] + at for name, at in doors]
        return np.asarray(dijkstra(graph, indices=sources, min_only=True)[: network.nodes])

    return _measured(town, chosen, nearest, runs, setup_s)


def igraph_once(folder: Path, runs: int) -> Found:
    """igraph, from one more node that leads to every pharmacy."""
    if find_spec("igraph") is None:
        return NOT_INSTALLED
    import igraph  # type: ignore[import-untyped,import-not-found,unused-ignore]

    town = open_town(folder)
    network, doors = town.network, _door_streets(town.network, town.pharmacy_places)
    built: dict[str, Any] = {}
    root = network.nodes + len(doors)

    def build() -> None:
        edges = list(zip(network.edge_u.tolist(), network.edge_v.tolist(), strict=True))
        metres = (network.edge_mm / MM).tolist()
        for door, (u, v, to_u, to_v) in enumerate(doors, network.nodes):
            edges += [(door, u), (door, v), (root, door)]
            metres += [to_u, to_v, 0.0]
        built["graph"], built["metres"] = igraph.Graph(n=root + 1, edges=edges), metres

    setup_s = seconds(build, 1)

    def nearest(_: Sequence[Door]) -> Floats:
        found = built["graph"].distances(source=[root], weights=built["metres"])[0]
        return np.array(found[: network.nodes])

    return _measured(town, None, nearest, runs, setup_s)


def pandana_once(folder: Path, runs: int, farthest_m: float) -> Found:
    """pandana, asked for the nearest one point of interest of every node, as far as anybody has to go."""
    if find_spec("pandana") is None:
        return NOT_INSTALLED
    import pandana  # type: ignore[import-untyped,import-not-found,unused-ignore]

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # it prints its progress, from C++
    town = open_town(folder)
    network, doors = town.network, _door_streets(town.network, town.pharmacy_places)
    built: dict[str, Any] = {}

    def build() -> None:
        x, y = (pd.Series(_with_doors(town, axis)) for axis in ("x", "y"))
        begin = np.concatenate([network.edge_u, np.repeat(network.nodes + np.arange(len(doors)), 2)])
        end = np.concatenate([network.edge_v, [node for u, v, *_ in doors for node in (u, v)]])
        metres = np.concatenate([network.edge_mm / MM, [part for *_, a, b in doors for part in (a, b)]])
        # pandana cuts each length down to whole millimetres; half a millimetre more saves it from losing one.
        graph = pandana.Network(
            x, y, pd.Series(begin), pd.Series(end), pd.DataFrame({"m": metres + 0.5 / MM})
        )
        at = np.arange(network.nodes, network.nodes + len(doors))
        graph.set_pois("pharmacy", farthest_m, 1, x[at], y[at])
        built["graph"] = graph

    setup_s = seconds(build, 1)

    def nearest(_: Sequence[Door]) -> Floats:
        found = built["graph"].nearest_pois(farthest_m, "pharmacy", num_pois=1)
        return np.asarray(found[1].to_numpy()[: network.nodes], dtype=np.float64)

    return _measured(town, None, nearest, runs, setup_s)


def _with_doors(town: Town, axis: str) -> Floats:
    """Coordinates of the nodes and then of the pharmacies."""
    points = [premises.point for premises in town.snapshot.premises]
    name = {"x": "easting", "y": "northing"}[axis]
    return np.concatenate([getattr(town.network, f"node_{axis}"), [getattr(point, name) for point in points]])


def _door_streets(network: StreetNetwork, places: Snapped) -> list[tuple[int, int, float, float]]:
    """For each place the nodes at the ends of its street and the metres to each, the way off the street included."""
    edge = places.edge
    to_u = (places.off_mm + places.along_mm) / MM
    to_v = (places.off_mm + network.edge_mm[edge] - places.along_mm) / MM
    columns = network.edge_u[edge], network.edge_v[edge], to_u, to_v
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _read_off(town: Town, node_m: Floats, sites: Snapped) -> Floats:
    """Metres of every home, from those of the nodes, or straight along a street that it shares with a site."""
    home, network = town.home_places, town.network
    edge, off = home.edge, home.off_mm / MM
    along, rest = home.along_mm / MM, (network.edge_mm[home.edge] - home.along_mm) / MM
    metres = off + np.minimum(node_m[network.edge_u[edge]] + along, node_m[network.edge_v[edge]] + rest)
    shared = np.flatnonzero(np.isin(edge, sites.edge))
    pairs = pd.merge(
        pd.DataFrame({"edge": edge[shared], "home": shared}),
        pd.DataFrame({"edge": sites.edge, "site": np.arange(len(sites))}),
    )
    at, site = pairs["home"].to_numpy(), pairs["site"].to_numpy()
    straight = np.abs(home.along_mm[at] - sites.along_mm[site]) + home.off_mm[at] + sites.off_mm[site]
    np.minimum.at(metres, at, straight / MM)
    return metres


def _measured(
    town: Town,
    moves: Moves | None,
    nearest: Callable[[Sequence[Door]], Floats],
    runs: int,
    setup_s: float,
) -> Found:
    """One pass, and for each move the passes before and after it with coverage by group."""
    listed = [("P", at) for at in range(len(town.pharmacy_places))]
    everyone: dict[str, Floats] = {}

    def one_pass() -> None:
        everyone["metres"] = _read_off(town, nearest(listed), town.pharmacy_places)

    found: Found = {
        "setup_s": setup_s,
        "search_s": seconds(lambda: nearest(listed), runs),
        "pass_s": seconds(one_pass, runs),
    }
    found["metres"] = everyone["metres"]
    if moves is not None:
        answers: list[tuple[Floats, Any, Any]] = []

        def one_move(at: int) -> None:
            before = _read_off(town, nearest(listed), town.pharmacy_places)
            after = _read_off(
                town, nearest([*_without(listed, moves, at), ("N", at)]), _after(town, moves, at)
            )
            answers.append((after, _coverage(town, before), _coverage(town, after)))

        taken = [seconds(partial(one_move, at), 1) for at in range(len(moves.labels))]
        removed = _read_off(town, nearest(_without(listed, moves, 0)), _after(town, moves, 0, moved=False))
        found |= {"move_s": median(taken), "moves": answers, "removed": removed}
    return found | {"peak_mb": peak_mb()}


def _without(listed: Sequence[Door], moves: Moves, at: int) -> list[Door]:
    return [door for door in listed if door[1] != moves.labels[at]]


def _after(town: Town, moves: Moves, at: int, *, moved: bool = True) -> Snapped:
    """The places of the pharmacies after one move, or after the leaving one has closed."""
    kept = np.flatnonzero(np.arange(len(town.pharmacy_places)) != moves.labels[at])
    old, new = town.pharmacy_places.take(kept), moves.places.take(np.arange(at, at + int(moved)))
    columns = (np.concatenate([getattr(old, f), getattr(new, f)]) for f in ("edge", "along_mm", "off_mm"))
    return Snapped(*columns)


def _coverage(town: Town, metres: Floats) -> dict[str, dict[str, int]]:
    """People within the standard by every grouping: group to people."""
    homes, within = town.snapshot.homes, metres <= STANDARD_M + 0.0001  # sums of metres may be a hair over
    people = pd.DataFrame({"people": np.where(within, homes.people, 0)})
    found = {name: people.groupby(code)["people"].sum() for name, code in areas_of(homes).items()}
    by_age = {age: int(count[within].sum()) for age, count in homes.groups.items()}
    return {name: {str(code): int(n) for code, n in sums.items()} for name, sums in found.items()} | {
        AGE: by_age
    }
