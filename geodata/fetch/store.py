"""What was downloaded, kept by the hash of its content, with what each address answered last.

``objects/ab/abcd…`` holds bytes named by their SHA-256; ``answers/`` a small JSON file for each address; ``partial/`` a
download that was stopped, with what is needed to go on. Every file is written beside its place and moved there, so that a
stop at any moment leaves the last whole one.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Answer:
    """What an address answered last. ``md5`` is of the content, as publishers give it; "" where a header was not sent."""

    address: str
    sha256: str
    md5: str
    size: int
    retrieved_at: str
    checked_at: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Partial:
    """A download that was begun. ``validator``: its ETag or date, by which a server can tell that it is the same file."""

    address: str
    validator: str


class Store:
    """The cache below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("objects", "answers", "partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def object(self, sha256: str) -> Path:
        """Where content with a hash stands, or would stand."""
        return self.folder / "objects" / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Whether the content is there and is still what its name says; content that was changed is thrown away."""
        file = self.object(sha256)
        if not file.is_file():
            return False
        if digest(file)[0] == sha256:
            return True
        file.unlink()
        return False

    def keep(self, file: Path) -> tuple[str, str, int]:
        """Move a whole file into the store: its SHA-256, MD5 and size in bytes."""
        sha256, md5 = digest(file)
        size = file.stat().st_size
        place = self.object(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
        return sha256, md5, size

    def keep_text(self, text: str) -> tuple[str, str, int]:
        """Put a text into the store: its SHA-256, MD5 and size in bytes."""
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        file = self.folder / "partial" / f"text-{sha256}"
        write_whole(file, text)
        return self.keep(file)

    def answer(self, address: str) -> Answer | None:
        """What an address answered last, where its content is still whole."""
        try:
            answer = Answer(**json.loads(self._answer_file(address).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return answer if self.holds(answer.sha256) else None

    def remember(self, answer: Answer) -> None:
        """Keep what an address answered."""
        write_whole(self._answer_file(answer.address), json.dumps(asdict(answer), indent=1))

    def partial(self, address: str) -> tuple[Path, Partial | None]:
        """Where a download is written until it is whole, and what is known of one that was begun."""
        file = self.folder / "partial" / _name(address)
        try:
            begun = Partial(**json.loads(_beside(file).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            begun = None
        return file, begun if begun is not None and file.is_file() else None

    def begin(self, file: Path, partial: Partial) -> None:
        """Note what is being downloaded, before the first byte of it."""
        write_whole(_beside(file), json.dumps(asdict(partial)))

    def finish(self, file: Path) -> None:
        """Forget a download, done or given up."""
        file.unlink(missing_ok=True)
        _beside(file).unlink(missing_ok=True)

    def _answer_file(self, address: str) -> Path:
        return self.folder / "answers" / f"{_name(address)}.json"


def digest(file: Path) -> tuple[str, str]:
    """SHA-256 and MD5 of a file, in hex. MD5 is only compared with what a publisher gives; nothing rests on it alone."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with file.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            sha256.update(chunk)
            md5.update(chunk)
    return sha256.hexdigest(), md5.hexdigest()


def write_whole(file: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(file)


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")
