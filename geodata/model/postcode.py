"""A postcode is one however it is spaced and capitalised: the one place where that is decided."""

import re

_FORM = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_EARLIER = re.compile(r"(NPT|GIR)[0-9][A-Z]{2}")
"""Outward codes of another form: Newport's until 1984, which directories still have, and the Girobank's."""

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
"""Characters of no width that come with text out of Word and web pages."""

_NOT_ENGLAND = frozenset({"IM", "JE", "GY", "BT"})
"""Postcode areas that lie wholly outside England: the Isle of Man, Jersey, Guernsey, Northern Ireland."""


def without_unseen(text: str) -> str:
    """A text without characters of no width."""
    return text if text.isascii() else text.translate(_UNSEEN)


def squeezed(postcode: str) -> str:
    """A postcode in capitals without blanks: two of a fixed-width list, a no-break space out of Word, any at the ends."""
    return "".join(without_unseen(postcode).upper().split())


def tidied(postcode: str) -> str:
    """A postcode as it was typed, but for blanks at its ends and more than one inside."""
    return " ".join(without_unseen(postcode).split())


def spaced(postcode: str) -> str:
    """A postcode as the post writes it: in capitals, with one blank before its last three characters."""
    plain = squeezed(postcode)
    return f"{plain[:-3]} {plain[-3:]}" if is_postcode(plain) else tidied(postcode)


def is_postcode(text: str) -> bool:
    """Whether a text has the form of a postcode in full, however it is spaced."""
    plain = squeezed(text)
    return bool(_FORM.fullmatch(plain) or _EARLIER.fullmatch(plain))


def outward(postcode: str) -> str:
    """The first half of a postcode: that of its town or part of a town."""
    return squeezed(postcode)[:-3]


def outside_england(postcode: str) -> bool:
    """Whether a postcode is of the Isle of Man, Jersey, Guernsey or Northern Ireland. Wales and Scotland share areas with
    England, and are not told by it."""
    found = re.match(r"[A-Z]+", squeezed(postcode))
    return found is not None and found[0] in _NOT_ENGLAND
