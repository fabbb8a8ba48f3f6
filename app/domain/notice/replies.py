"""Where a notice asks replies to be sent: an e-mail or a postal address, by what its sentence says of it.

The address that an e-mail came from is none of these: it is where the notice was sent from.
"""

import re
from collections.abc import Iterator

from app.domain.notice.finds import Suggestion, words_around

ABOUT = "notice.reply_to"
RECEIPT = (
    "On which day notice was given to your board the text cannot say: an e-mail bears the day on which it was sent, a "
    "letter the day on which it was written. Give it from your own record. The 45 days run from it."
)
"""What is said of every notice: receipt is asked, and never read out of a date."""

BEFORE = 200
_E_MAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
_POSTAL = re.compile(
    r"\b(?:to|at)\s*:?\s+(?:the\s+)?([A-Z](?:(?!\b(?:to|at|or)\b|\n\s*\n)[^@.;:?!]){2,120}?,?\s+([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}))\b"
)
_ASKED = re.compile(
    r"\b(?:repl(?:y|ies)|respond|responses?|representations?|comments?|views)\b.*\b(?:to|at|by|via)\b[^a-z]*"
    r"(?:(?:e-?mail|post|us|pcse|or)\b[^a-z]*|\S*@\S*\s+(?:or|and)\s+)*(?:to|at)?[\s:]*$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"^\s*(?:reply[- ]to|address for replies|repl(?:y|ies) to|representations to)\s*:?\s*$", re.IGNORECASE
)


def find_replies(text: str) -> list[Suggestion]:
    """Addresses for replies, those of e-mail first."""
    return [*_suggested(text, _E_MAIL.finditer(text), 0), *_suggested(text, _POSTAL.finditer(text), 1)]


def _suggested(text: str, found: Iterator[re.Match[str]], group: int) -> Iterator[Suggestion]:
    for match in found:
        start = match.start(group)
        if _is_for_replies(text, start):
            address = " ".join(match[group].split()).strip(" ,")
            yield Suggestion(ABOUT, ((ABOUT, address),), words_around(text, start, match.end(group), 40))


def _is_for_replies(text: str, start: int) -> bool:
    """Whether the words before an address, in its own sentence or on its own line, ask replies to be sent to it."""
    before = text[max(0, start - BEFORE) : start]
    line = before.rpartition("\n")[2]
    if _LABEL.match(line):
        return True
    sentence = re.split(r"(?<=[.;?!])\s|\n\s*\n", before)[-1]
    return _ASKED.search(sentence) is not None
