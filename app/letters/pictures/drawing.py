"""SVG written by hand: numbers to a tenth, text escaped, nothing that depends on a machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.letters.characters import printable

FONT = "Libertinus Serif, Georgia, serif"


@dataclass(frozen=True)
class Drawn:
    """A picture: its SVG, its width and height in units that are a tenth of a millimetre on paper."""

    svg: str
    width: int
    height: int


def number(value: float) -> str:
    """A coordinate to a tenth, with no needless nought."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def element(name: str, content: str = "", **attributes: object) -> str:
    """An element. Attributes are spelled with underscores for hyphens."""
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{listed}>{content}</{name}>" if content else f"<{name}{listed}/>"


def words(
    text: str, x: float, y: float, size: float = 26, anchor: str = "start", *, bold: bool = False
) -> str:
    """A line of text with a white edge, so that it can be read over lines."""
    return element(
        "text",
        escape(printable(text)),
        x=x,
        y=y,
        font_size=size,
        font_family=FONT,
        text_anchor=anchor,
        font_weight="bold" if bold else "normal",
        fill="#000",
        stroke="#fff",
        stroke_width=5,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def line(points: Iterable[tuple[float, float]], width: float, dashes: str = "", stroke: str = "#000") -> str:
    """A line through points."""
    along = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    more = {"stroke_dasharray": dashes} if dashes else {}
    return element(
        "polyline", points=along, fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round",
        stroke_linecap="round", **more,
    )  # fmt: skip


def picture(width: int, height: int, parts: Iterable[str]) -> Drawn:
    """The whole, on white."""
    ground = element("rect", x=0, y=0, width=width, height=height, fill="#fff")
    content = "\n".join((ground, *parts))
    return Drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f"{content}\n</svg>\n",
        width,
        height,
    )


def _value(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return escape(str(value), {'"': "&quot;"})
