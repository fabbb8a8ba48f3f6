"""Which board is meant: by code or name, in whatever capitals and spelling, with names that boards once had."""

import difflib
import re
from collections.abc import Sequence

from geodata.errors import SourceError
from geodata.fetch.outlines import Listed
from geodata.former_boards import Former, former_boards, other_names
from geodata.model.board_names import board_key
from geodata.wording import in_words

_CODE = re.compile(r"[EWSN]\d{8}")


class BoardError(SourceError):
    """A name or code that is no board, or could be several."""


def find_board(wanted: str, boards: Sequence[Listed]) -> tuple[Listed, str]:
    """The board that is meant by a code or a name, and what there is to say of it ("" where nothing).

    Raises BoardError with what may have been meant, where no board or more than one answers to it.
    """
    by_code = {board.code: board for board in boards}
    code = wanted.strip().upper()
    if code in by_code:
        return by_code[code], ""
    by_name: dict[str, list[Listed]] = {}
    for board in boards:
        by_name.setdefault(board_key(board.name), []).append(board)
    also, formers = other_names(), former_boards()
    name = board_key(wanted)
    found = by_name.get(name) or by_name.get(board_key(also.get(wanted.strip().casefold(), "")), [])
    if len(found) == 1:
        return found[0], ""
    if len(found) > 1:
        raise BoardError(
            repr(wanted), "more than one board has this name.", f"Give the code: {_named(found)}."
        )
    former = next((f for f in formers if code == f.code or name == board_key(f.name.split(" (")[0])), None)
    if former is not None:
        return _today(former, by_code, wanted)
    if _CODE.fullmatch(code):
        raise BoardError(
            repr(wanted),
            f"no board of England has this code; the layer has {len(boards)}.",
            "Give the code of a county or unitary authority (E06, E08, E09 or E10), or its name.",
        )
    raise BoardError(repr(wanted), "no board of England has this name.", _suggestions(name, boards))


def _today(former: Former, by_code: dict[str, Listed], wanted: str) -> tuple[Listed, str]:
    now = [by_code[code] for code in former.became if code in by_code]
    if len(now) == 1:
        told = f"{former.name} ended on {in_words(former.ended)}; its area is now of {now[0].name} ({now[0].code})."
        return now[0], told
    raise BoardError(
        repr(wanted),
        f"{former.name} ended on {in_words(former.ended)}, and its area is of more than one board now.",
        f"Fetch one of them: {_named(now) or ', '.join(former.became)}.",
    )


def _suggestions(name: str, boards: Sequence[Listed]) -> str:
    names = {board_key(board.name): board for board in boards}
    words = set(name.split())
    near = difflib.get_close_matches(name, names, n=4, cutoff=0.6)
    near += [known for known in names if words & set(known.split()) - {"and", "upon"} and known not in near]
    if not near:
        return (
            "Give the name of a county, a unitary authority, a metropolitan or a London borough, or its code."
        )
    return f"Did you mean {_named([names[known] for known in near[:6]])}?"


def _named(boards: Sequence[Listed]) -> str:
    return "; ".join(f"{board.name} ({board.code})" for board in boards)
