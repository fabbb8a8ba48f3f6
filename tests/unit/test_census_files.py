"""Residents, ages, deciles and the lookup, by LSOA."""

from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.sources.census import AGE_GROUPS, read_ages, read_residents
from geodata.sources.deprivation import read_deciles
from geodata.sources.lookup import Belongs, read_lookup
from tests.made_up.publishers import AGES, LSOA_NORTH, LSOA_ONE, LSOA_TWO, WEST, write_all, write_csv

RESIDENTS = ["geography code", "Residence type: Total; measures: Value"]
DECILE = ["LSOA code (2021)", "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_all(tmp_path)


def test_only_the_areas_lsoas_are_read_and_the_rest_is_accounted_for(folder: Path) -> None:
    residents, source = read_residents(folder / "residents.csv", [LSOA_ONE, LSOA_TWO], vintage="2021")
    assert residents == {LSOA_ONE: 100, LSOA_TWO: 71}
    assert (source.rows, source.used, source.dropped[0].rows) == (4, 2, 2)


def test_ages_are_read_by_group(folder: Path) -> None:
    groups, source = read_ages(folder / "ages.csv", [LSOA_TWO], vintage="2021")
    assert {group: counts[LSOA_TWO] for group, counts in groups.items()} == dict(
        zip(AGE_GROUPS.values(), AGES[LSOA_TWO], strict=True)
    )
    assert source.used == 1


@pytest.mark.parametrize("name", ["residents", "ages"])
def test_an_lsoa_that_a_census_file_lacks_is_refused_as_people_would_be_lost(folder: Path, name: str) -> None:
    reader = read_residents if name == "residents" else read_ages
    with pytest.raises(SourceError, match="has no row for E01000009"):
        reader(folder / f"{name}.csv", [LSOA_ONE, "E01000009"], vintage="2021")


def test_a_count_that_was_hidden_is_refused(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "r.csv", RESIDENTS, [[LSOA_TWO, "3"], [LSOA_ONE, ".."]])
    with pytest.raises(SourceError, match=r"row 3: '\.\.' is not a whole number"):
        read_residents(file, [LSOA_ONE], vintage="2021")


def test_an_lsoa_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "r.csv", RESIDENTS, [[LSOA_ONE, 1], [LSOA_ONE, 2]])
    with pytest.raises(SourceError, match="more than one row"):
        read_residents(file, [LSOA_ONE], vintage="2021")


def test_an_age_band_that_is_not_known_is_refused_by_name(folder: Path) -> None:
    text = (folder / "ages.csv").read_text().replace("Aged 16 to 24 years", "Aged 15 to 24 years")
    (folder / "ages.csv").write_text(text)
    with pytest.raises(SourceError, match="'Age: Aged 15 to 24 years; measures: Value' is not an age band"):
        read_ages(folder / "ages.csv", [LSOA_ONE], vintage="2021")


def test_a_missing_band_is_refused_by_name(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv", ["geography code", "Age: Aged 15 years and under; measures: Value"], []
    )
    with pytest.raises(SourceError, match="no column 'Age: Aged 16 to 24 years; measures: Value'"):
        read_ages(file, [], vintage="2021")


def test_deciles_are_those_the_file_has(folder: Path) -> None:
    deciles, source = read_deciles(folder / "deprivation.csv", [LSOA_ONE, LSOA_NORTH], vintage="2019")
    assert deciles == {LSOA_ONE: 1}
    assert (source.rows, source.used) == (3, 1)


@pytest.mark.parametrize("decile", ["0", "11", "26525"])
def test_a_rank_given_for_a_decile_is_refused(tmp_path: Path, decile: str) -> None:
    file = write_csv(tmp_path / "d.csv", DECILE, [[LSOA_ONE, decile]])
    with pytest.raises(SourceError, match=f"row 2: '{decile}' is no decile"):
        read_deciles(file, [LSOA_ONE], vintage="2019")


def test_a_deprivation_file_without_deciles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column 'Index of Multiple Deprivation"):
        read_deciles(write_csv(tmp_path / "d.csv", DECILE[:1], []), [LSOA_ONE], vintage="2019")


def test_the_lookup_is_read_whatever_its_year(folder: Path) -> None:
    lookup, source = read_lookup(folder / "lookup.csv", vintage="2024")
    assert lookup[LSOA_TWO] == Belongs("E05999002", WEST)
    assert source.rows == len(lookup) == 4
    text = (folder / "lookup.csv").read_text().replace("WD24CD", "WD31CD")
    (folder / "lookup.csv").write_text(text)
    assert read_lookup(folder / "lookup.csv", vintage="2031")[0] == lookup


def test_another_table_is_no_lookup(folder: Path) -> None:
    with pytest.raises(SourceError, match="no column like LSOA24CD"):
        read_lookup(folder / "residents.csv", vintage="2024")


FINER = (
    "Total",
    "Aged 4 years and under",
    "Aged 5 to 9 years",
    "Aged 10 to 15 years",
    "Aged 16 to 19 years",
    "Aged 20 to 24 years",
    "Aged 25 to 34 years",
    "Aged 35 to 49 years",
    "Aged 50 to 64 years",
    "Aged 65 to 74 years",
    "Aged 75 to 84 years",
    "Aged 85 years and over",
)


def finer(folder: Path, bands: tuple[str, ...] = FINER) -> Path:
    headings = ["date", "geography", "geography code", *(f"Age: {band}; measures: Value" for band in bands)]
    return write_csv(
        folder / "finer.csv", headings, [["2021", LSOA_ONE, LSOA_ONE, *range(100, 100 + len(bands))]]
    )


def test_finer_bands_add_up_to_the_groups(tmp_path: Path) -> None:
    groups, _ = read_ages(finer(tmp_path), [LSOA_ONE], vintage="2021")
    assert {name: counts[LSOA_ONE] for name, counts in groups.items()} == {
        "age_0_15": 101 + 102 + 103,
        "age_16_24": 104 + 105,
        "age_25_34": 106,
        "age_35_49": 107,
        "age_50_64": 108,
        "age_65_plus": 109 + 110 + 111,
    }


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (
            tuple(b for b in FINER if b != "Aged 5 to 9 years"),
            "do not count every age of 'Aged 15 years and under'",
        ),
        ((*FINER, "Aged 5 years"), "do not count every age of 'Aged 15 years and under'"),
        (
            tuple(b.replace("10 to 15", "10 to 14").replace("16 to", "15 to") for b in FINER),
            "Aged 15 to 19.*lies across two",
        ),
        ((*FINER, "Median"), "'Age: Median; measures: Value' is not an age band that is known"),
    ],
)
def test_bands_that_do_not_make_the_groups_are_refused(
    tmp_path: Path, bands: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_ages(finer(tmp_path, bands), [LSOA_ONE], vintage="2021")
