"""What the list does not say of the pharmacies that are counted, in words: the same wherever figures of them are given."""

import re

from app.access.prepared import PreparedSnapshot
from app.domain.baselines import Mode
from geodata.model.premises import Premises

NAMED = 5
"""Pharmacies named in a sentence; the rest are counted."""

_SPEAKS_OF_DISTANCE = re.compile(
    r"\b(?:on-?line|internet|deliver(?:y|ies|ed|s)?|mail[ -]order|e-?pharmacy|web)\b|\.(?:com|co\.uk|net|org)\b",
    re.IGNORECASE,
)


def speaks_of_distance(name: str) -> bool:
    """Whether a trading name speaks of selling at a distance: online, by internet, by delivery."""
    return _SPEAKS_OF_DISTANCE.search(name) is not None


def asked_by_name(area: PreparedSnapshot) -> tuple[Premises, ...]:
    """Pharmacies of which the list does not say whether they are distance-selling, and whose name makes one ask."""
    return tuple(
        premises
        for premises in area.pharmacies
        if premises.distance_selling is None and speaks_of_distance(premises.trading_name)
    )


def selling_words(area: PreparedSnapshot) -> tuple[str, ...]:
    """Sentences on distance-selling premises: of how many it is not known, and whose names make one ask."""
    silent, asked = area.selling_not_known, asked_by_name(area)
    told = []
    if silent:
        told.append(
            f"The pharmacy list does not say of {silent:,} premises whether they are distance-selling; they are counted as "
            "open to callers."
        )
    if asked:
        named = "; ".join(f"{one.trading_name} ({one.ods_code})" for one in asked[:NAMED])
        more = f"; and {len(asked) - NAMED} more" if len(asked) > NAMED else ""
        told.append(
            f"Names that speak of selling online, on the internet or by delivery: {named}{more}. Can people call there?"
        )
    return tuple(told)


def without_point_words(area: PreparedSnapshot) -> tuple[str, ...]:
    """A sentence on pharmacies that have no place for want of a postcode; none where there are none."""
    nowhere = area.of_no_known_place
    if not nowhere:
        return ()
    named = "; ".join(
        f"{one.trading_name} ({one.ods_code}, {one.postcode or 'no postcode'})" for one in nowhere[:NAMED]
    )
    more = f"; and {len(nowhere) - NAMED} more" if len(nowhere) > NAMED else ""
    told = (
        f"The place of {named}{more} is not known, as no file has that postcode: nobody is measured to a pharmacy without a "
        "place. Correct the postcode in the list, or give its door in the overlay."
    )
    return (told,)


def not_walked_to_words(area: PreparedSnapshot) -> tuple[str, ...]:
    """A sentence on pharmacies near people who are counted that no street leads to on foot; none where there are none."""
    if Mode.WALK.value not in area.snapshot.manifest.modes:
        return ()
    apart = [one for one, _ in area.not_walked_to]
    if not apart:
        return ()
    named = "; ".join(f"{one.trading_name} ({one.ods_code})" for one in apart[:NAMED])
    more = f"; and {len(apart) - NAMED} more" if len(apart) > NAMED else ""
    return (f"Nobody is measured on foot to {named}{more}: no street of the data leads there.",)
