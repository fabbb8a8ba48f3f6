"""SI 2013/218, regulation 3: who may decide for a board."""

import pytest

from app.law import sign_off_warning


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
def test_3_speaks_of_sub_committees_and_not_of_officers(body: str | None, flag: str | None) -> None:
    """[si2013/218reg3]"""
    found = sign_off_warning(body)
    assert (found.id if found else None) == flag
