"""A postcode is one however it is spaced, a board however its name is written, a code in whatever capitals."""

import re
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

import app
import geodata
from app.domain.identity import same_postcode
from app.domain.notice import places
from app.schemas.fields import Postcode
from geodata.arrays import Postcodes
from geodata.fetch.boards import find_board
from geodata.fetch.outlines import Listed
from geodata.model.board_names import board_key
from geodata.model.postcode import is_postcode, outside_england, spaced, squeezed

FIELD = TypeAdapter(Postcode)
WRITTEN = (
    "BH15 1DN",
    "BH151DN",
    "bh15 1dn",
    "BH15  1DN",
    "BH15\u00a01DN",
    " BH15 1DN ",
    "BH15 1DN\t",
    "\u200bBH15\u2009 1DN\ufeff",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_every_part_of_the_code_takes_a_postcode_for_the_same(written: str) -> None:
    assert squeezed(written) == "BH151DN"
    assert spaced(written) == "BH15 1DN"
    assert is_postcode(written)
    assert same_postcode(written, "BH15 1DN")
    assert squeezed(FIELD.validate_python(written)) == "BH151DN"
    table = Postcodes(np.array([b"BH151DN"]), np.array([400_000.0]), np.array([90_000.0]), np.array([50.0]))
    point = table.point(written)
    assert point is not None
    assert point.source == "postcode BH15 1DN"


def test_a_postcode_of_a_form_is_kept_as_typed_but_for_blanks() -> None:
    assert [FIELD.validate_python(typed) for typed in ("bh151dn", " BH15  1DN\u00a0")] == [
        "bh151dn",
        "BH15 1DN",
    ]


@pytest.mark.parametrize(
    "wrong", ["", " ", "BH15", "BH15 1D", "BH15 1DN 2", "BH15\n\n\n\n\n\n\n\n\n\n1DN", "1BH 5DN", "BH15_1DN"]
)
def test_what_is_no_postcode_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="This is not a postcode"):
        FIELD.validate_python(wrong)


def test_a_postcode_of_a_pasted_notice_may_be_spaced_by_word() -> None:
    text = "Lark Pharmacy, 1 High Street, Poole BH15\u00a01DN"
    assert [dict(place.values)["postcode"] for place in places._places(text)] == ["BH15 1DN"]


def test_no_other_place_of_the_code_takes_the_blanks_out_of_a_postcode_by_itself() -> None:
    """One normaliser: whatever joins the words of a text in capitals is a second one."""
    again = re.compile(
        r"""["']["']\.join\(.*upper\(\)\.split\(\)|upper\(\)\.(str\.)?replace\(r?["'](\\s\+| )["']"""
    )
    found = [
        f"{file}:{number}"
        for package in (app, geodata)
        for file in Path(next(iter(package.__path__))).rglob("*.py")
        if file.name != "postcode.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if again.search(line)
    ]
    assert not found


@pytest.mark.parametrize(("postcode", "outside"), [("JE2 4TR", True), ("GY1 1AA", True), ("IM1 1AA", True), ("bt1 1aa", True),
                                                   ("G1 1AA", False), ("IP1 1AA", False), ("BH15 1DN", False), ("", False)])  # fmt: skip
def test_jersey_is_not_england(postcode: str, outside: bool) -> None:
    assert outside_england(postcode) is outside


@pytest.mark.parametrize(
    "written",
    [
        "Quernwick, City of",
        "City of Quernwick",
        "QUERNWICK",
        "Quernwick City Council",
        " the city of  quernwick ",
        "Quernwick Health and Wellbeing Board",
        "Quernwick, City of.",
        "Quernwick HWB",
    ],
)
def test_a_boards_name_is_one_however_it_is_written(written: str) -> None:
    assert board_key(written) == "quernwick"
    assert find_board(written, [Listed("E06999001", "Quernwick, City of")])[0].code == "E06999001"


def test_names_of_two_boards_stay_two_and_no_name_is_nobodys() -> None:
    assert board_key("Quernwick") != board_key("Quernwick Vale")
    assert board_key("") == ""
    assert board_key("St. Helens") == board_key("ST HELENS")
    assert board_key("Telford & Wrekin") == board_key("Telford and Wrekin")
    assert board_key("The Council") != "", "a name of such words alone is still a name"


@pytest.mark.parametrize(
    ("old", "new", "name"), [("E08000016", "E08000038", "Barnsley"), ("E08000019", "E08000039", "Sheffield")]
)
def test_barnsley_and_sheffield_have_new_codes_and_the_old_ones_lead_to_them(
    old: str, new: str, name: str
) -> None:
    today = [Listed(new, name), Listed("E06999001", "Quernwick")]
    board, told = find_board(old, today)
    assert board.code == new
    assert f"its area is now of {name} ({new})" in told
    assert find_board(name, today) == (today[0], "")
