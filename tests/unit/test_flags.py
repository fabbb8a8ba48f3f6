"""Flags are raised by ids that are listed once, and the documentation lists the same."""

import ast
import re
from pathlib import Path

from app.domain.flags import FLAGS

ROOT = Path(__file__).parents[2]


def raised() -> set[str]:
    """Ids that stand as the first word of a Flag anywhere in the code; "hours" and "services" fill in for a name."""
    found = set()
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Flag":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
                elif isinstance(first, ast.JoinedStr):
                    ending = ast.unparse(first).rpartition("}")[2].strip("'\"")
                    found |= {f"hours{ending}", f"services{ending}"}
    return found


def test_every_flag_that_is_raised_is_listed_and_every_one_listed_is_raised() -> None:
    assert raised() == set(FLAGS)


def test_the_documentation_lists_the_same_flags_with_the_same_words() -> None:
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.+?) \|$", text.partition("## Flags")[2], re.MULTILINE))
    assert listed == dict(FLAGS)
