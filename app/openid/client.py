"""The part of a sign-in that speaks HTTP: the provider's documents, and the code for a token."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

from app.openid.bounded import TooMuchError, bounded
from app.openid.flow import (
    SCOPE,
    Identity,
    Provider,
    ProviderError,
    TokenRefusedError,
    UnknownKeyError,
    code_from,
    identity_from,
    provider_from,
)

SECONDS = 10
"""How long the provider may take to answer, each time."""
PAUSE_SECONDS = 10
"""After a failure its documents are asked for again when so much time has passed, and no sooner.

Whoever signs in meanwhile is told at once: waiting one after the other, they would take up every thread of the service.
"""
FRESH = timedelta(hours=1)
"""How long its documents are used before they are asked for again."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that begins: where the browser goes, and what has to be kept until it is back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass
class Client:
    """One provider as one worker knows it. ``return_address`` is where the provider sends the browser back to."""

    issuer: str
    client_id: str
    client_secret: str
    return_address: str
    trust_email: bool = False
    seconds: float = SECONDS
    pause_seconds: float = PAUSE_SECONDS
    _lock: Lock = field(default_factory=Lock)
    _found: tuple[datetime, Provider, Any] | None = None
    _failed: tuple[float, str] | None = None

    def begin(self, now: datetime) -> Begun:
        """A new sign-in. Raises ProviderError."""
        provider, _ = self._provider(now)
        state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
        with self._session(provider) as session:
            address, _ = session.create_authorization_url(
                provider.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier
            )
        return Begun(address, state, nonce, verifier)

    def finish(self, answer: Mapping[str, str], nonce: str, verifier: str, now: datetime) -> Identity:
        """Who came, from what the browser brought back. Raises ProviderError, TokenRefusedError."""
        provider, keys = self._provider(now)
        code = code_from(answer, provider)
        token = self._token(provider, code, verifier)
        try:
            return self._identity(token, keys, provider, nonce, now)
        except UnknownKeyError:
            provider, keys = self._provider(now, anew=True)
            return self._identity(token, keys, provider, nonce, now)

    def _identity(
        self, token: dict[str, Any], keys: Any, provider: Provider, nonce: str, now: datetime
    ) -> Identity:
        return identity_from(
            token.get("id_token"),
            keys,
            provider,
            self.client_id,
            nonce,
            now,
            access_token=token.get("access_token"),
            trust_email=self.trust_email,
        )

    def _token(self, provider: Provider, code: str, verifier: str) -> dict[str, Any]:
        with self._session(provider) as session:
            try:
                token = session.fetch_token(
                    provider.token_endpoint,
                    code=code,
                    code_verifier=verifier,
                    timeout=self.seconds,
                    allow_redirects=False,
                )
            except TooMuchError as error:
                raise ProviderError(f"the answer to a code has or takes {error}") from error
            except requests.RequestException as error:
                raise ProviderError(f"codes cannot be exchanged: {type(error).__name__}") from error
            except AuthlibBaseError as error:
                raise TokenRefusedError("the provider did not take the code") from error
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                raise ProviderError("the answer to a code is no JSON object") from error
        if not isinstance(token, dict):
            raise ProviderError("the answer to a code is no JSON object")
        return dict(token)

    def _session(self, provider: Provider) -> Any:
        way = "client_secret_post" if provider.secret_in_body else "client_secret_basic"
        session = OAuth2Session(
            self.client_id,
            self.client_secret or None,
            token_endpoint_auth_method=way if self.client_secret else "none",
            scope=SCOPE,
            redirect_uri=self.return_address,
            code_challenge_method="S256",
        )
        # No .netrc, and so no other password sent along; proxies of the environment are wanted.
        session.auth = None
        session.max_redirects = 0
        return bounded(session, self.seconds)

    def _provider(self, now: datetime, *, anew: bool = False) -> tuple[Provider, Any]:
        with self._lock:
            if self._found is None or anew or now - self._found[0] >= FRESH:
                self._found = now, *self._documents()
            return self._found[1], self._found[2]

    def _documents(self) -> tuple[Provider, Any]:
        """What the provider says of itself, and its keys. Raises ProviderError."""
        if self._failed is not None and time.monotonic() - self._failed[0] < self.pause_seconds:
            raise ProviderError(f"{self._failed[1]} (as it was a few seconds ago)")
        try:
            document = self._json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            provider = provider_from(document, self.issuer)
            keys = self._json(provider.jwks_uri)
        except ProviderError as error:
            self._failed = time.monotonic(), str(error)
            raise
        self._failed = None
        return provider, keys

    def _json(self, address: str) -> Any:
        """A document of the provider. Raises ProviderError."""
        try:
            with bounded(requests.Session(), self.seconds) as session:
                response = session.get(
                    address,
                    timeout=self.seconds,
                    allow_redirects=False,
                    headers={"Accept": "application/json"},
                )
        except TooMuchError as error:
            raise ProviderError(f"{address} answers {error}") from error
        except requests.RequestException as error:
            raise ProviderError(f"{address} does not answer: {type(error).__name__}") from error
        if response.status_code != requests.codes.ok:
            raise ProviderError(f"{address} answers {response.status_code}")
        try:
            return json.loads(response.content)
        except (ValueError, RecursionError) as error:
            raise ProviderError(f"{address} answers no JSON") from error
