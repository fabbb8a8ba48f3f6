"""A proposal in plain words: hours, days, and what is said where something is not known."""

from datetime import date

import pytest

from app.domain.applications import Notice, StatedPremises
from app.domain.other_applications import OtherApplication, OtherKind
from app.web.proposal import OTHERS, clock_times, proposal_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("09:00-17:30", "9am to 5:30pm"),
        ("09:00-12:00,14:00-18:15", "9am to midday and 2pm to 6:15pm"),
        ("22:00-24:00", "10pm to midnight"),
        ("00:00-06:00", "midnight to 6am"),
        ("closed", "closed"),
        ("none", "none"),
        (None, "not known"),
    ],
)
def test_hours_as_people_say_them(text: str | None, said: str) -> None:
    assert clock_times(text) == said


@pytest.mark.parametrize("kind", OtherKind)
def test_every_other_kind_is_told_in_words_of_its_own(kind: OtherKind) -> None:
    notice = Notice("CAS-1", date(2026, 5, 1))
    site = StatedPremises("New Pharmacy", "1 Long Street, XT1 1AA", "xt11aa")
    made = proposal_of(
        OtherApplication("PC/3", "Long Street Ltd", notice, kind, site), None, None, date(2026, 5, 4)
    )
    assert (made.title, made.lead) == (OTHERS[kind][0], f"Long Street Ltd {OTHERS[kind][1]}")
    assert [each.address for each in made.sites] == ["1 Long Street, XT1 1AA"]
    assert (made.hours_note, made.services_note, made.measured) == ("", "", None)
    assert made.nearby_note == "Which other pharmacies are near is not measured yet."
