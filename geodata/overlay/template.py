"""Empty tables for an overlay, with a page that says what each column means."""

from pathlib import Path

from geodata.errors import SourceError
from geodata.overlay.tables import TABLES, Table

README = "README.txt"


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write a table of headings for each part of the overlay, and README.txt. Raises SourceError, never writes over."""
    files = {folder / table.file: ",".join(table.headings) + "\r\n" for table in TABLES}
    files[folder / README] = explained()
    standing = [file for file in files if file.exists()]
    if standing:
        raise SourceError(
            standing[0], "it is there already, and nothing was written.", "Give a new or an empty folder."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        # With a mark of UTF-8, or spreadsheets read a name's accents wrongly.
        file.write_text(content, encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8", newline="")
    return tuple(files)


def explained() -> str:
    """What each table and column means, as plain text."""
    lines = [
        "Officers' overlay: what no public list says. Take out the tables that you do not need.",
        "Check it with: geodata overlay check FOLDER --list LIST",
        "",
    ]
    for table in TABLES:
        lines += [table.file, f"  {table.meaning}", *_columns(table), ""]
    return "\n".join(lines)


def _columns(table: Table) -> list[str]:
    return [
        f"  {column.name}{'' if column.required else ' (may be empty)'}: {column.meaning}. Example: {column.example}"
        for column in table.columns
    ]
