"""Whoever is spread is there afterwards, whatever the counts and however many the homes."""

from hypothesis import given
from hypothesis import strategies as st

from geodata.homes import spread


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(1, 400))
def test_every_count_is_kept_and_every_home_is_even_to_within_one(counts: list[int], homes: int) -> None:
    shares = spread(counts, homes)
    assert shares.shape == (len(counts), homes)
    assert shares.min() >= 0
    assert shares.sum(axis=1).tolist() == counts
    assert all(row.max() - row.min() <= 1 for row in shares)
    assert shares.sum(axis=0).max() - shares.sum(axis=0).min() <= 1
