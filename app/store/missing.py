"""What is said of things that are not there."""


class NotStoredError(LookupError):
    """What was asked for is not there; the message says so in plain words."""
