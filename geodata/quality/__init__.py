"""Checks of a snapshot before it is used. docs/data.md says what each looks for."""
