"""Which premises of the pharmacy list a stated site is: by its code, by its door, or by nothing; and what is in question.

A code is a claim like any other. It is held against the name and the postcode that stand beside it, and where they do not
fit it, nobody's word is preferred: a person is asked. A site that the list may have under another code is counted once by
that code and once more by the papers, so that until a person has answered, no figure of access can be given.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.access import PreparedSnapshot
from app.domain.applications import ApplicationError, StatedPremises
from app.domain.identity import SAME_PLACE_M, same_name, same_number, same_postcode
from app.domain.rounding import listed as in_words
from geodata.model.point import Point
from geodata.model.premises import Premises


class By(StrEnum):
    """How a site was matched to the list."""

    CODE = "by code"
    DOOR = "by door"
    PERSON = "by a person’s answer"
    NOTHING = "by nothing"


@dataclass(frozen=True)
class Match:
    """What the list has of a stated site. ``listed``: the premises that it is; None where the list does not have it.

    ``why_not`` says why it was not found. ``own`` are further listings of the same premises, by a person's answer.
    ``asked`` are premises that it may be, or may be as well: where there are any, who it is is in question.
    """

    by: By
    listed: Premises | None = None
    why_not: str = ""
    own: tuple[Premises, ...] = ()
    asked: tuple[Premises, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it is known which premises of the list the site is."""
        return not self.asked

    @property
    def codes(self) -> frozenset[str]:
        """ODS codes of the list that are, or may be, these premises: none of them is another pharmacy."""
        every = (*((self.listed,) if self.listed else ()), *self.own, *self.asked)
        return frozenset(premises.ods_code for premises in every)


def match(
    field: str, stated: StatedPremises, area: PreparedSnapshot, others: Collection[str] = frozenset()
) -> Match:
    """The premises of the list that a site is. ``others``: codes of the application's other site, which it is not.

    Raises ApplicationError for an answer that names a code which the list does not have, and for a code whose premises have
    another name and another postcode than the papers give.
    """
    if stated.listed_as is not None:
        return _answered(field, stated, stated.listed_as, area)
    if not stated.ods_code:
        return _by_door(stated, area, others)
    found = area.listed.get(stated.ods_code.upper())
    if found is None:
        why = f"no premises of the list has the ODS code {stated.ods_code}"
        return Match(By.NOTHING, why_not=why, asked=_may_be(stated, area, others))
    if stated.postcode is None and not _named(stated, found):
        # Of a name alone nobody can tell a slip in the code from a new name over the door.
        return Match(By.NOTHING, why_not=f"{found.ods_code} is {_said(found)} on the list", asked=(found,))
    _refuse_another(field, stated, found, area)
    return Match(By.CODE, found, asked=_twice(stated, found, area, others))


def opened_already(
    field: str,
    stated: StatedPremises,
    contractors: Iterable[str],
    area: PreparedSnapshot,
    others: Collection[str] = frozenset(),
) -> Match:
    """What the list has of premises that are yet to be opened: nothing, unless it is later than the change.

    ``contractors``: who applies, under any name. ``others``: codes under which the list has the site that is moved here.
    Raises ApplicationError as ``match`` does.
    """
    if stated.listed_as is not None:
        return _answered(field, stated, stated.listed_as, area)
    theirs = [name for name in (*contractors, stated.contractor) if name]
    asked = tuple(
        one
        for one in area.at_postcode(stated.postcode)
        if one.ods_code not in others
        and one.counts_for_access
        and same_number(stated.address, one.address) is not False
        and (_named(stated, one) or any(same_name(one.contractor or "", name) for name in theirs))
    )
    return Match(By.NOTHING, asked=asked)


def _answered(field: str, stated: StatedPremises, codes: tuple[str, ...], area: PreparedSnapshot) -> Match:
    """As a person answered."""
    found = []
    for at, code in enumerate(codes):
        premises = area.listed.get(code.upper())
        if premises is None:
            raise ApplicationError(
                f"{field}.listed_as.{at}",
                f"No premises of the pharmacy list has the ODS code {code}. Give the code under which the list has "
                f"{stated.name}, or no code at all where the list does not have it.",
            )
        found.append(premises)
    if not found:
        return Match(By.PERSON, why_not="by a person’s answer the list does not have it")
    return Match(By.PERSON, found[0], own=tuple(found[1:]))


