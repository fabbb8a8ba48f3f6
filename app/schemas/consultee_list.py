"""A list of consultees as people paste it: rows with commas, semicolons or tabs between, under a row of headings."""

import csv
import io

from app.domain.consultations import ConsultationError, Consultee, Group
from app.schemas.faults import DocumentError, Fault

COLUMNS = ("name", "group", "email", "post", "why")
MOST_ROWS = 500


def read_consultee_list(text: str, field: str = "csv") -> tuple[Consultee, ...]:
    """The consultees of a list, all or none. Raises DocumentError that names each row and column at fault.

    The first row has the headings: name and group, and any of email, post and why. Groups are those of Group.
    """
    text = text.lstrip("\ufeff")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max("\t;,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.strip("\n\r")), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise DocumentError(
            (Fault(field, f"The list cannot be read ({error}). Check its quotation marks."),)
        ) from None
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    faults = _heads(heads, field)
    if len(rows) > MOST_ROWS + 1:
        faults.append(Fault(field, f"These are more than {MOST_ROWS} rows. Give fewer."))
    if faults:
        raise DocumentError(tuple(faults))
    found: list[Consultee] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(heads):
            faults.append(
                Fault(
                    f"{field}.row {number}",
                    f"This row has {len(row)} cells and the headings {len(heads)}. Mend it.",
                )
            )
            continue
        cells = dict(zip(heads, (cell.strip() for cell in row), strict=True))
        try:
            found.append(_consultee(cells))
        except ConsultationError as error:
            faults.append(Fault(f"{field}.row {number}.{error.field}", str(error)))
    if not found and not faults:
        faults.append(Fault(field, "There are headings and no rows under them. Paste the whole list."))
    if faults:
        raise DocumentError(tuple(faults))
    return tuple(found)


def _heads(heads: list[str], field: str) -> list[Fault]:
    faults = [
        Fault(
            field, f"The first row has no heading {name!r}. Its headings are: name, group, email, post, why."
        )
        for name in ("name", "group")
        if name not in heads
    ]
    for head in sorted(set(heads)):
        if head not in COLUMNS:
            faults.append(
                Fault(field, f"There is no column {head!r}. The columns are: {', '.join(COLUMNS)}.")
            )
        elif heads.count(head) > 1:
            faults.append(Fault(field, f"The heading {head!r} stands twice. Leave one."))
    return faults


def _consultee(cells: dict[str, str]) -> Consultee:
    group = next((one for one in Group if one.value.casefold() == cells["group"].casefold()), None)
    if group is None:
        raise ConsultationError(
            "group",
            f"There is no group {cells['group']!r}. Give one of: {'; '.join(one.value for one in Group)}.",
        )
    for name, limit in (("why", 1_000), ("post", 1_000)):
        if len(cells.get(name, "")) > limit:
            raise ConsultationError(name, f"Give at most {limit:,} characters.")
    return Consultee(
        name=cells["name"],
        group=group,
        why=cells.get("why", ""),
        email=cells.get("email") or None,
        post=cells.get("post") or None,
    )
