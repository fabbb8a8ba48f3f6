"""The last few answers, kept: an application is looked at again on another standard, date or assessment of needs."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

MOST = 64
"""Answers kept of each kind: those about the points of a few applications."""
MANY = 4_096
"""Kept of answers that are a number or a place: cases come back to the same premises, and to the same pairs of them."""


class Recent(Generic[Answer]):
    """Answers that depend on their key alone; the one asked for longest ago goes first. Safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of a key, made where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = make()  # not under the lock: two threads that ask the same make it twice, and neither waits
        with self._lock:
            self._kept[key] = answer
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer
