"""An assessment on a terminal: what an officer wants to know first, each figure as the assessment holds it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app.domain.rounding import half_up, minutes_in_whole, per_cent, whole

Json = Mapping[str, Any]

DUTIES = {
    "must": "the board MUST make a statement",
    "may": "the board MAY make representations",
    "none": "the board has no part in this",
}
NOT_KNOWN = "not known"
OPEN_VERDICTS = ("not met", "needs judgement", "papers silent", "not entered", "not known")


class Figures:
    """The evidence of one assessment, worded for a table. What is not known says so."""

    def __init__(self, assessment: Json) -> None:
        self._items: dict[str, Json] = {item["id"]: item for item in assessment["evidence"]}

    def value(self, evidence_id: str) -> Any:
        """The value, None where it is not known."""
        return self._items.get(evidence_id, {}).get("value")

    def rows(self, evidence_id: str) -> list[Json]:
        """The table of an item."""
        rows: list[Json] = self._items.get(evidence_id, {}).get("rows", [])
        return rows

    def standards(self) -> tuple[str, ...]:
        """Ids of the access standards measured, in order."""
        ends = ".after_share"
        found = (key for key in self._items if key.startswith("coverage.") and key.endswith(ends))
        return tuple(key.removeprefix("coverage.").removesuffix(ends) for key in found)

    def day(self, evidence_id: str) -> str:
        """A date as people write it."""
        value = self.value(evidence_id)
        return NOT_KNOWN if value is None else f"{date.fromisoformat(value):%-d %B %Y}"

    def metres(self, evidence_id: str) -> str:
        """Metres, whole."""
        value = self.value(evidence_id)
        return NOT_KNOWN if value is None else f"{whole(value):,} m"

    def minutes(self, evidence_id: str) -> str:
        """Minutes, as every page and paper has them."""
        value = self.value(evidence_id)
        return NOT_KNOWN if value is None else minutes_in_whole(value)

    def claim(self, evidence_id: str, worded: Callable[[str], str]) -> str:
        """What the papers claim, or that no claim was entered."""
        return "no claim entered" if self.value(evidence_id) is None else f"claimed {worded(evidence_id)}"

    def number(self, evidence_id: str) -> str:
        """A count."""
        value = self.value(evidence_id)
        return NOT_KNOWN if value is None else f"{value:,}"

    def share(self, evidence_id: str) -> str:
        """A share as a per cent; never "all" or "none" where it is neither."""
        value = self.value(evidence_id)
        if value is None:
            return NOT_KNOWN
        about, figure = per_cent(value)
        return f"{about} {figure}%".strip()

    def hours(self, evidence_id: str) -> str:
        """Hours a week."""
        value = self.value(evidence_id)
        return NOT_KNOWN if value is None else f"{half_up(value, '0.1')} h a week"

    def names(self, evidence_id: str, field: str) -> str:
        """One field of every row, in one line."""
        return "; ".join(str(row[field]) for row in self.rows(evidence_id)) or "none"


def summary(assessment: Json) -> Panel:
    """One assessment, whatever its kind."""
    figures = Figures(assessment)
    document = assessment["application"]
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in _lines(document, assessment, figures):
        table.add_row(label, Text(text))
    return Panel(
        table, title=Text(f"{document['kind'].capitalize()}: {document['reference']}"), title_align="left"
    )


def _lines(document: Json, assessment: Json, figures: Figures) -> Iterator[tuple[str, str]]:
    leaving, staying = (
        ("existing", "proposed") if document["kind"] == "relocation" else ("closing", "continuing")
    )
    yield "Applicant", document["applicant"]
    for role, field in (("Leaving", leaving), ("Staying", staying)):
        site = document[field]
        yield role, ", ".join(part for part in (site["name"], site["address"], site["postcode"]) if part)
        apart = figures.rows(f"site.{role.lower()}.apart")
        if apart:
            each = "; ".join(f"{row['by']} {row['at']}{' (measured)' * row['measured']}" for row in apart)
            yield (
                "Places differ",
                f"{each}: {figures.metres(f'site.{role.lower()}.apart')} apart. Check which is right.",
            )
    yield "Board", figures.value("hwb.relevant.name") or NOT_KNOWN
    yield "Duty", DUTIES[assessment["duty"]]
    yield (
        "Last day to reply",
        f"{figures.day('deadline.last_day')} (plan to {figures.day('deadline.plan_to')})",
    )
    yield from _access(figures)
    hours = [figures.hours(f"hours.{name}") for name in ("leaving", "staying", "lost")]
    yield "Hours", f"leaving {hours[0]}, staying {hours[1]}; open now and shut afterwards {hours[2]}"
    if figures.value("services.kept") is None:
        yield "Services", NOT_KNOWN
    else:
        for outcome in ("kept", "added", "lost"):
            yield f"Services {outcome}", figures.names(f"services.{outcome}", "service")
    yield "PNA says", figures.value("pna.finding") or NOT_KNOWN
    for verdict in OPEN_VERDICTS:
        found = [finding["citation"] for finding in assessment["findings"] if finding["verdict"] == verdict]
        if found:
            yield verdict.capitalize(), "; ".join(found)
    yield "Look at", "\n".join(f"{flag['id']}: {flag['text']}" for flag in assessment["flags"]) or "no flags"


def _access(figures: Figures) -> Iterator[tuple[str, str]]:
    walk = f"{figures.metres('distance.walk')} on foot"
    if figures.value("distance.walk_minutes") is not None:
        walk += f" ({figures.minutes('distance.walk_minutes')})"
    claim = figures.claim("distance.claimed", figures.metres)
    if figures.value("distance.claimed_minutes") is not None:
        claim += f" ({figures.minutes('distance.claimed_minutes')})"
    yield (
        "Distance",
        (
            f"{claim}; measured {walk}, {figures.metres('distance.straight')} in a straight line; the points may "
            f"together be out by {figures.metres('distance.error')}"
        ),
    )
    yield (
        "Left within a mile",
        (
            f"{figures.claim('alternatives.claimed', figures.number)}; measured "
            f"{figures.number('alternatives.straight')} in a straight line, {figures.number('alternatives.walk')} on foot: "
            f"{figures.names('alternatives.straight', 'name')}"
        ),
    )
    for standard in figures.standards():
        here = f"coverage.{standard}"
        yield (
            f"Within {standard}",
            (
                f"{figures.share(f'{here}.before_share')} before, {figures.share(f'{here}.after_share')} after; "
                f"{figures.number(f'{here}.gained')} people gain, {figures.number(f'{here}.lost')} lose"
            ),
        )
        moved = f"accustomed.{standard}"
        if figures.value(f"{moved}.people"):
            yield (
                "",
                (
                    f"nearest to the old place {figures.number(f'{moved}.people')} people: on average "
                    f"{figures.metres(f'{moved}.before_mean')} to it, {figures.metres(f'{moved}.new_mean')} to the new"
                ),
            )
        near = f"affected.{standard}"
        if figures.value(f"{near}.people"):
            yield (
                "",
                (
                    f"nearest to the leaving site {figures.number(f'{near}.people')} people: on average "
                    f"{figures.metres(f'{near}.before_mean')} before, {figures.metres(f'{near}.after_mean')} after"
                ),
            )
