"""An HTTP session that reads an answer up to a size and for a time, whatever the other side sends."""

import time
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

LARGEST = 1_000_000
"""How many bytes of an answer are read, after it was unpacked."""
PIECE = 65_536


class TooMuchError(requests.RequestException):
    """An answer that is larger, or takes longer, than is waited for; the message says which."""


class Bounded(HTTPAdapter):
    """Reads each answer whole, and no further. ``seconds`` is how long its body may take, beside each wait of its own.

    The timeout of a request is for each piece alone: a server that sends one byte every few seconds would hold a
    thread of ours for as long as it likes.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def send(self, request: Any, *args: Any, **how: Any) -> Any:
        """Send a request and read its answer. Raises TooMuchError and what requests raises."""
        response = super().send(request, *args, **{**how, "stream": True})
        try:
            content = self._read(response.raw)
        except TooMuchError:
            raise
        except (HTTPError, OSError) as error:
            raise requests.ConnectionError(error, request=request) from error
        finally:
            response.raw.close()
        # It is unpacked by now: what reads it further must not unpack it again.
        response.raw = BytesIO(content)
        return response

    def _read(self, raw: Any) -> bytes:
        content, until = bytearray(), time.monotonic() + self._seconds
        while piece := raw.read1(PIECE, decode_content=True):
            content += piece
            if len(content) > LARGEST:
                raise TooMuchError(f"more than {LARGEST:,} bytes")
            if time.monotonic() > until:
                raise TooMuchError(f"more than {self._seconds:g} seconds")
        return bytes(content)


def bounded(session: requests.Session, seconds: float) -> requests.Session:
    """A session with every answer bounded, to any address."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, Bounded(seconds))
    return session
