"""A copy of everything that has to survive, in one folder, and the way back.

Whatever database is served, the copy of it is one SQLite file: it can be looked into with any tool and restored to
either kind. Snapshots are not copied, being published data that can be kept once and elsewhere; their manifests are, so
that a restored service can prove that it measures on the same bytes.
"""

import hashlib
import json
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, func, select, text

from app.store.database import Database, DatabaseError
from app.store.migrate import head
from app.store.tables import Table

FILE = "database.sqlite3"
MANIFEST = "backup.json"
FORMAT = 1


class BackupError(Exception):
    """A copy that cannot be made or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Copied:
    """What a copy holds: events of the audit chain and the hash of the last one, and the snapshots it speaks of."""

    events: int
    head: str
    snapshots: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """What was restored, and what has to be seen to before the service can do all its work."""

    copied: Copied
    wanting: tuple[str, ...]


def back_up(database: Database, data: Path, out: Path, now: datetime) -> Copied:
    """Copy a database that is in use, the baselines and the manifests of snapshots. Raises BackupError, DatabaseError."""
    if out.exists():
        raise BackupError(f"{out} is there already. Give a new folder: a copy is never written over another.")
    database.check()
    work = out.with_name(f".making-{out.name}")
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        _copy_database(database, work / FILE)
        for pattern in ("baselines/*.json", "snapshots/*/manifest.json"):
            for file in sorted(data.glob(pattern)):
                target = work / file.relative_to(data)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, target)
        copied = _verified(work)
        files = {
            str(file.relative_to(work)): _hash(file) for file in sorted(work.rglob("*")) if file.is_file()
        }
        manifest = {"format": FORMAT, "made": now.isoformat(), "step": head(), "events": copied.events,
                    "head": copied.head, "files": files}  # fmt: skip
        (work / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        work.rename(out)
    except OSError as error:
        raise BackupError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return copied


def restore(copy: Path, database: Database, data: Path) -> Restored:
    """Bring a copy back to an empty database and a data folder. Raises BackupError, DatabaseError."""
    manifest = check_copy(copy)
    if database.step() is not None:
        raise BackupError(
            f"The database {database.name} is not empty. Restore to a new one: nothing is written over."
        )
    database.migrate()
    with TemporaryDirectory(prefix="restore-") as folder:
        # A copy of an earlier version is brought up to this one's tables first, and the copy itself is left alone.
        shutil.copyfile(copy / FILE, Path(folder) / FILE)
        source = Database(f"sqlite:///{Path(folder) / FILE}")
        try:
            source.migrate()
            with source.engine.connect() as reading, database.engine.begin() as writing:
                _copy_rows(reading, writing)
        finally:
            source.close()
    found = database.verify(manifest["head"])
    if found.faults:
        raise BackupError(f"What was restored to {database.name} does not verify: {' '.join(found.faults)}")
    wanting = [*_bring_baselines(copy, data), *_missing_snapshots(copy, data)]
    snapshots = tuple(file.parent.name for file in sorted(copy.glob("snapshots/*/manifest.json")))
    return Restored(Copied(found.events, found.head, snapshots), tuple(wanting))


def check_copy(copy: Path) -> Any:
    """The manifest of a copy whose every file was checked. Raises BackupError."""
    try:
        manifest = json.loads((copy / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise BackupError(f"{copy} is of format {manifest['format']}; this version reads {FORMAT}.")
        for name, sha256 in manifest["files"].items():
            if _hash(copy / name) != sha256:
                raise BackupError(f"{copy / name} has changed since the copy was made.")
    except OSError as error:
        raise BackupError(f"{error.filename} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{copy / MANIFEST} is no manifest of a copy.") from error
    return manifest


def _copy_database(database: Database, file: Path) -> None:
    if database.engine.dialect.name == "sqlite":
        # SQLite's own online copy: whole and of one moment, while others go on writing.
        raw, target = database.engine.raw_connection(), sqlite3.connect(file)
        try:
            driver: Any = raw.driver_connection
            driver.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
            raw.close()
        return
    copy = Database(f"sqlite:///{file}")
    try:
        copy.migrate()
        reader = database.engine.execution_options(isolation_level="REPEATABLE READ")
        with reader.connect() as reading, copy.engine.begin() as writing:
            _copy_rows(reading, writing)
        with copy.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _copy_rows(reading: Connection, writing: Connection) -> None:
    """Every row of every table; the head of the chain that a new database has is replaced."""
    for table in Table.metadata.sorted_tables:
        writing.execute(table.delete())
        # In the order of their keys: a row may speak of an earlier one of its own table.
        for rows in reading.execute(select(table).order_by(*table.primary_key)).mappings().partitions(200):
            writing.execute(table.insert(), [dict(row) for row in rows])
        if (
            writing.dialect.name == "postgresql"
            and "position" in table.c
            and table.c.position.autoincrement is not False
        ):
            last = writing.scalar(select(func.max(table.c.position)))
            name = {"table": table.name, "last": last or 1, "used": last is not None}
            writing.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, 'position'), :last, :used)"), name
            )


def _verified(copy: Path) -> Copied:
    database = Database(f"sqlite:///{copy / FILE}")
    try:
        found = database.verify()
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    except DatabaseError as error:
        raise BackupError(f"The copy cannot be read back: {error}") from error
    finally:
        database.close()
    if found.faults:
        raise BackupError(f"The copy does not verify, and so nor does the database: {' '.join(found.faults)}")
    snapshots = tuple(file.parent.name for file in sorted(copy.glob("snapshots/*/manifest.json")))
    return Copied(found.events, found.head, snapshots)


def _bring_baselines(copy: Path, data: Path) -> list[str]:
    wanting = []
    for file in sorted(copy.glob("baselines/*.json")):
        target = data / "baselines" / file.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        elif target.read_bytes() != file.read_bytes():
            wanting.append(f"{target} is another than when the copy was made; it was left as it is.")
    return wanting


def _missing_snapshots(copy: Path, data: Path) -> list[str]:
    wanting = []
    for file in sorted(copy.glob("snapshots/*/manifest.json")):
        there = data / "snapshots" / file.parent.name / "manifest.json"
        if not there.exists():
            wanting.append(
                f"Snapshot {file.parent.name} is not in {data / 'snapshots'}. Put its folder there."
            )
        elif there.read_bytes() != file.read_bytes():
            wanting.append(f"{there} is another than when the copy was made. Put the right snapshot there.")
    return wanting


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
