"""The OpenAPI document as a page: addresses, fields and examples in plain HTML, with no script and nothing fetched."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
PROBLEM = "application/problem+json"
REF = "#/components/schemas/"
WORDS = {
    "date": "date",
    "date-time": "date and time",
    "string": "text",
    "object": "object",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "null": "null",
}
"""Formats and types of JSON Schema as people say them."""


@dataclass(frozen=True)
class Field:
    """One field or parameter: its type in words, and the names of the schemas that the type speaks of."""

    name: str
    type: str
    schemas: tuple[str, ...]
    required: bool
    description: str


@dataclass(frozen=True)
class Example:
    """A worked example of a body."""

    summary: str
    description: str
    body: str


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[str, ...]
    answers: tuple[tuple[str, str, tuple[str, ...]], ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Shape:
    """One schema: its fields, or the values of which one is to be given."""

    name: str
    description: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Operations under one heading."""

    name: str
    operations: tuple[Operation, ...]


def groups(document: Schema) -> tuple[Group, ...]:
    """Every operation by its tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = operation.get("tags", ["Other"])[0]
            found.setdefault(tag, []).append(_operation(method.upper(), path, operation))
    return tuple(Group(name, tuple(operations)) for name, operations in found.items())


def shapes(document: Schema) -> tuple[Shape, ...]:
    """Every schema, by name."""
    return tuple(
        Shape(
            name,
            schema.get("description", ""),
            tuple(_fields(schema)),
            tuple(map(str, schema.get("enum", ()))),
        )
        for name, schema in sorted(document["components"]["schemas"].items())
    )


def type_in_words(schema: Schema) -> str:
    """What a value may be: "text", "list of Evidence", "number or null"."""
    if "$ref" in schema:
        return _name(schema)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_in_words(part) for part in schema[key]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    if "prefixItems" in schema:
        return f"[{', '.join(map(type_in_words, schema['prefixItems']))}]"
    if schema.get("type") == "array":
        return f"list of {type_in_words(schema['items'])}"
    return WORDS.get(schema.get("format", ""), WORDS.get(schema.get("type", ""), "anything"))


def _operation(method: str, path: str, operation: Schema) -> Operation:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers, problems = [], []
    for status, response in operation["responses"].items():
        if list(response.get("content", {})) == [PROBLEM]:
            problems.append(status)
            continue
        spoken = [_schemas_in(part.get("schema", {})) for part in response.get("content", {}).values()]
        names = tuple(dict.fromkeys(name for part in spoken for name in part))
        media = ", ".join(response.get("content", {}))
        answers.append((status, media, names))
    if problems:
        answers.append((", ".join(problems), PROBLEM, ("ProblemAnswer",)))
    return Operation(
        method,
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        tuple(
            Field(
                parameter["name"],
                type_in_words(parameter["schema"]),
                (),
                parameter.get("required", False),
                parameter.get("description", ""),
            )
            for parameter in operation.get("parameters", ())
        ),
        tuple(dict.fromkeys(_schemas_in(content.get("schema", {})))),
        tuple(answers),
        tuple(
            Example(
                e.get("summary", ""),
                e.get("description", ""),
                json.dumps(e["value"], indent=2, ensure_ascii=False),
            )
            for e in content.get("examples", {}).values()
        ),
    )


def _fields(schema: Schema) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        yield Field(
            name,
            type_in_words(part),
            tuple(dict.fromkeys(_schemas_in(part))),
            name in required,
            part.get("description", ""),
        )


def _schemas_in(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield _name(schema)
    for key in ("anyOf", "oneOf", "prefixItems"):
        for part in schema.get(key, ()):
            yield from _schemas_in(part)
    if isinstance(schema.get("items"), Mapping):
        yield from _schemas_in(schema["items"])


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).removeprefix(REF)
