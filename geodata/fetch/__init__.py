"""Fetch what a snapshot needs from its publishers, and write the recipe that ``geodata build`` takes."""
