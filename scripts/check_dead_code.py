"""Code that nothing calls, found by vulture at 60% confidence (all that it can find), less what a framework calls.

Use by a test alone is no use. Names in templates and wording files count as used; so do the fields of classes, which
dataclasses and pydantic read by themselves. What is left is either on the list of what was looked at,
scripts/dead_code_allowed.txt, or dead. A line of that list that matches nothing any more is refused too.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
LOOKED_AT = ("app", "geodata", "bench", "scripts", "examples", "docker")
ALLOWED = ROOT / "scripts" / "dead_code_allowed.txt"
TEXTS = ("app/**/templates/**/*", "app/letters/**/*.toml", "app/letters/**/*.html", "app/messages/**/*.toml")
MIN_CONFIDENCE = 60
CALLED_BY_A_FRAMEWORK = [
    "@*.get", "@*.post", "@*.put", "@*.delete", "@*.command", "@*.callback", "@rule", "@*validator", "@*.listens_for",
]  # fmt: skip


def class_lines(path: Path) -> frozenset[int]:
    """The lines on which a class of a file states a field or a member."""
    classes = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.ClassDef)]
    return frozenset(
        line.lineno for made in classes for line in made.body if isinstance(line, (ast.AnnAssign, ast.Assign))
    )


def named_in_texts(root: Path, patterns: Iterable[str] = TEXTS) -> frozenset[str]:
    """Every word of the templates and wording files."""
    files = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return frozenset(word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))


def unused(root: Path, folders: Iterable[str] = LOOKED_AT) -> Iterator[tuple[str, str, int]]:
    """What nothing uses: its file, what it is ("function name") and the line."""
    finder = Vulture(ignore_decorators=CALLED_BY_A_FRAMEWORK)
    finder.scavenge([root / folder for folder in folders])
    words = named_in_texts(root)
    for item in finder.get_unused_code(min_confidence=MIN_CONFIDENCE):
        field = item.typ == "variable" and item.first_lineno in class_lines(Path(item.filename))
        if not field and item.name not in words:
            file = Path(item.filename).resolve().relative_to(root).as_posix()
            yield file, f"{item.typ} {item.name}", item.first_lineno


def allowed(text: str) -> dict[tuple[str, str], str]:
    """The list of what was looked at: file and thing, with the reason. Raises SystemExit for a line that is not so."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or not all(parts):
                sys.exit(f"{ALLOWED.name}: give file | kind and name | reason, not: {line}")
            found[parts[0], parts[1]] = parts[2]
    return found


def matches(rule: tuple[str, str], file: str, thing: str) -> bool:
    """Whether a rule of the list is of this thing; a file that ends in / is a folder."""
    return rule[1] == thing and (file.startswith(rule[0]) if rule[0].endswith("/") else file == rule[0])


def main() -> None:
    """Say what is dead and which lines of the list are; end with 1 where there is any."""
    rules, used, complaints = allowed(ALLOWED.read_text(encoding="utf-8")), set(), []
    for file, thing, line in unused(ROOT):
        hits = [rule for rule in rules if matches(rule, file, thing)]
        used.update(hits)
        if not hits:
            complaints.append(
                f"{file}:{line}: nothing calls the {thing}. Take it out, or list it with a reason."
            )
    complaints += [
        f"{ALLOWED.name}: {file} | {thing} is used now. Take the line out."
        for file, thing in rules.keys() - used
    ]
    if complaints:
        sys.exit("\n".join(complaints))
    print(f"Dead code: none; {len(rules)} names that only others call are listed with reasons.")


if __name__ == "__main__":
    main()
