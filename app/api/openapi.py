"""The OpenAPI document: every error is declared as a problem, and the framework's own error shape is taken out."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

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
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {
                "description": "A problem",
                "content": {MEDIA_TYPE: {"schema": PROBLEM_REF}},
            }
    app.openapi_schema = document
    return document
