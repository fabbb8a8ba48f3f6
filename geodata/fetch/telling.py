"""What a fetch did, in plain words."""

import shlex
from collections.abc import Iterator

from geodata.fetch.record import NAME, Import
from geodata.fetch.run import Fetched
from geodata.sources.tables import some

SNAPSHOTS = "data/snapshots"
"""Where the service finds them when it is served with --data data, as the guides have it."""

_MEGA = 1_000_000


def text_of(fetched: Fetched) -> str:
    """A line for each file, what changed, and what to do next."""
    return "\n".join(_lines(fetched))


def _lines(fetched: Fetched) -> Iterator[str]:
    yield from fetched.notes
    for entry in fetched.imports:
        rows = "" if entry.rows is None else f", {entry.rows:,} rows"
        yield f"{entry.state:<9} {entry.file}: {entry.title}, {entry.vintage}{rows}, {entry.size:,} bytes"
        yield from _changes(entry)
    if fetched.downloaded:
        came = f"{fetched.downloaded / _MEGA:,.1f} MB came in."
    else:
        came = "Nothing was downloaded: every source still has what is kept here, or was given as a file."
    yield ""
    yield came if fetched.is_new else f"Nothing is new. {came}"
    yield f"Where each file comes from: {fetched.folder / NAME}"
    if fetched.kept_recipe is not None:
        yield f"{fetched.kept_recipe} was changed by hand and stays. The new recipe stands beside it: compare the two."
    yield "Next:"
    yield shlex.join(
        ["geodata", "build", str(fetched.recipe), "--data", str(fetched.folder), "--out", SNAPSHOTS]
    )


def _changes(entry: Import) -> Iterator[str]:
    if entry.changes is None:
        return
    yield f"          Since last time: {entry.changes.in_words}"
    for keys, what in (
        (entry.changes.added, "came"),
        (entry.changes.removed, "went"),
        (entry.changes.changed, "changed"),
    ):
        if keys:
            yield f"          {what}: {some(keys, 12)}"
