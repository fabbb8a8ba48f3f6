"""The demo's summary says "not known" where nothing is known, and never rounds to all or none."""

from typing import Any

import pytest

from app.cli.summary import Figures


def figures(**values: Any) -> Figures:
    items = [{"id": name.replace("_", "."), "value": value, "rows": []} for name, value in values.items()]
    return Figures({"evidence": items})


@pytest.mark.parametrize("worded", ["day", "metres", "minutes", "number", "share", "hours"])
def test_what_is_not_known_is_said_to_be_not_known(worded: str) -> None:
    assert getattr(figures(some_figure=None), worded)("some.figure") == "not known"
    assert getattr(figures(), worded)("some.figure") == "not known"


@pytest.mark.parametrize(
    ("worded", "value", "text"),
    [
        ("day", "2019-09-27", "27 September 2019"),
        ("metres", 1609.344, "1,609 m"),
        ("metres", 449.5, "450 m"),
        ("minutes", 5.5, "6 minutes"),
        ("minutes", 0.6, "1 minute"),
        ("number", 100_847, "100,847"),
        ("share", 0.9567, "95.7%"),
        ("share", 0.99996, "more than 99.9%"),
        ("share", 0.00001, "less than 0.1%"),
        ("share", 1, "100.0%"),
        ("hours", 46.5, "46.5 h a week"),
    ],
)
def test_figures_are_worded(worded: str, value: Any, text: str) -> None:
    assert getattr(figures(some_figure=value), worded)("some.figure") == text


def test_a_claim_that_was_not_made_is_no_claim_of_nothing() -> None:
    assert figures(a_claim=None).claim("a.claim", str) == "no claim entered"
    assert figures(a_claim=0).claim("a.claim", str) == "claimed a.claim"


def test_an_empty_table_reads_none() -> None:
    assert figures(services_lost=0).names("services.lost", "service") == "none"
