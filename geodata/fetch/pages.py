"""How a layer that answers only so many records at once is asked for all of them."""

from collections.abc import Sequence


def page_starts(count: int, page: int) -> tuple[int, ...]:
    """Offsets at which pages of ``count`` records begin."""
    return tuple(range(0, count, page))


def what_is_missing(codes: Sequence[str], count: int) -> str | None:
    """A sentence where the records that came are not the records that were counted first, or None."""
    once = len(set(codes))
    if once < len(codes):
        return (
            f"it sent {len(codes) - once:,} of {len(codes):,} records twice, so that others may be missing."
        )
    return None if once == count else f"it counted {count:,} records and sent {once:,}."


def column_like(fields: Sequence[str], prefix: str, ending: str) -> str | None:
    """The field named like CTYUA24CD (any year; ``ending`` CD or NM), or None where there is none or more than one."""
    found = [
        name
        for name in fields
        if name.upper().startswith(prefix)
        and name.upper().endswith(ending)
        and name[len(prefix) : -len(ending)].isdigit()
    ]
    return found[0] if len(found) == 1 else None


def chunks(items: Sequence[str], most: int) -> tuple[tuple[str, ...], ...]:
    """Items in runs of at most so many."""
    return tuple(tuple(items[at : at + most]) for at in range(0, len(items), most))


def one_of(field: str, values: Sequence[str]) -> str:
    """A condition that a field is one of some values."""
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{field} IN ({quoted})"
