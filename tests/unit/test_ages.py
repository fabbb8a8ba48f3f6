from datetime import date

import pytest

from app.web.ages import age_in_words, as_at_in_words

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("as_at", "words"),
    [
        ("2026-05-04", "dated today"),
        ("2026-05-03", "1 day old"),
        ("2026-04-05", "29 days old"),
        ("2026-04-04", "1 month old"),
        ("2024-05-05", "23 months old"),
        ("2024-05-04", "2 years old"),
        ("2018-03", "8 years old"),
        ("2018", "8 years old"),
        ("2026-05-05", "dated after today"),
        ("", "not known how old"),
    ],
)
def test_an_age_in_words(as_at: str, words: str) -> None:
    assert age_in_words(as_at, TODAY) == words


@pytest.mark.parametrize(
    ("as_at", "words"),
    [
        ("2026-05-04", "4 May 2026"),
        ("2018-03", "March 2018"),
        ("2018", "2018"),
        ("summer of 2018", "summer of 2018"),
        ("2018-13-01", "2018-13-01"),
    ],
)
def test_a_date_is_written_as_on_every_page(as_at: str, words: str) -> None:
    assert as_at_in_words(as_at) == words