def _by_door(stated: StatedPremises, area: PreparedSnapshot, others: Collection[str]) -> Match:
    """Papers that give no code: the premises of their name at their door, where there is one and no other may be meant."""
    maybe = _may_be(stated, area, others)
    certain = [one for one in maybe if _at_door(stated, one) and _named(stated, one)]
    if len(certain) == 1:
        return Match(By.DOOR, certain[0])
    there = f"at {stated.postcode}" if stated.postcode else "known there, and no postcode is either"
    where = f"no premises of its name is {there}" if not certain else _several(certain)
    return Match(By.NOTHING, why_not=f"{where}, and the papers give no ODS code", asked=maybe)


def _several(found: list[Premises]) -> str:
    return f"several premises of its name are at {found[0].postcode} ({', '.join(one.ods_code for one in found)})"


def _may_be(stated: StatedPremises, area: PreparedSnapshot, others: Collection[str]) -> tuple[Premises, ...]:
    """Premises that a site may be which no code settles: at its door, or of its name and hardly farther than its door."""
    here = [one for one in area.at_postcode(stated.postcode) if _at_door(stated, one) or _named(stated, one)]
    near = [
        one
        for one in _within(stated.point or area.locate(stated.postcode), area)
        if one not in here and _named(stated, one)
    ]
    return tuple(one for one in (*here, *near) if one.ods_code not in others)


def _within(point: Point | None, area: PreparedSnapshot) -> tuple[Premises, ...]:
    if point is None:
        return ()
    near = area.listed_near(point, SAME_PLACE_M)
    return tuple(one for one in near if one.point and one.point.metres_to(point) <= SAME_PLACE_M)


def _twice(
    stated: StatedPremises, found: Premises, area: PreparedSnapshot, others: Collection[str]
) -> tuple[Premises, ...]:
    """Other premises of the papers' name at the papers' door, where the code is that of some already."""
    return tuple(
        one
        for one in area.at_postcode(stated.postcode)
        if one.ods_code != found.ods_code
        and one.ods_code not in others
        and one.counts_for_access
        and _at_door(stated, one)
        and _named(stated, one)
    )


def _at_door(stated: StatedPremises, one: Premises) -> bool:
    """Whether premises at the papers' postcode may be at their door: no two street numbers say that they are not."""
    return same_number(stated.address, one.address) is not False


def _named(stated: StatedPremises, one: Premises) -> bool:
    return same_name(stated.name, one.trading_name) or bool(
        one.contractor and same_name(stated.name, one.contractor)
    )


def _refuse_another(field: str, stated: StatedPremises, found: Premises, area: PreparedSnapshot) -> None:
    """A code whose premises have another name and another place than the papers give is no code of theirs."""
    if _named(stated, found):
        return
    fits = [one for one in area.at_postcode(stated.postcode) if one is not found and _named(stated, one)]
    if same_postcode(stated.postcode, found.postcode) and not fits:
        return
    raise ApplicationError(
        f"{field}.ods_code",
        f"On the pharmacy list {found.ods_code} is {_said(found)}. Beside that code the papers give {stated.name}, "
        f"{stated.postcode}. {_what_fits(stated, found, fits, area)} Check the code against the papers. Where it is right "
        f"and the list is behind, give it in {field}.listed_as too.",
    )


def _what_fits(stated: StatedPremises, found: Premises, fits: list[Premises], area: PreparedSnapshot) -> str:
    if fits:
        return f"That name and postcode fit {in_words([_coded(one) for one in fits], 'or')}."
    named = [
        one for one in area.snapshot.premises if one is not found and same_name(stated.name, one.trading_name)
    ]
    if not named:
        return "No premises of the list fit that name and postcode."
    return f"No premises of the list fit both; of that name it has {in_words([_coded(one) for one in named[:3]])}."


def _coded(one: Premises) -> str:
    return f"{one.ods_code} ({_said(one)})"


def _said(one: Premises) -> str:
    return ", ".join(part for part in (one.trading_name, one.address, one.postcode) if part)
