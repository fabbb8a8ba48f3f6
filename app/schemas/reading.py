"""Reading JSON strictly: nothing is silently dropped, so a name given twice is refused, as are NaN and infinity."""

import json
from collections import Counter
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.schemas.faults import DocumentError, Fault, faults_of
from app.schemas.mirror import Mirror

S = TypeVar("S", bound=Mirror)


def strict_json(raw: bytes) -> Any:
    """Bytes as JSON values. Raises DocumentError where they are not JSON in UTF-8 or where an object names a field twice."""
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise DocumentError(
            (Fault("", f"This is not UTF-8 text (byte {error.start}). Save it as UTF-8."),)
        ) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(
            (Fault("", f"This is not JSON: {error.msg} at {where}. Mend it there."),)
        ) from None
    except RecursionError:
        raise DocumentError(
            (Fault("", "This JSON is nested too deeply to be one of our documents."),)
        ) from None
    except ValueError as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError((Fault("", "A number in this JSON has too many digits."),)) from None


def read(schema: TypeAdapter[S], raw: bytes) -> S:
    """A document of a schema. Raises DocumentError with everything wrong with it."""
    try:
        return schema.validate_python(strict_json(raw))
    except ValidationError as error:
        raise DocumentError(faults_of(error.errors(include_url=False))) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        # Counted once: the document is of anybody's making, and may name a hundred thousand fields.
        times = Counter(name for name, _ in pairs)
        twice = next(name for name, _ in pairs if times[name] > 1)
        raise DocumentError((Fault(twice, "This field is given twice in one object. Keep the right one."),))
    return result


def _refuse_constant(name: str) -> Any:
    raise DocumentError(
        (Fault("", f"{name} is no number that JSON knows. Give a number, or null where it is not known."),)
    )
