"""How wide the columns of a table are, by what they hold."""

from app.letters.model import Table


def widths(table: Table) -> list[float]:
    """Shares of the width by what the columns hold, so that long words need not break and figures stand together."""
    found = []
    for at in range(len(table.header)):
        cells = [table.header[at], *(row[at] for row in table.rows)]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=1)
        longest = max(len(line) for cell in cells for line in cell.split("\n"))
        found.append(max(min(longest_word, 34), min(longest**0.5 * 3, 40), 4))
    return found
