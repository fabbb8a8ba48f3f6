"""The ledger of a build: every source with all its rows accounted for, as the recipe cites it, and the notes."""

from dataclasses import replace

from geodata.recipe import File
from geodata.snapshot import Dropped, Source

INVENTED = "Invented data: no real place, person or pharmacy."


class Ledger:
    """Sources and notes in the order in which they are met. ``invented``: every source is cited as made up."""

    def __init__(self, *, invented: bool = False) -> None:
        self.invented = invented
        self.sources: list[Source] = []
        self.notes: list[str] = [INVENTED] if invented else []

    def note(self, *notes: str) -> None:
        """Add notes in plain words."""
        self.notes += notes

    def add(self, entry: File | None, source: Source, used: int | None = None, rest: str = "") -> None:
        """Add a source as the recipe's entry cites it. ``used``: rows that were picked from it; ``rest``: why not others."""
        if used is not None and used != source.used:
            dropped = (*source.dropped, Dropped(rest, source.used - used))
            source = replace(source, used=used, dropped=dropped)
        if self.invented:
            source = replace(source, publisher="Invented", licence="Invented data", attribution=INVENTED)
        if entry is not None:
            source = replace(
                source,
                title=entry.title or source.title,
                publisher=entry.publisher or source.publisher,
                licence=entry.licence or source.licence,
                attribution=entry.attribution or source.attribution,
                note=" ".join(text for text in (entry.note, source.note) if text),
            )
        self.sources.append(source)


def told(entry: File, title: str) -> str:
    """A source in a few words: what it is called and of when it is."""
    return f"{entry.title or title}, {entry.vintage}"
