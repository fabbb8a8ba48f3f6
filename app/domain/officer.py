"""The officer's part of a paper: what people add, kept apart from what was computed and shown as theirs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Choice(StrEnum):
    """The board's opinion on the gap, in the words of Schedule 2 paragraph 19(5)."""

    WOULD = "would"
    WOULD_NOT = "would not"


@dataclass(frozen=True)
class Opinion:
    """The opinion on a consolidation, and who gave it and when. Nobody else's word stands in for it."""

    choice: Choice
    given_by: str
    given_on: date
    reasons: str | None = None


@dataclass(frozen=True)
class OfficerPart:
    """What people decide and add: the opinion, matters of their own, whether to be heard, who signs and by what authority.

    ``no_response_reason`` is why the board makes no representation on a relocation. ``wishes_to_be_heard`` and
    ``heard_on`` follow Schedule 2 paragraph 25: a hearing is only for those who asked, on a matter that they named.
    """

    opinion: Opinion | None = None
    no_response_reason: str | None = None
    local_knowledge: tuple[str, ...] = ()
    assurances: tuple[str, ...] = ()
    wishes_to_be_heard: bool | None = None
    heard_on: str | None = None
    signatory: str | None = None
    authority: str | None = None
