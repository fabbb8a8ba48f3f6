"""A recipe that does not hold together says which field and why."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.ledger import INVENTED, Ledger
from geodata.recipe import CodePointOpen, File, Recipe, read_recipe
from geodata.snapshot import Dropped, Source
from tests.made_up.publishers import RECIPE

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.toml"))


def recipe(folder: Path, *changes: tuple[str, str]) -> Recipe:
    text = RECIPE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "recipe.toml"
    file.write_text(text, encoding="utf-8")
    return read_recipe(file)


def test_a_recipe_is_read(tmp_path: Path) -> None:
    made = recipe(tmp_path)
    assert made.as_at == date(2024, 6, 1)
    assert made.reach_m == 3000.0
    assert isinstance(made.postcodes[0], CodePointOpen)
    assert made.streets["walk"].file == Path("streets.osm.pbf")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_of_the_documentation_is_a_recipe(example: Path) -> None:
    assert read_recipe(example).hwbs


def test_there_are_examples() -> None:
    assert {file.name for file in EXAMPLES} >= {"rutland.toml", "bcp-straight-line.toml"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("as_at = 2024-06-01", "as_at = 1850-06-01"), "before the NHS began on 1948-07-05"),
        (("as_at = 2024-06-01", 'as_at = "last Tuesday"'), "as_at: Input should be a valid date"),
        (('hwbs = ["E06999001"]', "hwbs = []"), "hwbs"),
        (('layout = "ods"', 'layout = "excel"'), "pharmacies.layout"),
        (('layout = "code-point-open"', 'layout = "excel"'), "postcodes.0"),
        (("homes = true", "homes = false"), "whose postcodes residents live at"),
        (('vintage = "July 2024"', ""), "pharmacies.vintage: Field required"),
        (('vintage = "July 2024"', 'vintage = " "'), "pharmacies.vintage"),
        (("invented = true", "invented = true\ncolour = 1"), "colour: Extra inputs"),
        (("invented = true", "reach_m = 10"), "reach_m"),
        (('name = "two-boards"', 'name = "Two Boards/.."'), "name"),
        (("[streets.walk]", "[streets.swim]"), "streets"),
        (("invented = true", "invented = "), "not a readable TOML file"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        recipe(tmp_path, change)
    assert caught.value.file == tmp_path / "recipe.toml"


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such recipe"):
        read_recipe(tmp_path / "none.toml")


SOURCE = Source(
    "role",
    "Title",
    "Publisher",
    "Licence",
    "Attribution",
    "2024",
    "f",
    "0" * 64,
    1,
    10,
    8,
    (Dropped("a", 2),),
    "n",
)


def test_a_ledger_accounts_for_what_was_picked_and_cites_as_the_recipe_says() -> None:
    ledger = Ledger()
    ledger.add(File(file=Path("f"), vintage="2024", title="Other", note="Mine."), SOURCE, 5, "not wanted")
    (source,) = ledger.sources
    assert (source.used, source.dropped) == (5, (Dropped("a", 2), Dropped("not wanted", 3)))
    assert (source.title, source.publisher, source.note) == ("Other", "Publisher", "Mine. n")


def test_everything_in_an_invented_ledger_says_so() -> None:
    ledger = Ledger(invented=True)
    ledger.add(None, SOURCE)
    assert ledger.notes == [INVENTED]
    assert (ledger.sources[0].licence, ledger.sources[0].attribution) == ("Invented data", INVENTED)
