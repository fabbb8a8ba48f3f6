"""Reading on a condition: whoever has an answer already is told so, and is not sent it again (RFC 9110, 13.1.2)."""

from typing import Annotated

from fastapi import Header

IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match", max_length=1000, description="ETags that you have; 304 where it is among them."
    ),
]


def has_it(if_none_match: str | None, etag: str) -> bool:
    """Whether a tag is among those that somebody has. ``*`` stands for any; weak tags compare as strong ones do."""
    had = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    return "*" in had or etag in had
