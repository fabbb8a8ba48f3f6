"""The pages of the analyst's desk, put together."""

from fastapi import APIRouter

from app.web import case_page, cases, history, moves
from app.web.apply import ask, paste, start, submit

router = APIRouter(include_in_schema=False)
# The pages with a fixed last part stand before the one that takes any id in its place.
for _module in (cases, case_page, history, moves, paste, submit, ask, start):
    router.routes.extend(_module.router.routes)
