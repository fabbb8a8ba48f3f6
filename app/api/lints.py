"""Lints over HTTP: of a draft as it stands, and of an edited Word file that is sent back."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.routing import APIRoute

from app.api.answers import Answer
from app.api.drafts import Drafted, Which, drafted
from app.api.problems import Problem, not_valid
from app.api.requests import limited_body
from app.api.services import ServicesDep
from app.letters import Paper
from app.letters.characters import one_line
from app.letters.lints import RULES, Lint, check, check_draft
from app.letters.uploads import LARGEST_BYTES, Upload, UploadError, read_upload
from app.schemas.faults import Fault

ENVELOPE_BYTES = 100_000
"""What a form adds to the file that it holds."""


class UploadRoute(APIRoute):
    """A route that takes a form with a file, and reads no more of it than a letter may have."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the body read and measured first."""
        handle = super().get_route_handler()

        async def measured(request: Request) -> Response:
            if self.body_field is not None:
                request._body = await limited_body(request, LARGEST_BYTES + ENVELOPE_BYTES)
            return await handle(request)

        return measured


router = APIRouter(prefix="/v1/applications/{application_id}", tags=["Letters"], route_class=UploadRoute)


class LintRule(Answer):
    """A rule that papers are held to."""

    id: str
    """Its id."""
    says: str
    """What it wants."""


class LintFound(Answer):
    """One thing to look at."""

    rule: str
    """The id of the rule."""
    where: str
    """The paragraph or table."""
    sentence: str
    """The sentence as it stands."""
    message: str
    """What is wrong and what to do."""
    blocks: bool
    """Whether the paper may not be approved like this: the statutory statement on a consolidation alone."""


class LintAnswer(Answer):
    """What the lints find. They warn; ``blocked`` is true where the statutory statement is not whole."""

    paper: str
    """Which paper was looked at."""
    assessment: int
    """The number of the assessment that it was held against."""
    on: str
    """The day on which it was looked at."""
    drafted_from: str | None
    """Which assessment the file says that it was drafted from, by hash; null where it does not say."""
    blocked: bool
    """Whether the paper may not be approved like this."""
    lints: list[LintFound]
    """What was found, by rule."""
    rules: list[LintRule]
    """The rules."""


@router.get("/lints", response_model=LintAnswer)
def lint_draft(
    application_id: str, services: ServicesDep, paper: Paper = Paper.REPRESENTATION, number: Which = None
) -> Any:
    """What is to be looked at in a draft before it goes out."""
    made = drafted(services, application_id, number, paper)
    values = made.stored.assessment.value, made.stored.baseline.value
    lints = check_draft(made.letter, *values, made.officer, services.today(), made.consulted)
    return _answer(made, paper, services, lints, None)


@router.post("/letter/check", response_model=LintAnswer)
def check_letter(
    application_id: str,
    services: ServicesDep,
    file: Annotated[UploadFile, File(description="The edited letter, as a Word file (.docx).")],
    paper: Annotated[
        Paper | None, Query(description="Which paper it is; where left out, as the file says.")
    ] = None,
) -> Any:
    """Hold an edited letter against the assessment that it was drafted from. The file is read and not kept."""
    content = file.file.read()
    try:
        origin = read_upload(content).origin
        wanted = paper or Paper(origin.paper if origin else Paper.REPRESENTATION)
        made = drafted(services, application_id, None, wanted, sha256=origin.assessment if origin else None)
        upload = read_upload(content, made.letter)
    except UploadError as error:
        raise not_valid([Fault("file", str(error))]) from error
    except ValueError as error:
        raise not_valid(
            [Fault("file", "The file says that it is a paper that this service does not write.")]
        ) from error
    values = made.stored.assessment.value, made.stored.baseline.value
    _check_same(upload, made)
    found = check(upload.manuscript, made.letter, *values, made.officer, services.today(), made.consulted)
    return _answer(made, wanted, services, (*_unknown_origin(upload), *found), upload)


def _check_same(upload: Upload, made: Drafted) -> None:
    """The file was drafted from this application. Raises Problem where it says that it was drafted from another."""
    ours = one_line(made.stored.assessment.value.application.reference)
    if upload.origin is None:
        return
    if upload.origin.reference != ours:
        raise Problem(
            "does-not-apply",
            f"This file was drafted for application {upload.origin.reference!r}, not for {ours!r}. Send it there.",
        )
    if upload.origin.assessment != made.stored.note.sha256:
        raise Problem(
            "does-not-apply",
            "This file was drafted from an assessment that is not kept under this application. Draft it again from one "
            "that is.",
        )


def _unknown_origin(upload: Upload) -> tuple[Lint, ...]:
    if upload.origin is not None:
        return ()
    message = "The file does not say from which assessment it was drafted; it is held against the latest one."
    return (Lint("origin-not-known", "the file", "", message),)


def _answer(
    made: Drafted, paper: Paper, services: ServicesDep, lints: tuple[Lint, ...], upload: Upload | None
) -> Any:
    return {
        "paper": paper.value,
        "assessment": made.stored.note.number,
        "on": services.today().isoformat(),
        "drafted_from": upload.origin.assessment if upload and upload.origin else None,
        "blocked": any(lint.blocks for lint in lints),
        "lints": [vars(lint) for lint in lints],
        "rules": [{"id": rule.id, "says": rule.says} for rule in RULES],
    }
