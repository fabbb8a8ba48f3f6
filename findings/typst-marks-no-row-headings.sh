#!/usr/bin/env bash
# typst's binding for Python makes tagged PDFs whose table headings are those of columns alone: no cell can head its row.
set -euo pipefail
folder="$(mktemp --directory)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet typst==0.15.2 pypdf==7.1.0
"$folder/venv/bin/python" - <<'END'
from io import BytesIO
import pypdf, typst

SOURCE = '#set document(title: "Hours")\n#set text(lang: "en")\n'
TABLE = '#table(columns: 2, table.header([Day], [Open]), {}, [9 to 17])'


def headings(first_cell: str) -> list[str]:
    """The scopes of all heading cells in the structure of the PDF."""
    made = typst.compile((SOURCE + TABLE.format(first_cell)).encode(), format="pdf", pdf_standards=["ua-1"])
    found, waiting = [], [pypdf.PdfReader(BytesIO(made)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, pypdf.generic.ArrayObject):
            waiting += list(node)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if node.get("/S") == "/TH":
                found.append(str(node.get("/A", "")))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


plain = headings("[Monday]")
try:
    marked, said = headings("pdf.header-cell(scope: \"row\")[Monday]"), ""
except Exception as error:
    marked, said = [], str(error).splitlines()[0]
print("typst 0.15.2 (the Python package), PDF/UA-1")
print("Expected: a way to say that 'Monday' heads its row, since the standard for accessible PDF has it.")
print(f"Seen: {len(plain)} headings in a table of two columns, all of columns; asking for a heading of a row: {said or marked}.")
rows = [scope for scope in [*plain, *marked] if "/Row" in scope]
raise SystemExit(0 if len(plain) == 2 and not rows else 1)
END
