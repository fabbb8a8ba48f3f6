"""The pure part of a sign-in: what the provider's documents and tokens have to say. No I/O, no clock.

Sources: OpenID Connect Core 1.0 (3.1.2, 3.1.3.7), OpenID Connect Discovery 1.0 (3, 4.3), RFC 7636 (PKCE), RFC 9207
(``iss`` in the answer), RFC 9700 (best current practice).
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.domain.loopback import LOOPBACK

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures with a key pair only: with a shared secret, or none, anybody who has the public key could sign."""
SCOPE = "openid email profile"
LEEWAY_SECONDS = 60
"""How far the provider's clock may be from ours."""
LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, 2: ``sub`` does not exceed 255 ASCII characters."""


class ProviderError(Exception):
    """The provider cannot be used now, or answers nonsense. The message is for the log: it quotes nothing secret."""


class TokenRefusedError(Exception):
    """What came back proves nothing. The message says which check failed, in a few words."""


@dataclass(frozen=True)
class Provider:
    """What the discovery document says: where to send the browser, where codes are exchanged, where the keys are."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    names_itself: bool
    """Whether the issuer stands in the answer to the browser (RFC 9207)."""
    secret_in_body: bool
    """Whether the client's secret goes in the body, because the provider does not take it in the header."""


@dataclass(frozen=True)
class Identity:
    """Who the provider says came. ``email`` is None unless it vouches for the address."""

    issuer: str
    subject: str
    email: str | None
    name: str


def provider_from(document: Any, issuer: str) -> Provider:
    """A provider from its discovery document. Raises ProviderError."""
    if not isinstance(document, dict):
        raise ProviderError("the discovery document is no JSON object")
    if document.get("issuer") != issuer:
        raise ProviderError("the discovery document is another issuer's")
    places = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        place = document.get(name)
        if not isinstance(place, str) or not is_safe_address(place):
            raise ProviderError(f"the discovery document has no safe {name}")
        places[name] = place
    named = document.get("id_token_signing_alg_values_supported", ["RS256"])
    algorithms = tuple(one for one in ALGORITHMS if isinstance(named, list) and one in named)
    if not algorithms:
        raise ProviderError("the provider signs in no way that is taken here")
    methods = document.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise ProviderError("the provider does not take PKCE with S256")
    ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    in_body = isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways
    names_itself = document.get("authorization_response_iss_parameter_supported") is True
    return Provider(
        issuer, **places, algorithms=algorithms, names_itself=names_itself, secret_in_body=in_body
    )


def is_safe_address(address: str) -> bool:
    """Whether an address is https, or http on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def code_from(answer: Mapping[str, str], provider: Provider) -> str:
    """The code that the browser brings back. Raises TokenRefusedError. The state has been looked up before."""
    named = answer.get("iss")
    if named is None and provider.names_itself:
        raise TokenRefusedError("the answer does not name its issuer")
    if named is not None and named != provider.issuer:
        raise TokenRefusedError("the answer is another issuer's")
    if "error" in answer:
        # Its words come from the address bar: they are neither shown nor logged.
        known = answer["error"] in (
            "access_denied",
            "login_required",
            "interaction_required",
            "consent_required",
        )
        raise TokenRefusedError("the provider let nobody in" if known else "the provider answered an error")
    code = answer.get("code", "")
    if not code:
        raise TokenRefusedError("the answer holds no code")
    return code


def identity_from(
    token: Any,
    keys: Any,
    provider: Provider,
    client_id: str,
    nonce: str,
    now: datetime,
    *,
    access_token: str | None = None,
    trust_email: bool = False,
) -> Identity:
    """Who an ID token says came, after every check of OpenID Connect Core 3.1.3.7.

    ``keys`` is the provider's JSON Web Key Set. ``trust_email`` takes addresses without ``email_verified``. Raises
    TokenRefusedError, and UnknownKeyError where the set has no key of the token's id.
    """
    claims = _signed_claims(token, keys, provider, client_id, nonce, access_token)
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, TypeError, ValueError) as error:
        raise TokenRefusedError(_which(error)) from error
    if not isinstance(claims["nonce"], str) or not hmac.compare_digest(
        claims["nonce"].encode("utf-8", "replace"), nonce.encode()
    ):
        raise TokenRefusedError("nonce")
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
        raise TokenRefusedError("sub")
    email, name = claims.get("email"), claims.get("name")
    proven = isinstance(email, str) and (
        claims.get("email_verified") is True or (trust_email and "email_verified" not in claims)
    )
    return Identity(
        provider.issuer, subject, email if proven else None, name if isinstance(name, str) else ""
    )


class UnknownKeyError(TokenRefusedError):
    """The token is signed with a key that is not in the set: the provider may have changed its keys."""


def _signed_claims(
    token: Any, keys: Any, provider: Provider, client_id: str, nonce: str, access_token: str | None
) -> CodeIDToken:
    if not isinstance(token, str):
        raise TokenRefusedError("no ID token")
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
        key_set = KeySet.import_key_set(_public(keys))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenRefusedError("the token or the keys cannot be read") from error
    if header.get("alg") not in provider.algorithms:
        raise TokenRefusedError("alg")
    known = {key.kid for key in key_set.keys}
    if header.get("kid") not in known and not (header.get("kid") is None and len(known) == 1):
        raise UnknownKeyError("a key that is not the provider's")
    try:
        read = jwt.decode(token, key_set, algorithms=list(provider.algorithms))
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefusedError(_which(error)) from error
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True},
    }
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    return CodeIDToken(read.claims, read.header, options, params)


def _public(keys: Any) -> Any:
    """The set without keys that are for encrypting, or that are shared secrets."""
    found = [key for key in keys["keys"] if key.get("kty") != "oct" and key.get("use", "sig") == "sig"]
    return {"keys": json.loads(json.dumps(found))}


def _which(error: Exception) -> str:
    """Which check failed, with nothing of what was sent."""
    claim = getattr(error, "claim", None) or getattr(error, "claim_name", None)
    if isinstance(claim, str) and claim.isidentifier():
        return claim
    return str(getattr(error, "error", "") or type(error).__name__)
