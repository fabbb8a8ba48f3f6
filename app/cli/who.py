"""Who runs a command: commands change things too, and leave their events."""

import getpass
import secrets

from app.clock import system_clock
from app.domain.audit import AuditEvent


def command_event(reason: str) -> AuditEvent:
    """The event of a command run by whoever is signed in on this machine."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return AuditEvent(system_clock(), f"command line: {user}", f"command-{secrets.token_hex(4)}", reason)
