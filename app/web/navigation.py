"""The links at the top of every page of the desk."""

from app.domain.accounts import Account, Permission

LINKS = (
    ("Cases", "/cases", Permission.READ),
    ("New application", "/applications/new", Permission.DRAFT),
    ("Baselines", "/baselines", Permission.READ),
    ("Re-checks", "/rechecks", Permission.READ),
    ("Law", "/law", Permission.READ),
    ("API", "/docs", Permission.READ),
)
"""Text, address and what it asks for."""


def navigation(path: str, account: Account | None) -> list[dict[str, object]]:
    """The links for somebody; none for whoever is not signed in. The one that is open is marked."""
    if account is None:
        return []
    return [
        {
            "text": text,
            "href": address,
            "current": path == address,
            "active": path.startswith(f"{address}/"),
        }
        for text, address, permission in LINKS
        if account.may(permission)
    ]
