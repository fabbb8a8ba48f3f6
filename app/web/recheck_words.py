"""Where a run of re-checks stands, in words."""

from app.domain.rechecks import RunState

STATES = {
    RunState.WAITING: "Waiting to begin",
    RunState.RUNNING: "Under way",
    RunState.DONE: "Done",
    RunState.CANCELLED: "Cancelled",
    RunState.INTERRUPTED: "Interrupted",
    RunState.FAILED: "Failed",
}
