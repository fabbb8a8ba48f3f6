"""Write the town's people, postcodes and pharmacies in the layouts of the real publishers."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from geodata.demo.people import AGE_BANDS, PopulatedArea, Ward
from geodata.demo.places import BOROUGH, BOROUGH_CODE, NEIGHBOUR_CODE
from geodata.demo.postcodes import Postcode
from geodata.demo.shop import Shop
from geodata.model.hours import DAYS, parse_day

_TOTALS = ("MON_TOTAL", "TUES_TOTAL", "WED_TOTAL", "THURS_TOTAL", "FRI_TOTAL", "SAT_TOTAL", "SUN_TOTAL")
_IMD = "Index of Multiple Deprivation (IMD)"


def write_residents(file: Path, areas: Sequence[PopulatedArea]) -> None:
    """Census usual residents (TS001), bulk-download layout."""
    headings = ("date", "geography", "geography code", "Residence type: Total; measures: Value")
    _write_csv(file, headings, ((2021, a.name, a.code, a.people) for a in areas))


def write_ages(file: Path, areas: Sequence[PopulatedArea]) -> None:
    """Census residents by six age bands, bulk-download layout."""
    bands = (f"Age: {band}; measures: Value" for band in AGE_BANDS)
    _write_csv(
        file,
        ("date", "geography", "geography code", *bands),
        ((2021, a.name, a.code, *a.ages) for a in areas),
    )


def write_deprivation(file: Path, areas: Sequence[PopulatedArea]) -> None:
    """Index of Multiple Deprivation by LSOA, score, rank and decile."""
    headings = (
        "LSOA code (2021)",
        "LSOA name (2021)",
        "Local Authority District code (2024)",
        "Local Authority District name (2024)",
        f"{_IMD} Score",
        f"{_IMD} Rank (where 1 is most deprived)",
        f"{_IMD} Decile (where 1 is most deprived 10% of LSOAs)",
    )
    _write_csv(
        file,
        headings,
        ((a.code, a.name, _district_code(a.ward), a.ward.district, a.score, a.rank, a.decile) for a in areas),
    )


def write_lookup(file: Path, areas: Sequence[PopulatedArea]) -> None:
    """LSOA to ward to district."""
    headings = ("LSOA21NM", "LSOA21CD", "WD24NM", "WD24CD", "LAD24NM", "LAD24CD")
    rows = (
        (a.name, a.code, a.ward.place.name, a.ward.code, a.ward.district, _district_code(a.ward))
        for a in areas
    )
    _write_csv(file, headings, rows)


def write_postcodes(file: Path, postcodes: Sequence[Postcode]) -> None:
    """Postcodes in the layout of Code-Point Open, with headings."""
    headings = ("Postcode", "Positional_quality_indicator", "Eastings", "Northings")
    ordered = sorted(postcodes, key=lambda postcode: postcode.code)
    _write_csv(file, headings, ((p.code, 10, p.easting, p.northing) for p in ordered))


def write_pharmacies(file: Path, shops: Sequence[Shop], postcodes: Mapping[str, Postcode]) -> None:
    """The list of pharmacies in the layout of the Consolidated Pharmaceutical List. ``postcodes`` by ODS code."""
    hours = [
        heading
        for day, total in zip(DAYS, _TOTALS, strict=True)
        for heading in (f"PHARMACY_OPENING_HOURS_{day.upper()}", total)
    ]
    headings = (
        "PHARMACY_ODS_CODE_F_CODE",
        "HEALTH_AND_WELLBEING_BOARD",
        "PHARMACY_TRADING_NAME",
        "ORGANISATION_NAME",
        *(f"ADDRESS_FIELD_{number}" for number in range(1, 5)),
        "POST_CODE",
        *hours,
        "WEEKLY_TOTAL",
        "CONTRACT_TYPE",
    )
    _write_csv(file, headings, (_shop_row(shop, postcodes[shop.code].code) for shop in shops))


def write_services(file: Path, shops: Sequence[Shop]) -> None:
    """Which pharmacy gives which service."""
    _write_csv(file, ("ods", "ServiceName"), ((s.code, name) for s in shops for name in s.services))


def _district_code(ward: Ward) -> str:
    return BOROUGH_CODE if ward.district == BOROUGH else NEIGHBOUR_CODE


def _shop_row(shop: Shop, postcode: str) -> list[object]:
    row: list[object] = [
        shop.code,
        shop.board.upper(),
        shop.name,
        shop.contractor,
        shop.address,
        "",
        shop.board,
        "",
        postcode,
    ]
    hours = [_hours_open(text) for text in shop.hours]
    for text, total in zip(shop.hours, hours, strict=True):
        row += [text, total]
    return [*row, round(sum(hours), 2), shop.contract]


def _hours_open(text: str) -> float:
    return round(sum(closes - opens for opens, closes in parse_day(text) or ()) / 60, 2)


def _write_csv(file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
