"""Whatever application is taken in reads back as it was sent, through JSON, through the store's bytes, to the last bit."""

import json
from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.applications import Application
from app.domain.canonical import canonical_json, plain
from app.schemas.applications import APPLICATION
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.values import read_value
from geodata.model.hours import DAYS

SPANNING = {"notice.reply_by", "closing.ods_code", "closing.address", "proposed.address"}
LINE = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
YES_NO_SILENT = st.sampled_from([True, False, None])
POSTCODES = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True)
DATES = st.dates(date(2013, 9, 1), date(2030, 1, 1))


@st.composite
def day_texts(draw: Any) -> str | None:
    form = draw(st.integers(0, 3))
    if form < 2:
        return (None, "closed")[form]
    clock = sorted(
        draw(st.lists(st.integers(0, 1439), min_size=2 * (form - 1), max_size=2 * (form - 1), unique=True))
    )
    times = [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in clock]
    return ",".join(f"{opens}-{closes}" for opens, closes in zip(times[::2], times[1::2], strict=True))


HOURS = st.fixed_dictionaries({}, optional={day: day_texts() for day in DAYS})
POINTS = st.fixed_dictionaries(
    {"easting": st.floats(0, 700_000), "northing": st.integers(0, 1_300_000), "source": LINE},
    optional={"error_m": st.none() | st.floats(0, 1000)},
)
SITES = st.fixed_dictionaries(
    {"name": LINE, "address": LINE, "postcode": POSTCODES},
    optional={
        "contractor": st.none() | LINE,
        "ods_code": st.none() | st.from_regex("F[A-Z0-9]{4}", fullmatch=True),
        "contract_type": st.sampled_from(["community", "lps", "appliance", "unknown"]),
        "distance_selling": YES_NO_SILENT,
        "point": st.none() | POINTS,
        "hours": st.none() | HOURS,
        "core_hours": st.none() | HOURS,
        "services": st.none() | st.lists(LINE, max_size=3),
    },
)
NOTICES = st.fixed_dictionaries(
    {"reference": LINE, "dated": DATES.map(str)},
    optional={"reply_by": st.none() | DATES.map(str), "notified": st.none() | st.lists(LINE, max_size=3)},
)
CLAIMS = st.fixed_dictionaries(
    {},
    optional={
        "distance_m": st.none() | st.floats(0, 5000) | st.integers(0, 5000),
        "walk_minutes": st.none() | st.floats(0, 60),
        "alternatives_within_a_mile": st.none() | st.integers(0, 50),
    },
)
COMMON: dict[str, st.SearchStrategy[Any]] = {"reference": LINE, "applicant": LINE, "notice": NOTICES}
RELOCATIONS = st.fixed_dictionaries(
    {**COMMON, "kind": st.just("relocation"), "existing": SITES, "proposed": SITES},
    optional={
        "claims": CLAIMS,
        "applied": st.none() | DATES.map(str),
        "same_services": YES_NO_SILENT,
        "interruption": LINE,
    },
)
CONSOLIDATIONS = st.fixed_dictionaries(
    {**COMMON, "kind": st.just("consolidation"), "continuing": SITES, "closing": SITES},
    optional={
        "claims": CLAIMS,
        "route": st.sampled_from([None, "continuing contractor applies", "closing contractor applies"]),
        "same_owner": YES_NO_SILENT,
        "continuing_hours_after": st.none() | HOURS,
        "services_added": st.lists(LINE, max_size=3),
        "considered_with": st.lists(LINE, max_size=2),
    },
)


def taken(document: dict[str, Any]) -> Application:
    """The value of a document; draws another where it breaks a rule that spans fields (same site, dates in disorder)."""
    try:
        value: Application = read(APPLICATION, json.dumps(document).encode()).value()
    except DocumentError as error:
        assume(not any(fault.field in SPANNING for fault in error.faults))
        raise
    return value


def agrees(sent: Any, back: Any) -> bool:
    """Whether everything that was sent is in what came back, and what was not sent is empty."""
    if isinstance(sent, dict):
        silent = (None, [], False, "unknown")
        return all(
            agrees(sent[name], value) if name in sent else value in silent or isinstance(value, dict)
            for name, value in back.items()
        ) and set(sent) <= set(back)
    if isinstance(sent, list):
        return len(sent) == len(back) and all(map(agrees, sent, back))
    return bool(sent == back)


@given(RELOCATIONS | CONSOLIDATIONS)
def test_an_application_reads_back_as_it_was_sent(document: dict[str, Any]) -> None:
    value = taken(document)
    back = plain(value)
    assert agrees(document, back)
    assert taken(back) == value


@given(RELOCATIONS | CONSOLIDATIONS)
def test_stored_bytes_give_the_value_back_and_the_value_the_bytes(document: dict[str, Any]) -> None:
    value = taken(document)
    content = canonical_json(value)
    again = read_value(Application, content)
    assert again == value
    assert canonical_json(again) == content
