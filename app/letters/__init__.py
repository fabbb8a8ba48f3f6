"""The letter model, its wording and its renderers."""
