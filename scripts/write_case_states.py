"""Write docs/cases.md from the states and moves themselves. Run from the root of the checkout:

.venv/bin/python scripts/write_case_states.py
"""

from pathlib import Path

from app.domain.accounts import ALLOWED, Permission, Role
from app.domain.cases import CHANGEABLE, MOVES, Move, State

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cases.md"

INTRODUCTION = """# Cases: states, moves and who makes them

This page is written from `app/domain/cases.py` and `app/domain/accounts.py` by `scripts/write_case_states.py`; a test
holds it to the code.

Every application has a case. `GET /v1/cases` lists those of your boards, the most urgent first, each with its last day
and with what can come `next`, who may do it and what is still missing. `POST /v1/applications/{id}/case/moves` moves one.
A move that is not in the table is refused (409), and so is one whose needs are not met; a move by somebody else than the
table says is refused (403). Either way the answer says why.

**Four eyes.** Whoever declared a draft ready, or gave any version of the officer's part, has a hand in the draft and may
not approve it, nor decide that there is no response. That goes by the holder of a key, not by the key: two keys of one
person are one pair of eyes.

**What is approved stays.** Assessments and officers' parts are taken while a case is {changeable}. After that the letter
is what was approved, until somebody sends it back with a reason. One thing is taken later, because nobody can know it
sooner: once a consolidation is granted, `grant` in the officer's part (who decided, when, from when the premises are off
the list, when the board was of its opinion after that), for the supplementary statement. No representation speaks of it.

Approving also runs the lints: a consolidation whose statutory statement is not whole is not approved.
"""


def page() -> str:
    """The page."""
    parts = [
        INTRODUCTION.format_map(
            {"id": "{id}", "changeable": _or([s.value for s in State if s in CHANGEABLE])}
        ),
        "## The states\n",
        diagram(),
        "\n## The moves\n",
        table(),
        "\n## The roles\n",
        roles(),
    ]
    return "\n".join(parts)


def diagram() -> str:
    """The states and moves as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_id(State.RECEIVED)}"]
    lines += [f"    {_id(state)} : {state.value}" for state in State]
    lines += [
        f"    {_id(source)} --> {_id(move.to)} : {_roles(move)}" for move in MOVES for source in move.sources
    ]
    return "\n".join([*lines, "```", ""])


def table() -> str:
    """Every move with who may make it and what it needs."""
    lines = ["| from | to | what it is | by | needs |", "|---|---|---|---|---|"]
    for move in MOVES:
        sources = ", ".join(source.value for source in move.sources)
        needs = ", ".join(need.name.lower().replace("_", " ") for need in move.needs) or "nothing more"
        lines.append(f"| {sources} | {move.to.value} | {move.step} | {_roles(move)} | {needs} |")
    return "\n".join([*lines, ""])


def roles() -> str:
    """What each role may ask for."""
    words = {
        Permission.READ: "read their boards' cases, papers and maps",
        Permission.DRAFT: "take in applications, assess them, give officers' parts, assess without a case",
        Permission.MOVE: "move cases as the table above says",
        Permission.ADMINISTER: "verify the audit chain (keys and copies are made on the server, by command)",
    }
    lines = ["| role | may |", "|---|---|"]
    for role in Role:
        lines.append(
            f"| {role.value} | {'; '.join(words[each] for each in Permission if each in ALLOWED[role])} |"
        )
    return "\n".join([*lines, ""])


def _roles(move: Move) -> str:
    return _or([role.value for role in move.by])


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _id(state: State) -> str:
    return state.name.lower()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
