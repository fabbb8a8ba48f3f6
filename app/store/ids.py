"""Ids that people read out and type."""

import secrets

ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ID_LENGTH = 10


def short_id() -> str:
    """A new id: ten letters and digits that nobody mistakes for one another, safe in an address."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))
