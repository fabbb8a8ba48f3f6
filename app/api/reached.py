"""Where people reach the service, for links that are sent to them."""

from starlette.requests import Request

from app.settings import Settings


def reached_at(request: Request, settings: Settings) -> str:
    """The address of the settings; where none is set, the one that this request came to, which its sender chose."""
    return settings.public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
