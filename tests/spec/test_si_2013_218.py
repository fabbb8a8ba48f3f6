"""SI 2013/218, regulation 3: who may form the opinion of a board. Who signs is another matter."""

import pytest

from app.law import formed_by_warning, sign_off_warning


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ("Aford Health and Wellbeing Board", None),
        ("Pharmacy Sub-Committee", None),
        ("the public health team", "sign-off-by-officer"),
        ("Director of Public Health", "sign-off-by-officer"),
        ("Chief Officer of the Board", "sign-off-by-officer"),
        (None, "sign-off-not-recorded"),
    ],
)
def test_3_an_officer_may_sign_what_the_board_decided(body: str | None, flag: str | None) -> None:
    """[si2013/218reg3]"""
    found = sign_off_warning(body)
    assert (found.id if found else None) == flag
    if flag == "sign-off-by-officer":
        assert found is not None
        assert "An officer may sign what the board or its sub-committee decided" in found.text
        assert "no power to delegate this to an officer was found" in found.text
        assert "It was read as made" in found.text
        assert "SI 2024/16" in found.text


@pytest.mark.parametrize(
    ("body", "warned"),
    [
        ("the Board at its meeting", False),
        ("the Pharmacy Sub-Committee", False),
        ("the Director of Public Health", True),
        ("the Chair of the Board", True),
        ("the public health team", True),
    ],
)
def test_3_the_opinion_is_the_boards_or_its_sub_committees(body: str, warned: bool) -> None:
    """[si2013/218reg3]"""
    found = formed_by_warning(body)
    assert (found is not None) is warned
    if found is not None:
        assert "no power to delegate this to an officer was found" in found
        assert "an officer may then sign what was decided" in found
