"""How far a run of re-checks is, as Server-Sent Events and, one at a time, as JSON."""

import json
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter

from app.api.changes import AccountDep
from app.api.recheck_answers import ProgressAnswer
from app.api.rechecks import HERE, boards_of
from app.api.services import Services, ServicesDep
from app.domain.rechecks import ACTIVE
from app.store.database import DatabaseError
from app.store.missing import NotStoredError
from app.store.rechecks import Boards

router = APIRouter(tags=["Re-checks"])

MEDIA_TYPE = "text/event-stream"
AT_A_TIME = 500
LOOK_SECONDS = 0.5
HEARTBEAT_SECONDS = 10.0
LONGEST_SECONDS = 25.0
"""A stream ends after this and is asked for again with Last-Event-ID: shorter than a stop of the service waits."""

After = Annotated[int, Query(ge=0, le=2**62, description="Give what came after the event of this number.")]
LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=40, description="The number of the last event that you have."),
]
_ADAPTER = TypeAdapter(ProgressAnswer)


@router.get(f"{HERE}/events.json", response_model=ProgressAnswer)
def read_progress(run_id: str, services: ServicesDep, account: AccountDep, after: After = 0) -> Any:
    """How far a run is, and which cases ended after an event; what `events` streams, once."""
    return _progress(services, run_id, boards_of(account), after)


@router.get(
    f"{HERE}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-Sent Events: `progress` as events.json gives it, and `end` once nothing more will come",
            "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        }
    },
)
async def stream_progress(
    run_id: str,
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    after: After = 0,
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """How far a run is, as it goes on. The stream ends with the run; cut off before, ask again with Last-Event-ID."""
    boards = boards_of(account)
    seen = (
        int(last_event_id)
        if last_event_id and last_event_id.isascii() and last_event_id.isdecimal()
        else after
    )
    seen = min(seen, 2**62)
    # Read once before the answer begins, so that a run that is not there is a problem and no empty stream.
    first = await run_in_threadpool(_progress, services, run_id, boards, seen)
    return StreamingResponse(
        _stream(request, services, run_id, boards, first),
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(
    request: Request, services: Services, run_id: str, boards: Boards, progress: dict[str, Any]
) -> AsyncIterator[str]:
    begun = spoke = monotonic()
    said: dict[str, Any] | None = None
    yield "retry: 1000\n\n"
    while True:
        if progress != said:
            yield _event("progress", progress)
            said, spoke = progress, monotonic()
        if progress["state"] not in ACTIVE and not progress["more"]:
            yield _event("end", progress)
            return
        if monotonic() - begun > LONGEST_SECONDS or await request.is_disconnected():
            return
        if monotonic() - spoke > HEARTBEAT_SECONDS:
            yield ": still there\n\n"
            spoke = monotonic()
        if not progress["more"]:
            await anyio.sleep(LOOK_SECONDS)
        try:
            following = await run_in_threadpool(_progress, services, run_id, boards, progress["id"])
        except (DatabaseError, NotStoredError):
            return  # asked for again, it is answered with the problem
        progress = following if following["ended"] or _moved(progress, following) else progress


def _moved(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return any(before[name] != now[name] for name in ("state", "done", "of", "failed", "more"))


def _progress(services: Services, run_id: str, boards: Boards, after: int) -> dict[str, Any]:
    """Raises NotStoredError, DatabaseError."""
    with services.database.reading() as records:
        run = records.rechecks.read(run_id, services.clock(), boards)
        counts = records.rechecks.counts(run_id, boards)
        ended = records.rechecks.ended(run_id, boards, after=after, limit=AT_A_TIME + 1)
    given = ended[:AT_A_TIME]
    return {
        "id": given[-1][0] if given else after,
        "state": run.state,
        "done": counts.done,
        "of": counts.of,
        "failed": counts.failed,
        "ended": [{"case": case, "failed": failed} for _, case, failed in given],
        "more": len(ended) > AT_A_TIME,
    }


def _event(name: str, progress: dict[str, Any]) -> str:
    data = json.dumps(json.loads(_ADAPTER.dump_json(_ADAPTER.validate_python(progress))), ensure_ascii=False)
    return f"id: {progress['id']}\nevent: {name}\ndata: {data}\n\n"
