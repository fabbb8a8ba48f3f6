"""Chance from a fixed seed: each purpose draws from a stream of its own, so that adding one never shifts another."""

from random import Random

SEED = 20


def chance(seed: int, purpose: str) -> Random:
    """A stream of random numbers that is the same on every machine for a seed and a purpose."""
    return Random(f"{seed}/{purpose}")  # noqa: S311 - a made-up town, not a secret
