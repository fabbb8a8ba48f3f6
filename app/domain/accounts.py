"""Who may do what: roles, what each allows, and the boards whose cases somebody may see."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What somebody is to the service. One person may have more than one."""

    READER = "reader"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Permission(Enum):
    """What an address asks for."""

    READ = "read"
    DRAFT = "draft"
    MOVE = "move"
    ADMINISTER = "administer"


ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.READ}),
    Role.ANALYST: frozenset({Permission.READ, Permission.DRAFT, Permission.MOVE}),
    Role.APPROVER: frozenset({Permission.READ, Permission.MOVE}),
    Role.ADMINISTRATOR: frozenset({Permission.READ, Permission.ADMINISTER}),
}
"""What each role allows. Which moves of a case a role may make stands in ``app.domain.cases``."""

ALL_BOARDS = "all"


@dataclass(frozen=True)
class Account:
    """Somebody who is signed in. ``boards`` are codes of areas, or ``all``; ``key`` is the id of the key used.

    ``holder`` is the person or post: four eyes are two holders, whatever number of keys each has.
    """

    holder: str
    roles: frozenset[Role]
    boards: frozenset[str]
    key: str

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return any(permission in ALLOWED[role] for role in self.roles)

    @property
    def sees_all(self) -> bool:
        """Whether the account is bound to no board."""
        return ALL_BOARDS in self.boards

    def sees(self, boards: frozenset[str]) -> bool:
        """Whether a case of these boards is one of the account's."""
        return self.sees_all or bool(self.boards & boards)
