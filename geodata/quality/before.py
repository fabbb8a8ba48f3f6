"""The snapshot of last time, against which a build is held."""

from pathlib import Path

from geodata.recipe import Recipe
from geodata.snapshot import Snapshot


def last_before(out: Path, recipe: Recipe) -> Snapshot | None:
    """The last snapshot below a folder that has the recipe's name and boards and is as at an earlier day, or None.

    Never one of the same day: a second build of the same files must be held against what the first was. Raises SnapshotError
    where one of this name cannot be read.
    """
    found = [Snapshot.open(folder) for folder in out.glob(f"{recipe.name}-????-??-??-*")]
    earlier = [
        snapshot
        for snapshot in found
        if snapshot.manifest.name == recipe.name
        and set(snapshot.manifest.hwbs) == set(recipe.hwbs)
        and snapshot.manifest.as_at < recipe.as_at.isoformat()
    ]
    return max(earlier, key=lambda s: (s.manifest.as_at, s.path.stat().st_mtime, s.id), default=None)
