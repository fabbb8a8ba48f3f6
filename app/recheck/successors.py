"""The premises of an application followed to a new list, where another owner has them under another code.

The papers name a code that is on the old list and no more on the new one. A code that is new at the same door is the same
premises under another owner, and the application is measured with it. Where the lists do not tell which code followed
which, none is chosen: that is said, and the application is measured with each, so that only what is the same is known.

Who the premises are was settled on the old list, and where they stood. A new list that has them elsewhere, as after a
move that was granted, or no more, as after a closure, changes neither: the papers' two places are compared as before.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

from app.access import PreparedSnapshot
from app.assessment.matching import Match, match
from app.assessment.sites import ENTRIES, other_codes, place_on_the_list
from app.domain.applications import ApplicationError, Consolidation, Relocation, StatedPremises
from app.domain.identity import same_name, same_number, same_postcode
from app.domain.other_applications import AnyApplication, OtherApplication, sites_of
from app.domain.rounding import listed
from app.recheck.lists import door_said, one_kind, takes_over
from geodata.model.point import Point
from geodata.model.premises import Premises


@dataclass(frozen=True)
class Followed:
    """Premises whose code is on the old list and not on the new one, where another code is new at their door.

    ``reference`` is the application's, ``site`` the field of its papers that has them. ``new`` is the code that followed
    ``old``; None where that is not known, and ``others`` are then those that it may be: where it is one alone, it may have
    followed another. ``why``: by what it is believed to be one door, or why it is not known.
    """

    reference: str
    site: str
    old: str
    new: str | None
    others: tuple[str, ...]
    why: str

    @property
    def possible(self) -> tuple[str, ...]:
        """The codes that it may have; the old one stands for none."""
        if self.new is not None:
            return (self.new,)
        return self.others if len(self.others) > 1 else (*self.others, self.old)


MOST_WAYS = 16
"""Ways in which codes may have followed each other that are measured; of more, the sites are taken as not on the list."""


def ways(
    application: AnyApplication, old: PreparedSnapshot, new: PreparedSnapshot
) -> tuple[tuple[AnyApplication, ...], tuple[Followed, ...]]:
    """An application as it may stand on the new list, one way where all is known; and each code that changed."""
    own, found = follow(application, old, new)
    open_ = [one for one in found if one.new is None]
    if prod(len(one.possible) for one in open_) > MOST_WAYS:
        return (own,), found
    made = []
    for codes in product(*(one.possible for one in open_)):
        changed: dict[str, Any] = {
            one.site: replace(_at(own, one.site), ods_code=code, listed_as=() if code == one.old else (code,))
            for one, code in zip(open_, codes, strict=True)
        }
        with suppress(ApplicationError):  # one code for both sites: not this way
            made.append(replace(own, **changed))
    return tuple(made) or (own,), found


def follow(
    application: AnyApplication, old: PreparedSnapshot, new: PreparedSnapshot
) -> tuple[AnyApplication, tuple[Followed, ...]]:
    """An application with the codes that its premises have on the new list, and each that changed or is not known."""
    found: list[Followed] = []
    for field, stated in _sought(application):
        was = _on_the_old_list(field, stated, application, old)
        before = was.listed if was else None
        if was is None or before is None:
            continue
        one = _followed(application, field, before, old, new)
        if one is None:
            if was.settled:
                settled: dict[str, Any] = {field: _settled(field, stated, before, application, new)}
                application = replace(application, **settled)
            continue
        try:
            # Where it is not known, the old code keeps the papers from being taken for one of several by name.
            changed: dict[str, Any] = {
                field: replace(stated, ods_code=one.old)
                if one.new is None
                else replace(
                    stated,
                    ods_code=one.new,
                    listed_as=(one.new,),
                    point=_stood(stated, before, new.listed[one.new]),
                )
            }
            application = replace(application, **changed)
        except ApplicationError:
            why = f"{one.new} is new at the door of {one.old}, and the papers name it as their other site already"
            one = replace(one, new=None, others=(one.new or one.old,), why=why)
        found.append(one)
    return application, tuple(found)


def _at(application: AnyApplication, field: str) -> StatedPremises:
    return next(stated for name, stated in sites_of(application) if name == field)


def _sought(application: AnyApplication) -> Iterable[tuple[str, StatedPremises]]:
    """The sites that are looked for on the list: not those that are yet to be opened."""
    if isinstance(application, OtherApplication):
        return () if application.kind in ENTRIES else sites_of(application)
    sites = sites_of(application)
    return sites if isinstance(application, Consolidation) else sites[:1]


def _on_the_old_list(
    field: str, stated: StatedPremises, application: AnyApplication, old: PreparedSnapshot
) -> Match | None:
    """What the old list has of a site; None where its papers cannot be."""
    try:
        return match(field, stated, old, other_codes(application, field))
    except ApplicationError:
        return None


def _settled(
    field: str, stated: StatedPremises, before: Premises, application: AnyApplication, new: PreparedSnapshot
) -> StatedPremises:
    """A site whose code nothing followed: the new list is not asked again who it is, and where it stood is kept."""
    stays = new.listed.get(before.ods_code)
    try:
        now = match(field, stated, new, other_codes(application, field))
        asked = not now.settled or now.listed is not stays
    except ApplicationError:
        asked = True
    codes = () if stays is None else (before.ods_code,)
    at = _stood(stated, before, stays)
    return replace(stated, point=at, listed_as=codes) if asked else replace(stated, point=at)


def _stood(stated: StatedPremises, before: Premises, now: Premises | None) -> Point | None:
    """The papers' place: what they give, or the old list's where that was the papers' own and the new list's is not."""
    if stated.point is not None or (now is not None and place_on_the_list(stated, now) is not None):
        return stated.point
    return place_on_the_list(stated, before)


def _followed(
    application: AnyApplication, field: str, before: Premises, old: PreparedSnapshot, new: PreparedSnapshot
) -> Followed | None:
    reference = application.reference
    if before.ods_code in new.listed:
        return None
    moves_to = application.proposed if isinstance(application, Relocation) else None
    come = [
        one
        for one in new.snapshot.premises
        if one.ods_code not in old.listed
        and (takes_over(before, one) or (moves_to is not None and _has_moved(before, moves_to, one)))
    ]
    if not come:
        return None
    code, codes = before.ods_code, tuple(one.ods_code for one in come)
    if len(come) > 1:
        why = f"{listed(list(codes))} are new at the door of {code}, and the lists do not say which of them followed it"
        return Followed(reference, field, code, None, codes, why)
    others = _gone_too(before, come[0], old, new)
    if others:
        why = f"{listed([code, *others])} stood at the door where {codes[0]} is new, and the lists do not say whose it was"
        return Followed(reference, field, code, None, codes, why)
    if moves_to is not None and not takes_over(before, come[0]):
        where = f"{codes[0]} is new at {come[0].postcode}, where the papers move {code}"
        return Followed(reference, field, code, codes[0], (), where)
    return Followed(reference, field, code, codes[0], (), door_said(before, come[0]))


def _has_moved(before: Premises, moves_to: StatedPremises, one: Premises) -> bool:
    """Whether new premises may be those that a relocation moved: at the door that it moves to, and of one kind."""
    at_door = same_number(moves_to.address, one.address)
    return (
        same_postcode(moves_to.postcode, one.postcode)
        and one_kind(before, one)
        and at_door is not False
        and (
            at_door is True
            or same_name(moves_to.name, one.trading_name)
            or same_name(before.trading_name, one.trading_name)
        )
    )


def _gone_too(before: Premises, come: Premises, old: PreparedSnapshot, new: PreparedSnapshot) -> list[str]:
    """Other codes that went from the same door: the new one may have followed any of them."""
    return [
        one.ods_code
        for one in old.snapshot.premises
        if one.ods_code not in new.listed and one.ods_code != before.ods_code and takes_over(one, come)
    ]
