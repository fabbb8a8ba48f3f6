"""What the service logs, as a test reads it."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from app.logs import log_to


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """The lines of JSON that the service writes meanwhile, without those of the client in this same process."""
    stream, root = io.StringIO(), logging.getLogger()
    level, handler = root.level, log_to(stream)
    handler.addFilter(lambda record: record.name != "httpx2")
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
