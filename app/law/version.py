"""The version of the law as it is written here: it follows from the rules themselves, so that nobody has to raise it.

It is the day of the newest change that a rule carries, and a digest of what the rules are made of: every module of
``app.law`` and what the domain holds as law (``IN_THE_DOMAIN``). Citations, dates, wording, what a rule reads and how it
decides are all written there. What does not bear on an outcome is left out, so that tidying moves nothing: comments,
layout, docstrings, annotations and imports. The digest is the same on every system and under every Python from 3.11.
"""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from app.law.register import RULES

IN_THE_DOMAIN = ("dates", "deadlines", "services")
"""Modules of ``app.domain`` that state law: how months are counted, the 45 days, and which services there were when."""

_DIGITS = 8
_SAYS_NOTHING = frozenset(
    {"annotation", "returns", "ctx", "kind", "type_comment", "type_ignores", "type_params"}
)
"""Parts of a syntax tree that bear on no outcome, or that only some versions of Python give."""
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def law_version() -> str:
    """The version of the rules, such as "2025-06-23.5c1f09ae": an assessment carries it, and two that differ are told apart.

    Made when it is first asked for, in about a fifth of a second.
    """
    return version_of(_sources(), max(rule.since for rule in RULES))


def version_of(sources: Mapping[str, str], newest: date) -> str:
    """The version of some modules, source by name. ``newest`` is the latest day from which a rule in them holds.

    Raises SyntaxError for a source that is no Python.
    """
    digest = hashlib.sha256()
    for name, source in sorted(sources.items()):
        digest.update(f"{name}\n".encode())
        for part in _meaning(ast.parse(source)):
            digest.update(part.encode("utf-8", "surrogatepass"))
    return f"{newest.isoformat()}.{digest.hexdigest()[:_DIGITS]}"


def _sources() -> dict[str, str]:
    found = {
        f"law.{module.name}": module.read_text(encoding="utf-8")
        for module in files("app.law").iterdir()
        if module.name.endswith(".py") and module.name != "version.py"
    }
    domain = files("app.domain")
    return found | {
        f"domain.{name}.py": domain.joinpath(f"{name}.py").read_text(encoding="utf-8")
        for name in IN_THE_DOMAIN
    }


def _meaning(node: Any) -> Iterator[str]:
    """A syntax tree as text, without what bears on no outcome."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return
    if isinstance(node, ast.JoinedStr):
        yield f"JoinedStr({_joined(node.values)!r}"
        for value in node.values:
            if not isinstance(value, ast.Constant):
                yield from _meaning(value)
        yield ")"
    elif isinstance(node, ast.AST):
        yield f"{type(node).__name__}("
        for name, value in ast.iter_fields(node):
            if name in _SAYS_NOTHING or value is None or value == []:
                continue
            yield f"{name}="
            documented = name == "body" and isinstance(node, _DOCUMENTED)
            yield from _meaning([item for item in value if not _is_text(item)] if documented else value)
        yield ")"
    elif isinstance(node, list):
        for item in node:
            yield from _meaning(item)
            yield ","
    else:
        yield repr(node)


def _joined(values: list[ast.expr]) -> str:
    """The words of an f-string with its gaps; where its words are split differs between versions of Python."""
    return "".join(str(value.value) if isinstance(value, ast.Constant) else "\0" for value in values)


def _is_text(node: ast.stmt) -> bool:
    """A text that stands alone: a docstring, or what is said of a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
