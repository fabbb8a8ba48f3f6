"""The sign-in itself against a provider on this machine: what is taken, and everything that is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.openid.client import FRESH, Begun, Client
from app.openid.flow import Identity, ProviderError, TokenRefusedError, is_safe_address, provider_from
from tests.made_up.provider import CLIENT, EC, RSA, SECRET, Provider, serving
from tests.made_up.waiting import PATIENCE_SECONDS

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
RETURN = "https://pharmacy.example.gov.uk/sign-in/return"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """The provider, started once; each test has it behave anew."""
    with serving(Provider(NOW.timestamp)) as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.fault, running.algorithm, running.secret, running.claims = "", "RS256", SECRET, {}
    running.keys = [RSA, EC]
    running.asked.clear()
    running.codes.clear()
    return running


def client(provider: Provider, **more: Any) -> Client:
    return Client(provider.issuer, CLIENT, provider.secret or "", RETURN, **more)


def back(provider: Provider, begun: Begun) -> dict[str, str]:
    """What the browser brings back."""
    query = parse_qs(urlsplit(provider.authorize(begun.address)).query)
    return {name: values[0] for name, values in query.items()}


def signed_in(provider: Provider, now: datetime = NOW, **more: Any) -> Identity:
    with finishing(provider, **more) as (one, begun):
        return one.finish(back(provider, begun), begun.nonce, begun.verifier, now)


@contextmanager
def finishing(provider: Provider, **more: Any) -> Iterator[tuple[Client, Begun]]:
    one = client(provider, **more)
    yield one, one.begin(NOW)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_somebody_signs_in(provider: Provider, algorithm: str) -> None:
    provider.algorithm = algorithm
    found = signed_in(provider)
    assert found == Identity(provider.issuer, "subject-1", "ann@example.gov.uk", "A public health analyst")


@pytest.mark.parametrize("secret", [SECRET, None])
@pytest.mark.parametrize("fault", ["", "secret in the body"])
def test_the_client_says_who_it_is_as_the_provider_wants_it(
    provider: Provider, secret: str | None, fault: str
) -> None:
    provider.secret, provider.fault = secret, fault
    assert signed_in(provider).subject == "subject-1"


def test_state_nonce_and_verifier_are_new_each_time_and_the_verifier_is_not_sent(provider: Provider) -> None:
    one = client(provider)
    begun = [one.begin(NOW) for _ in range(3)]
    assert len({(each.state, each.nonce, each.verifier) for each in begun}) == 3
    assert all(each.verifier not in each.address for each in begun)
    assert provider.asked == ["/.well-known/openid-configuration", "/keys"]
    one.begin(NOW + FRESH)
    assert len(provider.asked) == 4


@pytest.mark.parametrize(
    "fault",
    [
        "alg none",
        "HS256 with the public key",
        "HS256 with the secret",
        "another key",
        "a key under no known name",
        "changed",
        "no ID token",
    ],
)
def test_a_token_that_is_not_the_providers_proves_nothing(provider: Provider, fault: str) -> None:
    provider.fault = fault
    with pytest.raises(TokenRefusedError):
        signed_in(provider)


@pytest.mark.parametrize(
    ("claims", "which"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": ...}, "nonce"),
        ({"nonce": 7}, "nonce"),
        ({"aud": "another"}, "aud"),
        ({"aud": ["another"]}, "aud"),
        ({"aud": ...}, "aud"),
        ({"aud": [CLIENT, "another"]}, "azp"),
        ({"azp": "another"}, "azp"),
        ({"iss": "https://other.example.org"}, "iss"),
        ({"iss": ...}, "iss"),
        ({"exp": NOW.timestamp() - 61}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": ...}, "exp"),
        ({"iat": NOW.timestamp() + 61}, "iat"),
        ({"iat": ...}, "iat"),
        ({"nbf": NOW.timestamp() + 61}, "nbf"),
        ({"sub": ...}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sub": "x" * 256}, "sub"),
        ({"sub": "a\nb"}, "sub"),
        ({"at_hash": "another"}, "at_hash"),
    ],
)
def test_a_token_that_says_something_else_proves_nothing(
    provider: Provider, claims: dict[str, Any], which: str
) -> None:
    provider.claims = claims
    with pytest.raises(TokenRefusedError, match=f"^{which}$|expired"):
        signed_in(provider)


@pytest.mark.parametrize(
    "claims", [{"aud": [CLIENT]}, {"azp": CLIENT}, {"exp": NOW.timestamp() - 59}, {"name": 7}]
)
def test_a_token_that_says_it_otherwise_is_taken(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert signed_in(provider).subject == "subject-1"


@pytest.mark.parametrize(
    ("claims", "trusted", "email"),
    [
        ({}, False, "ann@example.gov.uk"),
        ({"email_verified": False}, True, None),
        ({"email_verified": "true"}, False, None),
        ({"email_verified": ...}, False, None),
        ({"email_verified": ...}, True, "ann@example.gov.uk"),
        ({"email": ...}, True, None),
        ({"email": ["ann@example.gov.uk"]}, False, None),
    ],
)
def test_an_address_counts_only_where_the_provider_vouches_for_it(
    provider: Provider, claims: dict[str, Any], trusted: bool, email: str | None
) -> None:
    provider.claims = claims
    assert signed_in(provider, trust_email=trusted).email == email


def test_a_code_works_once_and_with_its_own_verifier(provider: Provider) -> None:
    with finishing(provider) as (one, begun):
        answer = back(provider, begun)
        one.finish(answer, begun.nonce, begun.verifier, NOW)
        with pytest.raises(TokenRefusedError, match="did not take the code"):
            one.finish(answer, begun.nonce, begun.verifier, NOW)
        with pytest.raises(TokenRefusedError, match="did not take the code"):
            one.finish(back(provider, begun), begun.nonce, "v" * 64, NOW)


@pytest.mark.parametrize(
    ("answer", "which"),
    [
        ({"iss": None}, "does not name its issuer"),
        ({"iss": "https://other.example.org"}, "another issuer's"),
        ({"code": None}, "no code"),
        ({"error": "access_denied"}, "let nobody in"),
        ({"error": "<script>"}, "answered an error"),
    ],
)
def test_an_answer_by_the_browser_that_is_none(
    provider: Provider, answer: dict[str, str | None], which: str
) -> None:
    with finishing(provider) as (one, begun):
        given = back(provider, begun) | answer
        with pytest.raises(TokenRefusedError, match=which):
            one.finish({k: v for k, v in given.items() if v is not None}, begun.nonce, begun.verifier, NOW)


def test_keys_are_asked_for_again_where_a_token_has_a_new_one(provider: Provider) -> None:
    one = client(provider)
    begun = one.begin(NOW)
    provider.fault = "a new key"
    assert one.finish(back(provider, begun), begun.nonce, begun.verifier, NOW).subject == "subject-1"
    assert provider.asked.count("/keys") == 2


@pytest.mark.parametrize("where", ["discovery", "keys", "token"])
@pytest.mark.parametrize(
    "fault",
    ["500", "HTML", "a list", "endless", "a bomb", "deep", "drop by drop", "elsewhere", "nothing", "slow"],
)
def test_a_provider_that_answers_nonsense_cannot_be_used(provider: Provider, fault: str, where: str) -> None:
    provider.fault = f"{fault} at {where}"
    with pytest.raises((ProviderError, TokenRefusedError)) as raised:
        # Only where slowness is the fault is there haste: else a busy machine would be told off for it.
        signed_in(provider, seconds={"slow": 0.2, "drop by drop": 3}.get(fault, PATIENCE_SECONDS))
    if (fault, where) not in (("500", "token"), ("a list", "keys")):
        assert isinstance(raised.value, ProviderError)
    wanted = {"endless": "1,000,000 bytes", "a bomb": "1,000,000 bytes", "drop by drop": "3 seconds"}
    assert wanted.get(fault, "") in str(raised.value)
    assert "ann@" not in str(raised.value)


@pytest.mark.parametrize(
    "fault", ["another issuer's document", "keys in clear", "no S256", "no safe algorithm"]
)
def test_a_provider_that_is_not_safe_is_not_used(provider: Provider, fault: str) -> None:
    provider.fault = fault
    with pytest.raises(ProviderError):
        client(provider).begin(NOW)


def test_a_provider_that_is_not_there_cannot_be_used_and_can_once_it_is_back(provider: Provider) -> None:
    one = client(provider, seconds=PATIENCE_SECONDS, pause_seconds=0)
    issuer, one.issuer = one.issuer, "http://127.0.0.1:9"
    with pytest.raises(ProviderError, match="does not answer: ConnectionError"):
        one.begin(NOW)
    one.issuer = issuer
    assert one.begin(NOW).state
    one.issuer = "http://127.0.0.1:9"
    assert one.begin(NOW + timedelta(minutes=59)).state


def test_a_provider_that_failed_is_left_alone_for_a_while_so_that_nobody_waits_in_a_row(
    provider: Provider,
) -> None:
    provider.fault, one = "500 at discovery", client(provider, pause_seconds=60)
    for _ in range(3):
        with pytest.raises(ProviderError, match="answers 500"):
            one.begin(NOW)
    assert provider.asked == ["/.well-known/openid-configuration"]
    provider.fault, one.pause_seconds = "", 0
    assert one.begin(NOW).state


@pytest.mark.parametrize("document", [None, [], {}, {"issuer": "https://a.example.org"}])
def test_a_document_that_is_none_names_no_provider(document: Any) -> None:
    with pytest.raises(ProviderError):
        provider_from(document, "https://a.example.org")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.gov.uk/a", True),
        ("http://127.0.0.1:8080/a", True),
        ("http://[::1]/a", True),
        ("http://login.example.gov.uk/a", False),
        ("https://user@login.example.gov.uk/a", False),
        ("https://login.example.gov.uk/a#b", False),
        ("javascript:alert(1)", False),
        ("//login.example.gov.uk", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_addresses_that_nobody_can_listen_to(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe
