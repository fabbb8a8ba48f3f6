"""Checks of the streets: who stands far from them, who hangs on a part that joins no other, whose point is elsewhere."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from geodata.arrays import MM, Homes, StreetNetwork
from geodata.model.premises import Premises
from geodata.quality import limits as names
from geodata.quality.measures import in_small_part
from geodata.quality.report import Check, judged
from geodata.quality.subject import Subject
from geodata.standing import FAR_FROM_STREET_M, JOIN_M, Snapped, Snapper
from geodata.wording import counted

SHORT = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "ln": "lane",
    "sq": "square",
    "pl": "place",
    "cres": "crescent",
}


def check_streets(subject: Subject) -> Iterator[Check]:
    """All checks of the streets; one that says there are none where there are none."""
    titles = {
        names.HOMES_FAR: "Homes far from any street",
        names.PHARMACIES_FAR: "Pharmacies far from any street",
        names.SMALL_PARTS: "People on streets that join no other part",
        names.PHARMACIES_APART: "Pharmacies on streets that join no other part",
        names.STREET_ELSEWHERE: "Pharmacies far from the street of their address",
        names.STREETS_CUT: "Streets that lack points",
        names.ACCESS_WORDS: "Words about access that no table knows",
    }
    if subject.streets is None:
        for check, title in titles.items():
            yield judged(
                check,
                title,
                None,
                "",
                "There are no streets: distances are straight lines.",
                limits=subject.limits,
            )
        return
    mode, network = subject.streets
    homes = subject.contents.homes
    snapper = Snapper(network)
    off = snapper.snap(homes.x, homes.y)
    placed = tuple(p for p in subject.pharmacies if p.point is not None)
    shops = _stood(snapper, placed)
    yield _homes_far(subject, mode, homes, off, titles[names.HOMES_FAR])
    yield _pharmacies_far(subject, placed, shops, titles[names.PHARMACIES_FAR])
    yield _small_parts(subject, network, homes, off, titles[names.SMALL_PARTS])
    yield _pharmacies_apart(subject, network, placed, shops, titles[names.PHARMACIES_APART])
    yield _elsewhere(subject, network, placed, shops, titles[names.STREET_ELSEWHERE])
    yield _streets_cut(subject, titles[names.STREETS_CUT])
    yield _access_words(subject, titles[names.ACCESS_WORDS])


def _streets_cut(subject: Subject, title: str) -> Check:
    share = max((read.cut for read in subject.read.values()), default=None)
    told = "; ".join(
        f"{mode}: {read.cut_ways:,} of {read.open_ways:,}" for mode, read in subject.read.items()
    )
    return judged(
        names.STREETS_CUT,
        title,
        share,
        "share",
        f"Streets open to a mode that lack points in the file ({told or 'not read'}).",
        limits=subject.limits,
        count=max((read.cut_ways for read in subject.read.values()), default=0),
    )


def _access_words(subject: Subject, title: str) -> Check:
    found = [
        (metres, f"{mode}: {word} {metres:,.0f} m")
        for mode, read in subject.read.items()
        for word, metres in read.unknown.items()
    ]
    metres = sum(length for length, _ in found)
    return judged(
        names.ACCESS_WORDS,
        title,
        metres if subject.read else None,
        "m",
        f"{counted(len(found), 'word', 'words')} on {metres:,.0f} m of street that is counted as open.",
        limits=subject.limits,
        items=[words for _, words in sorted(found, reverse=True)],
    )


def _stood(snapper: Snapper, premises: Sequence[Premises]) -> Snapped:
    points = [p.point for p in premises if p.point]
    x, y = (
        np.array([getattr(p, name) for p in points], dtype=np.float64) for name in ("easting", "northing")
    )
    return snapper.snap(x, y)


def _homes_far(subject: Subject, mode: str, homes: Homes, off: Snapped, title: str) -> Check:
    far, metres = off.far, off.off_mm / MM
    people = int(homes.people[far].sum())
    furthest = float(metres.max(initial=0.0))
    return judged(
        names.HOMES_FAR,
        title,
        people / subject.people if subject.people else None,
        "share",
        f"{counted(int(far.sum()), 'home', 'homes')} with {people:,} people ({_percent(people, subject.people)}) more than "
        f"{FAR_FROM_STREET_M:g} m from any street ({mode}); the furthest {furthest:,.0f} m.",
        limits=subject.limits,
        items=[
            f"{homes.name[at].decode()} {metres[at]:,.0f} m"
            for at in np.argsort(-metres, kind="stable")[: int(far.sum())]
        ],
        facts={"homes": int(far.sum()), "people": people, "furthest_m": round(furthest, 1)},
    )


def _pharmacies_far(subject: Subject, placed: Sequence[Premises], off: Snapped, title: str) -> Check:
    far = [
        (p, metres)
        for p, metres in zip(placed, (off.off_mm / MM).tolist(), strict=True)
        if metres > FAR_FROM_STREET_M
    ]
    return judged(
        names.PHARMACIES_FAR,
        title,
        len(far) / len(placed) if placed else None,
        "share",
        f"{len(far):,} of {counted(len(placed), 'pharmacy', 'pharmacies')} more than {FAR_FROM_STREET_M:g} m from "
        "any street of the data"
        + (f", {min(m for _, m in far):,.0f} to {max(m for _, m in far):,.0f} m." if far else "."),
        limits=subject.limits,
        count=len(far),
        items=[f"{p.ods_code} {p.trading_name}, {p.postcode}: {metres:,.0f} m" for p, metres in far],
    )


def _small_parts(subject: Subject, network: StreetNetwork, homes: Homes, off: Snapped, title: str) -> Check:
    alone = in_small_part(network, off.edge)
    people = int(homes.people[alone].sum())
    return judged(
        names.SMALL_PARTS,
        title,
        people / subject.people if subject.people else None,
        "share",
        f"{people:,} people ({_percent(people, subject.people)}) in {counted(int(alone.sum()), 'home', 'homes')} stand at "
        f"streets that do not join the longest part of the network, with none of a connected part within {JOIN_M:g} m.",
        limits=subject.limits,
        items=[homes.name[at].decode() for at in np.flatnonzero(alone)],
        facts={"homes": int(alone.sum()), "people": people},
    )


def _pharmacies_apart(
    subject: Subject, network: StreetNetwork, placed: Sequence[Premises], off: Snapped, title: str
) -> Check:
    alone = np.flatnonzero(in_small_part(network, off.edge) & ~off.far)
    return judged(
        names.PHARMACIES_APART,
        title,
        len(alone) / len(placed) if placed else None,
        "share",
        f"{counted(len(alone), 'pharmacy stands', 'pharmacies stand')} at streets that do not join the longest part of "
        f"the network, with none of a connected part within {JOIN_M:g} m.",
        limits=subject.limits,
        items=[
            f"{placed[at].ods_code} {placed[at].trading_name}, {placed[at].postcode}" for at in alone.tolist()
        ],
    )


def _elsewhere(
    subject: Subject, network: StreetNetwork, placed: Sequence[Premises], off: Snapped, title: str
) -> Check:
    by_name: dict[str, list[int]] = {}
    for position, name in enumerate(network.names):
        by_name.setdefault(street_words(name), []).append(position)
    looked, items = 0, []
    for p, metres in zip(placed, (off.off_mm / MM).tolist(), strict=True):
        street = _street_of(p.address, by_name)
        if street is None or p.point is None or metres > FAR_FROM_STREET_M:
            continue
        looked += 1
        edges = np.flatnonzero(np.isin(network.edge_name, by_name[street]))
        here = shapely.Point(p.point.easting, p.point.northing)
        nearest = min(float(shapely.LineString(network.line(int(edge))).distance(here)) for edge in edges)
        if nearest > FAR_FROM_STREET_M:
            items.append(
                f"{p.ods_code} {p.trading_name}, {p.address}: {street} is {nearest:,.0f} m from {p.point.source}"
            )
    return judged(
        names.STREET_ELSEWHERE,
        title,
        float(len(items)) if looked else None,
        "pharmacies",
        f"{len(items):,} of {counted(looked, 'pharmacy', 'pharmacies')} whose street has its name on the map stand "
        f"more than {FAR_FROM_STREET_M:g} m from it.",
        limits=subject.limits,
        items=items,
    )


def street_words(name: str) -> str:
    """A street's name for comparing: small letters, no points, "St" at its end spelt out."""
    words = re.sub(r"[^a-z0-9 ]+", "", name.casefold().replace("-", " ")).split()
    if words and words[-1] in SHORT:
        words[-1] = SHORT[words[-1]]
    return " ".join(words)


def _street_of(address: str, known: dict[str, list[int]]) -> str | None:
    """The street that an address names: the first part of it that ends with the name of a street on the map."""
    for part in address.split(","):
        words = street_words(part).split()
        for start in range(len(words) - 1):
            name = " ".join(words[start:])
            if name in known:
                return name
    return None


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "none"
