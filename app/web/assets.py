"""Styles, scripts and icons of the pages, as ``make setup`` built them; each address names the content by its hash."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.problems import Problem

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent / "static"
PREFIX = "/assets"

# Said here, because a system's own table may not know them or may say otherwise.
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ico": "image/x-icon"}


class MissingAssetsError(Exception):
    """The pages' styles and scripts were not built."""


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """Content, media type and hash by name. Raises MissingAssetsError."""
    found = {}
    for path in sorted(FOLDER.glob("*")):
        content = path.read_bytes()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found[path.name] = (content, kind, hashlib.sha256(content).hexdigest()[:12])
    if "styles.css" not in found:
        raise MissingAssetsError("The pages' styles are not built. Run `make setup`.")
    return found


def asset(name: str) -> str:
    """The address of a file of the pages. Raises KeyError for a name that is none, MissingAssetsError."""
    return f"{PREFIX}/{name}?v={_files()[name][2]}"


@router.get(PREFIX + "/{name}")
def read_asset(name: str, request: Request) -> Response:
    """One file. Asked for with its hash it may be kept for good, else only after asking whether it has changed."""
    try:
        content, media_type, digest = _files()[name]
    except KeyError:
        raise Problem("not-found", f"There is no file {name} for the pages.") from None
    keep = "public, max-age=31536000, immutable" if request.query_params.get("v") == digest else "no-cache"
    headers = {"Cache-Control": keep, "ETag": f'"{digest}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
