"""A small OpenID provider on the loopback address, with real keys, and switches by which it misbehaves."""

import base64
import gzip
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "assessor", "a secret: with/odd+letters"

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"}, auto_kid=False)
EC = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"}, auto_kid=False)
OTHER = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"}, auto_kid=False)
"""A key that is not the provider's, under the name of one that is."""
NEW = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"}, auto_kid=False)
"""A key that the provider changes to."""


@dataclass
class Provider:
    """What the provider answers. ``fault`` names how it misbehaves; ``claims`` are put over those of the token."""

    now: Callable[[], float]
    issuer: str = ""
    fault: str = ""
    algorithm: str = "RS256"
    secret: str | None = SECRET
    claims: dict[str, Any] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=lambda: [RSA, EC])
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> str:
        """What a browser does at the provider: somebody signs in, and is sent back to the address that is given out."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert set(query["scope"].split()) >= {"openid", "email"}
        assert query["code_challenge_method"] == "S256"
        assert len(query["state"]) >= 43 <= len(query["nonce"])
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def document(self) -> dict[str, Any]:
        """The discovery document."""
        issuer = "https://other.example.org" if self.fault == "another issuer's document" else self.issuer
        names = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
        }
        found: dict[str, Any] = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        if self.fault == "keys in clear":
            found["jwks_uri"] = "http://keys.example.org/keys"
        methods = ["plain"] if self.fault == "no S256" else ["S256"]
        signs = (
            ["HS256", "none"] if self.fault == "no safe algorithm" else ["RS256", "ES256", "HS256", "none"]
        )
        ways = (
            ["client_secret_post"] if self.fault == "secret in the body" else ["client_secret_basic", "none"]
        )
        return found | {
            "issuer": issuer,
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": methods,
            "id_token_signing_alg_values_supported": signs,
            "token_endpoint_auth_methods_supported": ways,
            "authorization_response_iss_parameter_supported": True,
        }

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code for a token, once, to whoever has the verifier and the client's secret."""
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        ).rstrip(b"=")
        if self.secret is None:
            known = form.get("client_id") == CLIENT and not authorization
        elif self.fault == "secret in the body":
            known = (form.get("client_id"), form.get("client_secret")) == (CLIENT, self.secret)
        else:
            pair = base64.b64encode(f"{CLIENT}:{self.secret}".encode()).decode()
            known = authorization == f"Basic {pair}"
        if not known:
            return 401, {"error": "invalid_client"}
        if (
            asked is None
            or asked["code_challenge"] != challenge.decode()
            or asked["redirect_uri"] != form.get("redirect_uri")
            or form.get("grant_type") != "authorization_code"
        ):
            return 400, {"error": "invalid_grant"}
        token = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
        if self.fault != "no ID token":
            token["id_token"] = self.token(asked["nonce"])
        return 200, token

    def token(self, nonce: str) -> str:
        """An ID token, or what is given for one."""
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": "ann@example.gov.uk",
            "email_verified": True,
            "name": "A public health analyst",
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not ...}
        key, header = {"RS256": RSA, "ES256": EC}.get(self.algorithm, RSA), {"alg": self.algorithm}
        match self.fault:
            case "alg none":
                parts = [json.dumps(part).encode() for part in ({"alg": "none", "kid": "rsa-1"}, claims)]
                return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
            case "HS256 with the public key":
                return hmac_token({"alg": "HS256", "kid": "rsa-1"}, claims, RSA.as_pem(private=False))
            case "HS256 with the secret":
                return hmac_token({"alg": "HS256"}, claims, SECRET.encode())
            case "another key":
                key = OTHER
            case "a key under no known name":
                return jwt.encode({"alg": "RS256", "kid": "rsa-9"}, claims, NEW)
            case "changed":
                good = jwt.encode(header | {"kid": key.kid}, claims, key).split(".")
                body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "somebody-else"}).encode())
                return f"{good[0]}.{body.rstrip(b'=').decode()}.{good[2]}"
            case "a new key":
                key = NEW
        return jwt.encode(header | {"kid": key.kid}, claims, key, algorithms=[self.algorithm])


def hmac_token(header: dict[str, str], claims: dict[str, Any], key: bytes) -> str:
    """A token signed with a shared secret, as somebody does who has only what is public."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signed = b".".join(parts)
    tag = base64.urlsafe_b64encode(hmac.digest(key, signed, "sha256")).rstrip(b"=")
    return (signed + b"." + tag).decode()


FAULTS: dict[str, tuple[int, bytes]] = {
    "500": (500, b'{"error": "server_error"}'),
    "HTML": (200, b"<!doctype html><p>Maintenance"),
    "a list": (200, b"[1, 2]"),
    "endless": (200, b'{"a": "' + b"x" * 2_000_000 + b'"}'),
    "elsewhere": (302, b""),
    "nothing": (200, b""),
    "a bomb": (200, gzip.compress(b'{"a": "' + b"x" * 20_000_000 + b'"}')),
    "deep": (200, b"[" * 200_000),
    "drop by drop": (200, b" " * 600),
}
"""Answers that are none: " at discovery", " at keys" or " at token"."""
GZIP = b"\x1f\x8b"


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider while the block runs, on any free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path.startswith(
                "/authorize?"
            ):  # somebody who is signed in there already is sent straight back
                self.send_response(302)
                self.send_header("Location", provider.authorize(self.path))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif self.path == "/.well-known/openid-configuration":
                self.reply(200, provider.document(), "discovery")
            else:
                keys = [*provider.keys, *([NEW] if provider.fault == "a new key" else [])]
                self.reply(200, KeySet(keys).as_dict(private=False), "keys")

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.reply(*provider.exchange(form, self.headers.get("Authorization", "")), "token")

        def reply(self, status: int, document: dict[str, Any], what: str) -> None:
            fault, _, where = provider.fault.partition(" at ")
            content = json.dumps(document).encode()
            if where == what:
                time.sleep(1 if fault == "slow" else 0)
                status, content = FAULTS.get(fault, (status, content))
            with suppress(OSError):  # whoever asked may have gone
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://169.254.169.254/latest")
                self.send_header("Content-Type", "application/json")
                if content.startswith(GZIP):
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                for drop in content if (where, fault) == (what, "drop by drop") else ():
                    self.wfile.write(bytes([drop]))
                    time.sleep(0.05)
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
