"""What the store says of a document that somebody changed behind its back."""


class AlteredError(Exception):
    """A stored document that no longer has the hash with which it was stored."""
