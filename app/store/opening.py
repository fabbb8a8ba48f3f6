"""Opens the database that the settings name: for the service and for every command that works on it."""

from pathlib import Path

from app.settings import Settings
from app.store.database import Database, DatabaseError


def make_folder(folder: Path) -> None:
    """Make the data folder where it is not there. Raises DatabaseError where it cannot be made, or is no folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"The folder {folder} cannot be made ({error.strerror}). Check --data (PHARMACY_DATA) and whose it is."
        ) from error


def open_database(settings: Settings) -> Database:
    """The database of the settings, with its tables as this version needs them. Raises DatabaseError."""
    make_folder(settings.data)
    database = Database(settings.database_url)
    database.migrate()
    return database
