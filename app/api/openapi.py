"""The OpenAPI document: every error is declared as a problem, and the framework's own error shape is taken out."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.access import OPEN, RULES
from app.api.answers import ProblemAnswer
from app.api.problems import MEDIA_TYPE

DESCRIPTION = """\
An application by a pharmacy to relocate (regulation 24) or to consolidate two sites (regulation 26A) goes in; figures
measured on the street network, the law limb by limb and the draft of the board's letter come out. Applications for
market entry and for changes of services or ownership are taken too. The service drafts and never decides: a named person
or body signs.

Dates are written 2019-08-13. Points are metres on the British National Grid (EPSG:27700). What the papers do not state
is left out or null; it is never guessed. Every error is a problem (RFC 9457) that names the field.
"""
PROBLEM_REF = {"$ref": "#/components/schemas/ProblemAnswer"}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "ProblemAnswer": problem}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["responses"].pop("422", None)
            for status in problems_of(method.upper(), path, operation):
                declared = operation["responses"].setdefault(
                    str(status), {"description": HTTPStatus(status).phrase, "content": {}}
                )
                declared["content"][MEDIA_TYPE] = {"schema": PROBLEM_REF}
            if RULES.get((method.upper(), path)) is OPEN:
                operation["security"] = []
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key that an administrator made."}
    }
    document["security"] = [{"key": []}]
    app.openapi_schema = document
    return document


def problems_of(method: str, path: str, operation: dict[str, Any]) -> list[int]:
    """The statuses of the problems that an operation may answer with; no other is answered."""
    asked = {parameter["name"] for parameter in operation.get("parameters", ())}
    content = operation.get("requestBody", {}).get("content", {})
    found = {500}
    if path != "/health/live":
        found.add(503)
    if RULES.get((method, path)) is not OPEN:
        found |= {401, 403, 429}
    if "{" in path or "after" in asked:
        found.add(404)
    if asked or content:
        found.add(422)
    if content:
        found |= {400, 413}
    if "application/json" in content:
        found.add(415)
    if "{application_id}" in path or method in ("POST", "PUT"):
        found.add(409)
    if "If-Match" in asked:
        found |= {412, 428}
    return sorted(found)
