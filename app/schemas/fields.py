"""Field types that more than one schema uses: text, lists of text, dates, postcodes."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, LiteralString

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from geodata.model.postcode import tidied, without_unseen

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _printable(text: str) -> str:
    """Text that a letter can carry: not blank, and no control characters, which Word files cannot hold."""
    if not text.strip():
        raise PydanticCustomError(
            "blank", "This is blank. Give the text, or leave the field out if it is optional."
        )
    if _CONTROL.search(text):
        raise PydanticCustomError(
            "control_character", "This holds a control character, which no letter can print. Remove it."
        )
    return text


def _seen(text: Any) -> Any:
    return without_unseen(text) if isinstance(text, str) else text


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise PydanticCustomError("one_line", "This runs over more than one line. Give it on one line.")
    return text


@dataclass(frozen=True)
class Form:
    """Text of a form, given as a regular expression; ``message`` tells the reader what to give instead."""

    pattern: str
    message: LiteralString

    def check(self, text: str) -> str:
        """The text where it has the form. Raises an error that pydantic gathers."""
        if re.fullmatch(self.pattern, text) is None:
            raise PydanticCustomError("form", self.message)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.pattern}$"}


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or _ISO_DATE.fullmatch(value) is None:
        raise PydanticCustomError(
            "iso_date", 'Give a date as year-month-day in quotation marks, such as "2019-08-13".'
        )
    try:
        read = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "no_such_date", "There is no such day. Check the day and the month."
        ) from None
    if not 1900 <= read.year < 2200:
        raise PydanticCustomError("year", "Give a date between 1900 and 2199. Check the year.")
    return read


Line = Annotated[str, Field(max_length=300), AfterValidator(_one_line), AfterValidator(_printable)]
"""One line of text, up to 300 characters."""

Text = Annotated[str, Field(max_length=5000), AfterValidator(_printable)]
"""Text of up to 5,000 characters."""

Lines = Annotated[list[Line], Field(max_length=100)]
"""Up to 100 lines."""

Texts = Annotated[list[Text], Field(max_length=100)]
"""Up to 100 texts."""

Postcode = Annotated[
    str,
    BeforeValidator(_seen),
    Form(
        r"\s{0,9}[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s{0,9}[0-9][A-Za-z]{2}\s{0,9}",
        'This is not a postcode. Give one in full, such as "BH15 1DN".',
    ),
    AfterValidator(tidied),
]
"""A postcode in full, however it is spaced or capitalised; kept as typed, but for blanks that nobody sees."""

OdsCode = Annotated[
    str, Form("[A-Z0-9]{3,10}", 'Give an ODS code in capitals and digits without spaces, such as "FNF64".')
]
"""The code under which the NHS lists premises."""

Id = Annotated[
    str,
    Form("[a-z0-9][a-z0-9-]{0,79}", "Give an id of small letters, digits and hyphens, at most 80 of them."),
]
"""An id that can stand in an address and in a file name."""

IsoDate = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A date as "2019-08-13" and in no other form."""
