"""The shapes of answers on registered baselines."""

from datetime import datetime

from app.api.answers import Answer


class BaselineVersionAnswer(Answer):
    """One version of a registered baseline. It is never changed."""

    version: int
    """Its number, from 1."""
    what: str
    """How it came about: "registered", "new version" or "statement under 6(4)"."""
    registered: datetime
    """When it was registered."""
    sha256: str
    """The hash of its canonical JSON."""
    url: str
    """Where it is in full."""


class BaselineVersions(Answer):
    """A baseline's versions, the first one first."""

    id: str
    """The id of the baseline."""
    registered: bool
    """Whether it is registered; one that is a file of the data folder has no versions."""
    retired: datetime | None
    """Since when it is offered no more; null while it is."""
    items: list[BaselineVersionAnswer]
    """The versions."""
    url: str
    """Where the version that holds is."""
