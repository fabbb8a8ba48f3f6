"""People who sign in: who is on the list, and when somebody's session ends."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.accounts import Account, Role

EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;.]+")
LONGEST = 200


def holder_of(given: str) -> str:
    """Whose a key or a session is, in one spelling: an e-mail address is written in small letters.

    Four eyes are two holders, so that one person's key and sign-in have to bear the same one.
    """
    text = given.strip()
    return text.casefold() if "@" in text else text


@dataclass(frozen=True)
class Person:
    """Somebody on the list of those who may sign in.

    ``holder`` is their name in the audit chain and in four eyes, the same that their keys bear; it never changes, so that
    nobody approves their own draft under a new address. ``subject`` is what the provider calls the person, None until the
    first sign-in; from then on it alone tells who they are. ``issuer`` is the provider's address; it may be empty until
    then. ``disabled`` is None while they may sign in.
    """

    id: str
    name: str
    email: str
    holder: str
    issuer: str
    subject: str | None
    roles: frozenset[Role]
    boards: frozenset[str]
    made: datetime
    disabled: datetime | None

    def account(self, session: str) -> Account:
        """What the person may do in a session of that id."""
        return Account(self.holder, self.roles, self.boards, session)


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts: after its last request, and at most."""

    idle: timedelta
    whole: timedelta

    def ended(self, seen: datetime, expires: datetime, now: datetime) -> bool:
        """Whether a session that was last seen then, and ends then at the latest, has ended by now."""
        return now >= expires or now - seen >= self.idle
