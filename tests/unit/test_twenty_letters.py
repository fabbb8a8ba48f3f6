"""The script that prints papers to be read: its first one, and that a needs assessment is of the time of its case."""

from datetime import date

import pytest

from scripts.twenty_letters import needs, relocations, show


def test_it_shows_a_paper_with_its_tables_and_the_list_for_the_officer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    what, letter = next(relocations())
    show(what, letter, cover=True)
    said = capsys.readouterr().out
    assert "======== move 2014, to 31 March, no position" in said
    assert "Regulation 24(1)(c), as it stood to 31 March 2014." in said
    assert "that of the body before it serves" in said
    assert "## For the officer: Before the paper is signed" in said
    assert "Evidence" not in [
        line.partition(". ")[2] for line in said.splitlines() if line.startswith("[Table")
    ]


@pytest.mark.parametrize(
    ("day", "published"),
    [(date(2014, 3, 3), "2011-02-01"), (date(2019, 8, 13), "2018-03-14"), (date(2026, 5, 5), "2025-09-30")],
)
def test_no_needs_assessment_is_younger_than_its_case(day: date, published: str) -> None:
    assert needs(day).published == published
