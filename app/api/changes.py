"""How a request changes something: once, on the version it saw, and with its event."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import TypeAdapter

from app.api.problems import Problem
from app.api.reached import reached_at
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.audit import AuditEvent
from app.store.cases import StoredCase
from app.store.repeats import KeptAnswer, OtherRequestError
from app.store.repository import Repository

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A text of your own, new for each request: sent again with it, the request is answered as before.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=200,
        description="The ETag that you saw: the change is made on that version and on no other. Needed.",
    ),
]


def account_dep(request: Request) -> Account:
    """Who asks, as the gate found."""
    account: Account = request.state.account
    return account


AccountDep = Annotated[Account, Depends(account_dep)]


class RepeatedError(Exception):
    """The request came before; ``answer`` is what it was answered then."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__("repeated")


@dataclass(frozen=True)
class Change:
    """A change by somebody. ``key`` is the Idempotency-Key, ``request_sha256`` stands for method, address and body.

    ``reached`` is where people reach the service.
    """

    services: Services
    account: Account
    request_id: str
    request_sha256: str
    reached: str
    key: str | None = None
    if_match: str | None = None

    def event(self, reason: str = "") -> AuditEvent:
        """The audit event of the change, now."""
        return AuditEvent(self.services.clock(), self.account.holder, self.request_id, reason)

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        """A transaction that writes. Raises RepeatedError where another request with the key came first."""
        with self.services.database.writing() as records:
            self.check_new(records)
            yield records

    def check_new(self, records: Repository) -> None:
        """Raises RepeatedError where the request came before, Problem where its key was used for another one."""
        if self.key is None:
            return
        try:
            kept = records.repeats.find(self.account.holder, self.key, self.request_sha256)
        except OtherRequestError:
            raise Problem(
                "key-used",
                "This Idempotency-Key came with another request before. Use a new one for each request.",
            ) from None
        if kept is not None:
            raise RepeatedError(
                Response(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})
            )

    def check_version(self, case: StoredCase) -> None:
        """Raises Problem where no version was named, or where the case has another one by now."""
        self.check_tag(etag(case))

    def check_tag(self, now: str) -> None:
        """Raises Problem where no version was named, or another than the one that holds ``now``."""
        if self.if_match is None:
            raise Problem(
                "version-needed",
                "Send If-Match with the ETag that GET gave, so that nobody's change is lost. * takes any version.",
            )
        named = {part.strip() for part in self.if_match.split(",")}
        if "*" not in named and now not in named:
            raise Problem(
                "changed-since",
                f"Somebody changed it: it stands at {now} now. Read it again and decide anew.",
            )

    def answer(self, records: Repository, content: bytes, status: int, **headers: str) -> Response:
        """The answer, kept in the same transaction for a repeated request."""
        named = {
            name.replace("_", "-").title().replace("Etag", "ETag"): value for name, value in headers.items()
        }
        named["Content-Type"] = "application/json"
        if self.key is not None:
            kept = KeptAnswer(status, named, content)
            records.repeats.keep(
                self.account.holder, self.key, self.request_sha256, kept, at=self.services.clock()
            )
        return Response(content, status, named)


def etag(case: StoredCase) -> str:
    """The version of a case as an ETag: everything that is said of an application bears it."""
    return f'"{case.case.version}"'


def document(model: Any, values: Any) -> bytes:
    """Values in the shape of an answer, as JSON. Raises ValueError where they have another."""
    adapter = TypeAdapter(model)
    return adapter.dump_json(adapter.validate_python(values))


async def _request_sha256(request: Request) -> str:
    # The body was read and limited already where the address takes one; where it takes none, none is looked at.
    body: bytes = getattr(request, "_body", b"")
    line = f"{request.method} {request.url.path}?{request.url.query}\n"
    return hashlib.sha256(line.encode() + body).hexdigest()


RequestHash = Annotated[str, Depends(_request_sha256)]


def _new(
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    sha256: RequestHash,
    key: IdempotencyKey = None,
) -> Change:
    return _checked(_change(request, services, account, sha256, key))


def _edit(
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    sha256: RequestHash,
    if_match: IfMatch = None,
) -> Change:
    return _change(request, services, account, sha256, None, if_match)


def _act(request: Request, services: ServicesDep, account: AccountDep, sha256: RequestHash) -> Change:
    return _change(request, services, account, sha256)


def _new_edit(
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    sha256: RequestHash,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Change:
    return _checked(_change(request, services, account, sha256, key, if_match))


def _change(
    request: Request,
    services: Services,
    account: Account,
    sha256: str,
    key: str | None = None,
    if_match: str | None = None,
) -> Change:
    reached = reached_at(request, services.settings)
    return Change(services, account, request.state.request_id, sha256, reached, key, if_match)


def _checked(change: Change) -> Change:
    if change.key is not None:
        with change.services.database.reading() as records:
            change.check_new(records)
    return change


NewDep = Annotated[Change, Depends(_new)]
"""A POST that adds something."""
EditDep = Annotated[Change, Depends(_edit)]
"""A change of what is there."""
ActDep = Annotated[Change, Depends(_act)]
"""A POST that does no harm when it is repeated, or whose answer must not be kept."""
NewEditDep = Annotated[Change, Depends(_new_edit)]
"""A POST that changes what is there."""
