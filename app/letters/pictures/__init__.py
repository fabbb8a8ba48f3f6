"""Pictures of a paper: the map and the chart of the week, drawn as SVG by small code of our own, the same bytes each time.

Nothing is told by colour alone: sites, pharmacies and lines differ by shape, number and stroke.
"""

from app.letters.pictures.drawing import Drawn
from app.letters.pictures.map import Mark, draw_map, marks
from app.letters.pictures.week import draw_week

__all__ = ["Drawn", "Mark", "draw_map", "draw_week", "marks"]
