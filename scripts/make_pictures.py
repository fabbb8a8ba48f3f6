"""Makes the README's pictures from the screenshots that the browser tests keep: cut to what is on one screen, and smaller.

`make pictures` runs those tests first. A picture over 150 kB is refused: the README has to be quick to open.
"""

import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the screenshot it is cut from, the pixels of its top edge and its height there, its new width."""

    name: str
    screenshot: str
    top: int
    height: int
    width: int


WANTED = (
    Picture("assessment", "assessment-desktop", 0, 900, 640),
    Picture("map", "case-map-desktop", 220, 700, 560),
    Picture("cases", "desk-cases-desktop", 0, 760, 640),
    Picture("consultee", "consultee-proposal-phone-no-scripts", 0, 565, 320),
)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def cut(picture: Picture, source: Path) -> bytes:
    """The picture as PNG, cut from its screenshot and drawn at its new width."""
    wide, high = size(source.read_bytes())
    scale = picture.width / wide
    shown = min(picture.height, high - picture.top)
    page = (
        f"#set page(width: {picture.width}pt, height: {round(shown * scale)}pt, margin: 0pt)\n"
        f"#place(top + left, dy: {-picture.top * scale}pt, "
        f'image("{source.name}", width: {picture.width}pt, height: {high * scale}pt))'
    )
    return typst.compile(page.encode(), root=str(source.parent), format="png", ppi=72.0)


def main() -> None:
    """Write every picture; end with 1 where a screenshot is not there or a picture is too large."""
    PICTURES.mkdir(exist_ok=True)
    for picture in WANTED:
        source = SCREENSHOTS / f"{picture.screenshot}.png"
        if not source.exists():
            sys.exit(
                f"{source.relative_to(ROOT)} is not there: run make pictures, which runs the browser tests."
            )
        made = cut(picture, source)
        if len(made) > MOST_BYTES:
            sys.exit(
                f"{picture.name}: {len(made):,} bytes; at most {MOST_BYTES:,}. Cut it or make it narrower."
            )
        (PICTURES / f"{picture.name}.png").write_bytes(made)
        print(f"docs/pictures/{picture.name}.png: {len(made):,} bytes")


if __name__ == "__main__":
    main()
