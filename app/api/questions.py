"""Questions in an address are read as strictly as bodies: a filter that is not there would leave everything in, unseen."""

from fastapi import Request

from app.api.problems import not_valid
from app.schemas.faults import Fault

MANY = frozenset({"state"})
"""What may be given more than once; of anything else one would be dropped."""


def known_only(request: Request) -> None:
    """For lists: every name after the question mark is one that the address takes. Raises Problem naming the others."""
    taken = [field.alias for field in request.scope["route"].dependant.query_params]
    faults = []
    for name in dict.fromkeys(request.query_params):
        if name not in taken:
            faults.append(
                Fault(name[:100], f"There is nothing of this name here. Give one of: {', '.join(taken)}.")
            )
        elif name not in MANY and len(request.query_params.getlist(name)) > 1:
            faults.append(Fault(name, "This is given twice. Give it once."))
    if faults:
        raise not_valid(faults)
