"""Every link between the documents leads somewhere: the file is there and so is the heading. It asks no network."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)")
FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose(text: str) -> list[str]:
    """The lines of a document, those of fenced blocks left empty."""
    kept, fence = [], None
    for line in text.splitlines():
        found = FENCE.match(line)
        if fence is None and found:
            fence = found[1]
        elif fence is not None and found and found[1].startswith(fence):
            fence = None
        elif fence is None:
            kept.append(line)
            continue
        kept.append("")
    return kept


def anchors(text: str) -> frozenset[str]:
    """The anchors that a document's headings get where it is shown: small letters, hyphens for spaces, -1 for a second."""
    found: dict[str, int] = {}
    for line in prose(text):
        if heading := re.match(r"#{1,6}\s+(.*?)\s*#*$", line):
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            seen = found.get(slug, 0)
            found[slug] = seen + 1
            if seen:
                found[f"{slug}-{seen}"] = 1
    return frozenset(found)


@cache
def anchors_of(path: Path) -> frozenset[str]:
    """The anchors of a file, read once."""
    return anchors(path.read_text(encoding="utf-8"))


def broken(document: Path, root: Path) -> Iterator[str]:
    """Each link of a document that leads nowhere, in words with its line."""
    for number, line in enumerate(prose(document.read_text(encoding="utf-8")), 1):
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if ELSEWHERE.match(target):
                continue
            path, _, anchor = target.partition("#")
            file = (document.parent / path).resolve() if path else document
            where = f"{document.relative_to(root)}:{number}: ({target})"
            if not file.is_relative_to(root) or not file.exists():
                yield f"{where} is not there"
            elif anchor and file.suffix == ".md" and anchor not in anchors_of(file):
                yield f"{where}: {path or 'the document'} has no heading #{anchor}"


def documents(root: Path) -> list[Path]:
    """The documents that git knows or would take, those that were built left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [root / line for line in sorted(set(listed.stdout.splitlines())) if (root / line).exists()]


def main() -> None:
    """Name every link that leads nowhere; end with 1 where there is one."""
    found = documents(ROOT)
    if not found:
        sys.exit("There is no document to look at.")
    complaints = [line for document in found for line in broken(document, ROOT)]
    if complaints:
        sys.exit("\n".join(complaints))
    print(f"Links: every one of {len(found)} documents leads to a file and a heading.")


if __name__ == "__main__":
    main()
