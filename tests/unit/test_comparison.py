"""Two sites side by side: hours and services."""

from app.domain.comparison import compare_hours, compare_services
from geodata.model.hours import DAYS, parse_week

WEEKDAYS = dict.fromkeys(DAYS[:5], "09:00-17:30")


def test_hours_inside_the_staying_sites_hours_are_not_lost() -> None:
    closing = parse_week({**WEEKDAYS, "saturday": "09:00-13:00", "sunday": "closed"})
    continuing = parse_week({**dict.fromkeys(DAYS[:6], "08:30-18:00"), "sunday": "10:00-16:00"})
    found = compare_hours(closing, continuing)
    assert found.lost == 0
    assert found.leaving == 5 * 510 + 240
    assert {day.lost for day in found.days} == {"none"}
    assert found.days[5].both == "08:30-18:00"


def test_an_evening_and_a_lunch_hour_that_only_the_leaving_site_opens_are_lost() -> None:
    closing = parse_week({**dict.fromkeys(DAYS, "closed"), "monday": "09:00-19:00"})
    continuing = parse_week({**dict.fromkeys(DAYS, "closed"), "monday": "09:00-13:00,14:00-17:30"})
    found = compare_hours(closing, continuing)
    assert found.lost == 60 + 90
    assert found.days[0].lost == "13:00-14:00,17:30-19:00"
    assert found.days[0].minutes_lost == 150


def test_hours_after_midnight_are_compared_on_the_day_on_which_they_fall() -> None:
    closing = parse_week({**dict.fromkeys(DAYS, "closed"), "friday": "20:00-02:00"})
    continuing = parse_week({**dict.fromkeys(DAYS, "closed"), "friday": "20:00-23:00"})
    found = compare_hours(closing, continuing)
    assert found.lost == 180
    assert [day.minutes_lost for day in found.days] == [0, 0, 0, 0, 60, 120, 0]


def test_an_unknown_day_leaves_the_total_unknown_and_the_known_days_compared() -> None:
    closing = parse_week({"monday": "09:00-17:00"})
    continuing = parse_week({**dict.fromkeys(DAYS, "closed"), "monday": "09:00-16:00"})
    found = compare_hours(closing, continuing)
    assert found.lost is None
    assert found.days[0].minutes_lost == 60
    assert found.days[1].minutes_lost is None


def test_no_hours_at_all_are_unknown_not_none() -> None:
    found = compare_hours(None, None)
    assert (found.leaving, found.staying, found.lost) == (None, None, None)
    assert found.days[0].lost is None


def _outcomes(
    leaving: tuple[str, ...] | None, staying: tuple[str, ...] | None, added: tuple[str, ...] = ()
) -> dict[str, str]:
    return {row.service: row.outcome for row in compare_services(leaving, staying, added)}


def test_services_are_kept_added_or_lost() -> None:
    assert _outcomes(("Alpha", "Beta", "Gamma"), ("Alpha", "Delta"), ("Beta",)) == {
        "Alpha": "kept",
        "Beta": "added by undertaking",
        "Gamma": "lost",
        "Delta": "staying site only",
    }


def test_one_service_under_two_names_is_one_service() -> None:
    found = compare_services(("MURs",), ("Medicines Use Review",), ())
    assert [row.outcome for row in found] == ["kept"]


def test_what_a_silent_site_gives_is_not_known() -> None:
    assert _outcomes(("Alpha", "Beta"), None, ("Beta",)) == {
        "Alpha": "not known",
        "Beta": "added by undertaking",
    }
    assert _outcomes(None, ("Alpha",)) == {"Alpha": "not known"}
    assert _outcomes(None, None) == {}
