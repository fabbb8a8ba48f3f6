"""What a snapshot is, in plain words and as data: for an officer who must say what a figure rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import shapely

from geodata.arrays import MM
from geodata.model.premises import ContractType, Premises
from geodata.overlay.telling import overlay_facts, overlay_lines
from geodata.quality.report import Report, report_from, report_lines
from geodata.snapshot import BESIDE, Snapshot, Source
from geodata.wording import in_words

SHOWN = 12
"""Premises named in the text; the rest are counted. The data has them all."""


def facts_of(snapshot: Snapshot) -> dict[str, Any]:
    """Facts of a snapshot as plain values (JSON). Lengths are metres, coordinates EPSG:27700."""
    manifest, homes = snapshot.manifest, snapshot.homes
    boards = {board.code: board for board in snapshot.boundaries("hwb")}
    own = [shapely.from_wkb(boards[code].wkb) for code in manifest.hwbs if code in boards]
    report = quality_of(snapshot)
    ranked = np.bincount(homes.imd_decile, weights=homes.people, minlength=11).astype(int)
    return {
        "id": snapshot.id,
        "name": manifest.name,
        "as_at": manifest.as_at,
        "invented": manifest.invented,
        "hwbs": {code: boards[code].name if code in boards else None for code in manifest.hwbs},
        "boards_near": {code: b.name for code, b in boards.items() if code not in manifest.hwbs},
        "people": int(homes.people.sum()),
        "homes": len(homes),
        "groups": {group: int(counts.sum()) for group, counts in homes.groups.items()},
        "people_by_imd_decile": {str(d): int(n) for d, n in enumerate(ranked) if d and ranked[1:].any()},
        "people_of_unknown_decile": int(ranked[0]),
        "wards": len(homes.labels["ward"]),
        "lsoas": len(homes.labels["lsoa"]),
        "postcodes": len(snapshot.postcodes.code),
        "premises": [_premises_facts(p, own) for p in snapshot.premises],
        "streets": {mode: _street_facts(snapshot, mode) for mode in manifest.modes},
        "sources": [asdict(source) for source in manifest.sources],
        "notes": list(manifest.notes),
        "overlay": overlay_facts(snapshot.overlay),
        "accepted": [asdict(accepted) for accepted in manifest.accepted],
        "quality": None if report is None else asdict(report),
    }


def quality_of(snapshot: Snapshot) -> Report | None:
    """The report of the checks when the snapshot was built; None where none can be read, or it is of another."""
    try:
        report = report_from((snapshot.path / BESIDE[0]).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return report if report.snapshot == snapshot.id else None


def text_of(snapshot: Snapshot) -> str:
    """The same facts as a page of plain words."""
    facts = facts_of(snapshot)
    return "\n".join(
        (
            *_head(facts, snapshot),
            "",
            *_premises_lines(facts["premises"]),
            "",
            *_street_lines(facts["streets"]),
            *overlay_lines(snapshot.overlay),
            "",
            *_check_lines(snapshot),
            "",
            "Where it comes from",
            *(line for source in snapshot.manifest.sources for line in _source_lines(source)),
            "",
            "What to know of it",
            *(f"- {note}" for note in facts["notes"]),
        )
    )


def _check_lines(snapshot: Snapshot) -> Iterator[str]:
    report = quality_of(snapshot)
    if report is None:
        yield "Checks: no report of this snapshot stands beside it. Build it again from the same files to have one."
    else:
        yield from report_lines(report)
    for accepted in snapshot.manifest.accepted:
        yield f"Let pass by {accepted.by}: {accepted.check}. {accepted.found} Reason: {accepted.reason}"


def _premises_facts(premises: Premises, own: Sequence[Any]) -> dict[str, Any]:
    point, hours = premises.point, premises.hours
    minutes = hours.total_minutes() if hours else None
    return {
        "ods_code": premises.ods_code,
        "trading_name": premises.trading_name,
        "postcode": premises.postcode,
        "in_area": None
        if point is None
        else any(shape.covers(shapely.Point(point.easting, point.northing)) for shape in own),
        "counts_for_access": premises.counts_for_access,
        "appliances_only": premises.contract_type is ContractType.APPLIANCE,
        "distance_selling": premises.distance_selling,
        "weekly_hours": None if minutes is None else minutes / 60,
        "services": None if premises.services is None else len(premises.services),
    }


def _street_facts(snapshot: Snapshot, mode: str) -> dict[str, int]:
    network = snapshot.network(mode)
    if network is None:  # a mode of the manifest always has its arrays; verify() says so where it has not
        return {}
    return {
        "nodes": network.nodes,
        "edges": network.edges,
        "metres": int(network.edge_mm.sum()) // MM,
    }


def _head(facts: Mapping[str, Any], snapshot: Snapshot) -> Iterator[str]:
    names = ", ".join(f"{name or 'unnamed'} ({code})" for code, name in facts["hwbs"].items())
    yield f"{facts['name']}: {names}, as at {in_words(date.fromisoformat(facts['as_at']))}"
    yield f"Snapshot {facts['id']} in {snapshot.path}"
    if facts["invented"]:
        yield "INVENTED DATA: no figure of it is about a real place."
    yield ""
    yield (
        f"{facts['people']:,} people in {facts['homes']:,} homes, {facts['lsoas']:,} LSOAs and {facts['wards']:,} wards; "
        f"{facts['postcodes']:,} postcodes can be looked up."
    )
    if facts["groups"]:
        yield "By group: " + ", ".join(f"{group} {count:,}" for group, count in facts["groups"].items())
    if facts["people_by_imd_decile"]:
        deciles = facts["people_by_imd_decile"].items()
        yield "By deprivation decile (1 most deprived): " + ", ".join(f"{d}: {n:,}" for d, n in deciles)
    if facts["boards_near"]:
        yield "Boards near by: " + ", ".join(facts["boards_near"].values())


def _premises_lines(premises: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    inside = sum(p["in_area"] is True for p in premises)
    over = sum(p["in_area"] is False for p in premises)
    lost = len(premises) - inside - over
    yield f"{len(premises)} premises: {inside} in the area, {over} over its border, {lost} without a known place."
    counting = sum(p["counts_for_access"] for p in premises)
    yield (
        f"{counting} of them count for access; hours are known for "
        f"{sum(p['weekly_hours'] is not None for p in premises)}, services for "
        f"{sum(p['services'] is not None for p in premises)}."
    )
    for p in premises[:SHOWN]:
        hours = "hours not known" if p["weekly_hours"] is None else f"{p['weekly_hours']:g} hours a week"
        where = {True: "", False: ", over the border", None: ", place not known"}[p["in_area"]]
        kind = (
            ", distance-selling"
            if p["distance_selling"]
            else ", appliances only"
            if p["appliances_only"]
            else ""
        )
        yield f"  {p['ods_code']}  {p['trading_name']}, {p['postcode']}: {hours}{kind}{where}"
    if len(premises) > SHOWN:
        yield f"  and {len(premises) - SHOWN} more (all of them with --json)"


def _street_lines(streets: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if not streets:
        yield "No streets: distances are straight lines."
    for mode, network in streets.items():
        yield (
            f"Streets ({mode}): {network['metres'] / 1000:,.0f} km in {network['edges']:,} pieces between "
            f"{network['nodes']:,} junctions and ends."
        )


def _source_lines(source: Source) -> Iterator[str]:
    yield f"- {source.role}: {source.title}, {source.vintage}. {source.publisher}, {source.licence}."
    dropped = "; ".join(f"{d.rows:,} {d.reason}" for d in source.dropped)
    yield f"    {source.used:,} of {source.rows:,} rows used{f'; left out: {dropped}' if dropped else ''}."
    if source.note:
        yield f"    {source.note}"
    yield f"    {source.attribution}"
    yield f"    {source.file}, {source.size:,} bytes, SHA-256 {source.sha256}"
