"""Logs as lines of JSON: the event, when, how grave, and the id of the request it belongs to.

No personal data: what is logged are addresses as declared, ids, counts and times. Of an exception only its kind and the
places in the code are written: its message may quote what somebody sent.
"""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, FilteringBoundLogger

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=False,
)


def logger(name: str) -> FilteringBoundLogger:
    """A logger of events with values."""
    found: FilteringBoundLogger = structlog.get_logger(name)
    return found


def log_to(stream: Any = None) -> logging.Handler:
    """Write everything that is logged, by whatever part, as JSON to a stream; to the error stream where none is given."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _exception,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    handler.addFilter(_tells_something)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def _tells_something(record: logging.LogRecord) -> bool:
    """Of the steps of the database only those that are run: what was looked at says nothing, each time it is."""
    return not (
        record.name == "alembic.runtime.migration"
        and str(record.msg).startswith(("Context impl", "Will assume"))
    )


def _exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if isinstance(found, tuple):
        found = found[1]
    if found is True:
        found = sys.exc_info()[1]
    if isinstance(found, BaseException):
        event["exception"] = type(found).__qualname__
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(found.__traceback__)
        ]
    return event
