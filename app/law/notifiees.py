"""Schedule 2, paragraph 19(1) to (3): who must be told of a notifiable application, and whether the notice says so.

Distances are to the edge of a board's area, not to its middle, and are measured from either site. Which committee or
Healthwatch it is by name is not known here, so that one named by its role counts as told. Welsh health boards are not
looked for, and controlled localities only where such areas are loaded.
"""

from app.domain.evidence import Row
from app.domain.findings import Notifiee
from app.law.case import AnyApplication, Case
from app.law.figures import listed
from app.law.rule import NOTIFIABLE, Judge, Outcome, judgement, met, rule, unsaid

PARAGRAPH = "Schedule 2, paragraph 19"
INTEREST = "if, in the decision-maker's opinion, they have or may have a significant interest"


def notifiees(case: Case) -> tuple[Notifiee, ...]:
    """Who must be told, in the order of the paragraph; nobody where the application is not notifiable."""
    if case.application.kind not in NOTIFIABLE:
        return ()
    board = case.text("hwb.relevant.name") or "the relevant Health and Wellbeing Board"
    here = "its area includes the premises"
    return (
        _role(case, "the Local Pharmaceutical Committee", here, "(1)(a)"),
        _role(case, "the Local Medical Committee", here, "(1)(b)"),
        _perhaps("contractors on the list for the area", INTEREST, "(1)(c)"),
        _perhaps("LPS chemists in the area", INTEREST, "(1)(d)"),
        _role(case, "the local Healthwatch", "always", "(1)(e)"),
        _perhaps("other patient, consumer or community groups", INTEREST, "(1)(e)"),
        _practices(case, case.text("hwb.relevant")),
        _board(case, board, case.text("hwb.relevant"), "the premises are in its area"),
        *(found for row in case.rows("hwb.within_2km") for found in _neighbour(case, row)),
    )


@rule(
    "sch2para19(1)-(3)",
    "Schedule 2, paragraph 19(1) to (3)",
    "Everyone who must be told of the application was told.",
    judge=Judge.FACT,
    kinds=NOTIFIABLE,
    reads=(
        "hwb.relevant",
        "hwb.relevant.name",
        "hwb.within_2km",
        "controlled.within_1600m",
        "papers:notice.notified",
        "papers:notice.sent_to_hwb",
    ),
)
def everyone_told(_: AnyApplication, case: Case) -> Outcome:
    """As far as the notice says whom it went to."""
    certain = [one for one in notifiees(case) if one.certain]
    missing = tuple(one.name for one in certain if one.told is False)
    unknown = tuple(one.name for one in certain if one.told is None)
    if missing:
        return judgement(
            f"The notice does not name {listed(missing)} among those told. Ask whether they were."
        )
    if unknown:
        return unsaid(case, "notice.notified", f"whether the notice went to {listed(unknown)}")
    return met("The notice names everyone who must be told.")


def _neighbour(case: Case, row: Row) -> tuple[Notifiee, ...]:
    name = str(row["name"])
    why = f"part of the area of {name} is within 2 kilometres, and it is another than the one told already"
    return (
        _board(case, name, str(row["code"]), "part of its area is within 2 kilometres"),
        _perhaps(f"the Local Pharmaceutical Committee for the area of {name}", why, "(3)(a)"),
        _perhaps(f"the Local Medical Committee for the area of {name}", why, "(3)(b)"),
        _perhaps(f"the local Healthwatch for the area of {name}", why, "(3)(e)"),
        *_practices_beyond(case, name, str(row["code"])),
    )


def _board(case: Case, name: str, code: str | None, why: str) -> Notifiee:
    notice = case.application.notice
    got_it = code is not None and notice.sent_to_hwb == code
    named = notice.notified is not None and any(_place(name) <= _place(said) for said in notice.notified)
    told = True if got_it or named else (None if notice.notified is None else False)
    return Notifiee(name, why, f"{PARAGRAPH}(1)(h)", certain=True, told=told)


def _role(case: Case, name: str, why: str, where: str) -> Notifiee:
    notified = case.application.notice.notified
    told = None if notified is None else any(_bears(name, said) for said in notified)
    return Notifiee(name, why, PARAGRAPH + where, certain=True, told=told)


def _perhaps(name: str, why: str, where: str) -> Notifiee:
    return Notifiee(name, why, PARAGRAPH + where, certain=False, told=None)


def _practices_beyond(case: Case, board: str, code: str) -> tuple[Notifiee, ...]:
    """Practices of a neighbour's area, where one of its controlled localities is near enough; nobody where none is known."""
    near = _controlled(case, code)
    if not near:
        return ()
    why = f"a controlled locality of its area is within 1.6 kilometres ({listed(near)}); {INTEREST}"
    return (_perhaps(f"GP practices and dispensing doctors for the area of {board}", why, "(3)(f)"),)


def _controlled(case: Case, code: str | None) -> tuple[str, ...]:
    """Names of the controlled localities near by that lie in a board's area; those whose board is not said, too."""
    rows = case.rows("controlled.within_1600m")
    return tuple(str(row["name"]) for row in rows if code in str(row.get("hwb", code)).split(", "))


def _practices(case: Case, code: str | None) -> Notifiee:
    near = _controlled(case, code)
    why = (
        f"a controlled locality is within 1.6 kilometres ({listed(near)}); {INTEREST}"
        if near
        else f"where the premises are in or within 1.6 kilometres of a controlled locality, {INTEREST}"
    )
    return _perhaps("GP practices and dispensing doctors", why, "(1)(f)")


OTHER_NAMES = {
    "the Local Pharmaceutical Committee": ("local pharmaceutical committee", "lpc", "community pharmacy"),
    "the Local Medical Committee": ("local medical committee", "lmc"),
    "the local Healthwatch": ("healthwatch",),
}
"""What bodies are called in a notice. Many pharmaceutical committees trade as "Community Pharmacy" and a place."""

_NO_PLACE = frozenset(("the", "and", "health", "wellbeing", "board", "hwb", "council", "for", "of"))


def _bears(name: str, said: str) -> bool:
    padded = f" {' '.join(_words(said))} "
    return any(f" {role} " in padded for role in OTHER_NAMES[name])


def _place(name: str) -> frozenset[str]:
    """The words of a board's name that say where it is."""
    return frozenset(_words(name)) - _NO_PLACE


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()


RULES = (everyone_told,)
