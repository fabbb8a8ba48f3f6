"""How wide the columns of a table are, by what they hold."""

from app.letters.model import Table

LETTERS_A_LINE = 120
"""Letters that a table of small print holds side by side, the least that either file gives it on A4."""
BESIDE = 2
"""Letters that the margins of a cell take."""


def widths(table: Table) -> list[float]:
    """Letters of each column: its longest word whole, so that none runs into the next, and what is left by what it holds."""
    needed, wanted = [], []
    for at in range(len(table.header)):
        cells = [table.header[at], *(row[at] for row in table.rows)]
        needed.append(BESIDE + max((len(word) for cell in cells for word in cell.split()), default=1))
        wanted.append(max(len(line) for cell in cells for line in cell.split("\n")) ** 0.5 + 1)
    left = max(LETTERS_A_LINE - sum(needed), 0)
    return [need + left * want / sum(wanted) for need, want in zip(needed, wanted, strict=True)]
