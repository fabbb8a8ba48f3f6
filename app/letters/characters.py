"""Text from outside made safe to print on one line, with nothing dropped unseen.

Control characters that XML forbids would make Word refuse the file; marks that turn the direction of writing could
make a letter read other than it is. Each becomes U+FFFD, the replacement character, so that a reader sees that
something stood there.
"""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Noncharacters: never valid in text that is exchanged, so that no text from outside can forge these marks.
OPEN_START = "\ufdd0"
OPEN_END = "\ufdd1"

_WHITE = re.compile(r"[\s\x1c-\x1f\x85]+")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|[" + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)) + "]"
)


def one_line(text: str) -> str:
    """Text with white space made single spaces and every unprintable or direction-turning character replaced."""
    return printable(_WHITE.sub(" ", text)).strip()


def printable(text: str) -> str:
    """Text with every unprintable or direction-turning character replaced, white space left alone."""
    return _UNSAFE.sub(REPLACEMENT, text)
