"""Reading the text of a notice as far as it can be recognised: every find is a suggestion with the words it came from.

Nothing is decided here and nothing is guessed: a person confirms each suggestion. What stands in the text and cannot be
placed is named in a note.
"""

from app.domain.notice.finds import Reading, Suggestion
from app.domain.notice.reading import read_notice

__all__ = ["Reading", "Suggestion", "read_notice"]
