"""Papers of the board: the letter model, its wording and its renderers.

``draft`` makes a Letter from an Assessment; ``app.letters.docx.render`` and ``app.letters.html.render`` write it down.
"""

from app.letters.drafting import draft
from app.letters.model import Kind, Letter, Paragraph, Table
from app.letters.papers import Paper, PaperError

__all__ = ["Kind", "Letter", "Paper", "PaperError", "Paragraph", "Table", "draft"]
